//! A Purvey of its own to measure: a new data directory, the dialer business, some tenants.

use std::{fs, os::unix::fs::PermissionsExt as _};

use anyhow::{Context as _, Result};
use app::{Actor, App, contracts::NewContract, tenants::NewTenant};
use kernel::{
    Role,
    id::TenantName,
    time::{Date, TimeZone, Timestamp, ToSpan as _},
};
use model::Map;
use store::{Row, bench::RawRows, event_digest};
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

    /// The body of one batch.
    pub fn batch(&self, first: u64, events: u64, of: u64) -> String {
        let calls = (first..first + events).map(|number| {
            let Call { id, at, tenant, data } = self.call(number, of);
            format!(
                r#"{{"specversion":"1.0","id":"{id}","source":"{SOURCE}","type":"{KIND}","subject":"t{tenant}","time":"{at}","data":{data}}}"#
            )
        });
        format!("[{}]", calls.collect::<Vec<_>>().join(","))
    }

    /// The same calls as rows of the table, for `connections` that share them, each in order of time.
    pub async fn raw_rows(&self, connections: usize, of: u64) -> Result<Vec<RawRows>> {
        let store = &self.installation.store;
        let source = store.sources(&[SOURCE]).await?.into_iter().next().context("no id")?;
        let kind = store.kinds(&[KIND]).await?.into_iter().next().context("no id")?;
        let mut tenants = Vec::new();
        for name in &self.tenants {
            tenants.push(store.tenant_terms(name).await?.context("no such tenant")?.tenant.id);
        }
        let mut streams = vec![RawRows::default(); connections];
        for number in 0..of {
            let Call { id, at, tenant, data } = self.call(number, of);
            let stream = streams.get_mut(usize::try_from(number)? / 1000 % connections).context("no connection")?;
            let row = Row {
                source,
                kind,
                id: &id,
                at,
                received: at,
                digest: event_digest(KIND, at, &data, ""),
                data: &data,
                extensions: "",
                day: self.month,
            };
            stream.push(*tenants.get(tenant).context("no such tenant")?, &row);
        }
        Ok(streams)
    }

    /// Calls in order of time over 28 days, with ids that sort by time, as a switch would send them.
    fn call(&self, number: u64, of: u64) -> Call {
        // A day in, so that no zone puts the first into the month before.
        let begin =
            self.month.to_zoned(TimeZone::UTC).map_or(0, |zoned| zoned.timestamp().as_millisecond()) + 86_400_000;
        let millisecond = begin + i64::try_from(number * (28 * 86_400_000) / of.max(1)).unwrap_or(0);
        // Neighbours are not of one tenant.
        let tenant = usize::try_from(number.wrapping_mul(2_654_435_761) % self.tenants.len() as u64).unwrap_or(0);
        Call {
            id: format!("{millisecond:012x}-{number:016x}"),
            at: Timestamp::from_millisecond(millisecond).unwrap_or_default(),
            tenant,
            data: format!(
                r#"{{"billable_seconds":{},"destination":"1212555{:04}"}}"#,
                1 + number % 900,
                number % 10_000
            ),
        }
    }
}

const SOURCE: &str = "/switch/1";
const KIND: &str = "call.completed";

struct Call {
    id: String,
    at: Timestamp,
    /// Index of its tenant.
    tenant: usize,
    data: String,
}

fn month_before(app: &App) -> Result<Date> {
    let today = app.now().to_zoned(TimeZone::UTC).date();
    Ok(today.first_of_month().checked_sub(1.month())?)
}
