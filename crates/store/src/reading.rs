//! What series came to: from the running totals, whatever the number of events.

use std::collections::BTreeMap;

use billing::usage::{Reading, Readings};
use kernel::{Decimal, Exact, time::Date};
use sqlx::{PgConnection, postgres::PgRow};

use crate::{
    Days, EventTotal, StoreError, TenantId, TenantView,
    row::{self, Columns as _},
};

/// One series on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayReading {
    pub day: Date,
    pub key: String,
    pub events: u64,
    /// Of this day alone; for `Unique`, members first seen in the month on this day. Divided by the scale.
    pub quantity: Exact,
}

/// The same statement over the tables a role may see.
macro_rules! over {
    ($open:literal, $before:literal, $after:literal) => {
        [
            concat!($before, "(select * from public.", $open, ")", $after),
            concat!($before, "(select * from public.", $open, " union all select * from cost.", $open, ")", $after),
        ]
    };
}

/// Per series: what days and lanes come to together.
const TOTALS: [&str; 2] = over!(
    "rollup",
    "select r.tenant_id, s.key, s.kind, s.scale, r.events, \
            trim_scale(case s.kind when 'max' then r.max when 'last' then r.last else r.sum end)::text as figure \
     from (select tenant_id, series_id, sum(events)::bigint as events, sum(sum) as sum, max(max) as max, \
                  (array_agg(last_value order by last_at desc, last_id desc, last_value desc) \
                      filter (where last_at is not null))[1] as last \
           from ",
    " u where tenant_id = any ($1) and day >= $2 and day < $3 group by tenant_id, series_id) r \
     join public.series s on s.id = r.series_id where s.id <> 1"
);
/// Different members over several months cannot be told from the counts of each.
const MEMBERS: [&str; 2] = over!(
    "member",
    "select m.tenant_id, s.key, s.scale, count(distinct m.value)::text as figure from ",
    " m join public.series s on s.id = m.series_id \
     where tenant_id = any ($1) and month >= $2 and month < $3 group by m.tenant_id, s.key, s.scale"
);
const LISTED: [&str; 2] = over!(
    "listed",
    "select l.tenant_id, s.key, s.scale, l.at, l.value from ",
    " l join public.series s on s.id = l.series_id \
     where tenant_id = any ($1) and day >= $2 and day < $3 order by l.tenant_id, s.key, l.at, l.id, l.source_id"
);
/// What is in force when the days begin: the sum of all that came before; or the latest of it, one step into the index
/// for each series, however long the history is.
macro_rules! carried {
    ($schema:literal, $side:literal) => {
        concat!(
            "select r.tenant_id, s.key, s.scale, trim_scale(sum(r.sum))::text as figure from ",
            $schema,
            ".rollup r join public.series s on s.id = r.series_id \
             where r.carries and r.tenant_id = any ($1) and r.day < $2 and s.carry = 'sum' \
             group by r.tenant_id, s.key, s.scale \
             union all \
             select t.tenant_id, s.key, s.scale, trim_scale(l.last_value)::text \
             from unnest($1::int4[]) t (tenant_id) cross join public.series s \
             cross join lateral (select r.last_value from ",
            $schema,
            ".rollup r where r.carries and r.tenant_id = t.tenant_id and r.series_id = s.id and r.day = ( \
                 select max(d.day) from ",
            $schema,
            ".rollup d where d.carries and d.tenant_id = t.tenant_id and d.series_id = s.id and d.day < $2) \
             order by r.last_at desc, r.last_id desc, r.last_value desc limit 1) l \
             where s.carry = 'latest' and ",
            $side
        )
    };
}
const CARRIED: [&str; 2] = [
    carried!("public", "not s.cost"),
    concat!(carried!("public", "not s.cost"), " union all ", carried!("cost", "s.cost")),
];

pub(crate) type ReadingsByTenant = BTreeMap<TenantId, Readings>;

