//! A Purvey of its own to measure: a new data directory, the dialer business, some tenants.

use std::{fs, os::unix::fs::PermissionsExt as _};

use anyhow::Result;
use app::{Actor, App, contracts::NewContract, tenants::NewTenant};
use kernel::{
    Role,
    id::TenantName,
    time::{Date, ToSpan as _},
};
use model::Map;
use tempfile::TempDir;

use crate::{command::Place, database::Claim, installation::Installation};

pub struct Bed {
    pub installation: Installation,
    pub tenants: Vec<TenantName>,
    /// The month before the current one: ended, and open for events.
    pub month: Date,
    _data: TempDir,
}

impl Bed {
    /// Tenants `t0`, `t1`, … on the dialer's standard plan, under contract for a year.
    pub async fn new(tenants: usize) -> Result<Self> {
        // Short, so that the socket's path fits, and open for the server's unprivileged account.
        let data = tempfile::Builder::new().prefix("purvey-bench-").tempdir_in("/tmp")?;
        fs::set_permissions(data.path(), fs::Permissions::from_mode(0o711))?;
        let place = Place { data: Some(data.path().to_owned()), ..Place::default() };
        let installation = Installation::open(&place, Claim::Alone, "purvey bench").await?;
        let app = &installation.app;
        let operator = Actor::operator();
        let dialer = model::shipped::get("dialer").ok_or_else(|| anyhow::anyhow!("the dialer is not shipped"))?;
        app.apply_business(operator.can()?, dialer.text, "dialer.toml").await?;
        let month = month_before(app)?;
        let mut names = Vec::with_capacity(tenants);
        for index in 0..tenants {
            let name: TenantName = format!("t{index}").parse()?;
            let new = NewTenant { name: name.clone(), title: format!("Tenant {index}"), zone: None };
            app.add_tenant(operator.can()?, new).await?;
            let start = month.saturating_sub(1.year());
            let (quantities, prices) = (Map::new(), Map::new());
            let contract = NewContract { tenant: name.clone(), plan: "standard".into(), start, quantities, prices };
            app.start_contract(operator.can()?, contract).await?;
            names.push(name);
        }
        Ok(Self { installation, tenants: names, month, _data: data })
    }

    pub fn app(&self) -> &App {
        &self.installation.app
    }

    pub fn period(&self) -> String {
        self.month.strftime("%Y-%m").to_string()
    }

    pub async fn collector_key(&self) -> Result<String> {
        let operator = Actor::operator();
        Ok(self.app().create_key(operator.can()?, Role::Collector, None, "bench").await?.secret)
    }

    /// The body of one batch: calls in order of time, with ids that sort by time, as a switch would send them.
    pub fn batch(&self, first: u64, events: u64, of: u64) -> String {
        let mut body = String::with_capacity(usize::try_from(events).unwrap_or(0) * 240);
        body.push('[');
        // Spread over 28 days, in milliseconds.
        let step = 28 * 86_400_000 / of.max(1);
        let start = self.month.to_zoned(kernel::time::TimeZone::UTC).map_or(0, |zoned| zoned.timestamp().as_millisecond());
        // A day in, so that no zone puts it into the month before.
        let start = start + 86_400_000;
        for number in first..first + events {
            let at = start + i64::try_from(number * step).unwrap_or(0);
            let time = kernel::time::Timestamp::from_millisecond(at).unwrap_or_default();
            // Far from the place in time, so that neighbours are not of one tenant.
            let tenant = usize::try_from(number.wrapping_mul(2_654_435_761) % self.tenants.len() as u64).unwrap_or(0);
            let seconds = 1 + number % 900;
            if number > first {
                body.push(',');
            }
            use std::fmt::Write as _;
            let _ = write!(
                body,
                r#"{{"specversion":"1.0","id":"{at:012x}-{number:016x}","source":"/switch/1","type":"call.completed","subject":"t{tenant}","time":"{time}","data":{{"billable_seconds":{seconds},"destination":"1212555{:04}"}}}}"#,
                number % 10_000
            );
        }
        body.push(']');
        body
    }
}

fn month_before(app: &App) -> Result<Date> {
    let today = app.now().to_zoned(kernel::time::TimeZone::UTC).date();
    Ok(today.first_of_month().checked_sub(1.month())?)
}
