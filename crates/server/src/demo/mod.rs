//! Plausible usage of the four shipped businesses, the same every time: tenants, contracts and events of two months.

mod chance;
mod deployments;
mod dialer;
mod isp;
mod nodes;

use kernel::time::{Date, Timestamp, civil::date};

/// The demo's clock starts here, whatever the real date: the founders' example bill is of October 2025.
pub fn starts_at() -> Timestamp {
    // 2025-11-12 14:00 UTC: October is over, November runs.
    Timestamp::from_second(1_762_956_000).unwrap_or_default()
}

/// Usage is made for October and for November up to here.
const LAST_DAY: Date = date(2025, 11, 11);
const FIRST_DAY: Date = date(2025, 10, 1);

/// One shipped business and who uses it.
#[derive(Debug)]
pub struct Demo {
    pub business: &'static str,
    pub tenants: Vec<DemoTenant>,
}

#[derive(Debug)]
pub struct DemoTenant {
    pub name: &'static str,
    pub title: &'static str,
    pub plan: &'static str,
    pub start: Date,
    pub quantities: &'static [(&'static str, &'static str)],
    pub prices: &'static [(&'static str, &'static str)],
    pub events: Vec<DemoEvent>,
}

/// One event, before it is put into a CloudEvent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoEvent {
    pub id: String,
    pub kind: &'static str,
    /// In UTC.
    pub at: Timestamp,
    /// The JSON text of an object.
    pub data: String,
}

/// The demo of a shipped business.
pub fn of(business: &str) -> Option<Demo> {
    match business {
        "dialer" => Some(Demo { business: "dialer", tenants: dialer::tenants() }),
        "isp" => Some(Demo { business: "isp", tenants: isp::tenants() }),
        "nodes" => Some(Demo { business: "nodes", tenants: nodes::tenants() }),
        "deployments" => Some(Demo { business: "deployments", tenants: deployments::tenants() }),
        _ => None,
    }
}

impl DemoEvent {
    /// The structured CloudEvent of `tenant`.
    pub fn json(&self, tenant: &str) -> String {
        let Self { id, kind, at, data } = self;
        format!(
            r#"{{"specversion":"1.0","id":"{id}","source":"/demo/{tenant}","type":"{kind}","subject":"{tenant}","time":"{at}","data":{data}}}"#
        )
    }
}

/// The days usage is made for.
fn days() -> impl Iterator<Item = Date> {
    FIRST_DAY.series(kernel::time::Span::new().days(1)).take_while(|day| *day <= LAST_DAY)
}

/// A moment of a day, in UTC.
fn moment(day: Date, second: u64) -> Timestamp {
    let midnight = day.to_zoned(kernel::time::TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp());
    let seconds = kernel::time::SignedDuration::from_secs(i64::try_from(second).unwrap_or(0));
    midnight.checked_add(seconds).unwrap_or(midnight)
}

#[cfg(test)]
mod tests;