/// The readings of tenants over whole days, on the connection's own rights.
pub(crate) async fn readings(
    connection: &mut PgConnection,
    sees_costs: bool,
    tenants: &[TenantId],
    days: Days,
) -> Result<ReadingsByTenant, StoreError> {
    let side = usize::from(sees_costs);
    let of = |statements: [&'static str; 2]| statements.get(side).copied().unwrap_or_default();
    let (first, after) = (row::day(days.first), row::day(days.after));
    let mut readings = ReadingsByTenant::new();
    let mut lists = false;
    for row in sqlx::query(of(TOTALS)).bind(tenants).bind(first).bind(after).fetch_all(&mut *connection).await? {
        let reading = entry(&mut readings, &row)?;
        let is_first = reading.events == 0;
        reading.events += row.count("events")?;
        let kind = row.text("kind")?;
        lists |= kind == "listed";
        let quantity = figure(&row)?;
        match kind.as_str() {
            "sum" => reading.quantity = reading.quantity.plus(quantity).map_err(too_large)?,
            "unique" if days.is_one_month() => {
                reading.quantity = reading.quantity.plus(quantity).map_err(too_large)?;
            }
            // The largest may be negative, and a key may stand for two scales.
            "max" if !is_first => reading.quantity = reading.quantity.max(quantity),
            "max" => reading.quantity = quantity,
            "last" => reading.quantity = quantity,
            _ => {}
        }
    }
    if !days.is_one_month() {
        for row in sqlx::query(of(MEMBERS)).bind(tenants).bind(first).bind(after).fetch_all(&mut *connection).await? {
            entry(&mut readings, &row)?.quantity = figure(&row)?;
        }
    }
    if lists {
        for row in sqlx::query(of(LISTED)).bind(tenants).bind(first).bind(after).fetch_all(&mut *connection).await? {
            let value = (row.time("at")?, row.decimal("value")?.normalize());
            entry(&mut readings, &row)?.listed.push(value);
        }
    }
    for row in sqlx::query(of(CARRIED)).bind(tenants).bind(first).fetch_all(&mut *connection).await? {
        let carried: Decimal = row.parsed("figure")?;
        if !carried.is_zero() {
            entry(&mut readings, &row)?.carried = carried.normalize();
        }
    }
    Ok(readings)
}

fn entry<'r>(readings: &'r mut ReadingsByTenant, row: &PgRow) -> Result<&'r mut Reading, StoreError> {
    let tenant = TenantId(row.int("tenant_id")?);
    Ok(readings.entry(tenant).or_default().0.entry(row.text("key")?).or_default())
}

/// The column `figure`, divided by the series' scale.
fn figure(row: &PgRow) -> Result<Exact, StoreError> {
    match row.text_if("figure")? {
        None => Ok(Exact::ZERO),
        Some(_) => row.exact("figure")?.over(row.decimal("scale")?.into()).map_err(too_large),
    }
}

fn too_large(error: kernel::Overflow) -> StoreError {
    StoreError::OutOfRange(error.to_string())
}

impl TenantView {
    /// All series of the tenant over whole days, costs included if the role may see them. Series without events are
    /// left out, unless something is carried into them. `Unique` series count per month; over other ranges they need
    /// whole months.
    pub async fn readings(&mut self, days: Days) -> Result<Readings, StoreError> {
        let tenants = [self.tenant];
        let mut readings = readings(&mut self.tx, self.sees_costs, &tenants, days).await?;
        Ok(readings.remove(&self.tenant).unwrap_or_default())
    }

    /// Count and digest sum of all accepted events of these days.
    pub async fn event_total(&mut self, days: Days) -> Result<EventTotal, StoreError> {
        let row = sqlx::query(
            "select coalesce(sum(events), 0)::bigint as events, \
                    mod(coalesce(sum(digest), 0), 340282366920938463463374607431768211456)::text as digest \
             from rollup where tenant_id = $1 and series_id = 1 and day >= $2 and day < $3",
        )
        .bind(self.tenant)
        .bind(row::day(days.first))
        .bind(row::day(days.after))
        .fetch_one(&mut *self.tx)
        .await?;
        Ok(EventTotal { events: row.count("events")?, digest: row.parsed("digest")? })
    }

    /// Series by day, in order of key, then day. Keys that were never touched are left out.
    pub async fn usage(&mut self, days: Days, keys: &[String]) -> Result<Vec<DayReading>, StoreError> {
        let rows = sqlx::query(
            "select r.day, s.key, s.scale, sum(r.events)::bigint as events, \
                    trim_scale(case s.kind when 'max' then max(r.max) \
                        when 'last' then (array_agg(r.last_value order by r.last_at desc, r.last_id desc))[1] \
                        else sum(r.sum) end)::text as figure \
             from rollup r join series s on s.id = r.series_id \
             where r.tenant_id = $1 and r.day >= $2 and r.day < $3 and s.key = any ($4) \
             group by r.day, s.key, s.kind, s.scale order by s.key, r.day",
        )
        .bind(self.tenant)
        .bind(row::day(days.first))
        .bind(row::day(days.after))
        .bind(keys)
        .fetch_all(&mut *self.tx)
        .await?;
        let read = |row: &PgRow| {
            let (day, key) = (row.day("day")?, row.text("key")?);
            Ok(DayReading { day, key, events: row.count("events")?, quantity: figure(row)? })
        };
        rows.iter().map(read).collect()
    }
}
