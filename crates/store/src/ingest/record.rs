//! Writing what a group adds to the running totals: three statements, whatever the number of events.

use std::collections::HashMap;

use kernel::{Decimal, time::Date};
use sqlx::{PgConnection, Row as _};

use super::total::{BothTotals, Key, Member, Total, Totals};
use crate::{SeriesId, TenantId, row};

/// The statements of one schema.
struct Statements {
    members: &'static str,
    listed: &'static str,
    rollups: &'static str,
}

/// Rows go in in order of their key: two transactions that meet wait for each other, never in a circle.
macro_rules! statements {
    ($schema:literal) => {
        Statements {
            members: concat!(
                "insert into ",
                $schema,
                ".member (tenant_id, series_id, month, value) \
                 select * from unnest($1::int4[], $2::int4[], $3::date[], $4::text[]) w (t, s, m, v) \
                 order by t, s, m, v collate \"C\" on conflict do nothing returning tenant_id, series_id, month, value",
            ),
            listed: concat!(
                "insert into ",
                $schema,
                ".listed (tenant_id, series_id, day, at, id, source_id, value) select * from \
                 unnest($1::int4[], $2::int4[], $3::date[], $4::timestamptz[], $5::text[], $6::int4[], $7::numeric[])",
            ),
            rollups: concat!(
                "insert into ",
                $schema,
                ".rollup as r (tenant_id, day, series_id, lane, carries, events, sum, max, last_at, last_id, \
                               last_value, digest) \
                 select t, d, s, $12, c, e, sum::numeric, max, at, id, value, digest::numeric from \
                 unnest($1::int4[], $2::date[], $3::int4[], $4::bool[], $5::int8[], $6::text[], $7::numeric[], \
                        $8::timestamptz[], $9::text[], $10::numeric[], $11::text[]) \
                        w (t, d, s, c, e, sum, max, at, id, value, digest) \
                 on conflict (tenant_id, day, series_id, lane) do update set \
                 events = r.events + excluded.events, \
                 sum = case when excluded.sum is null then r.sum else coalesce(r.sum, 0) + excluded.sum end, \
                 max = greatest(r.max, excluded.max), \
                 last_at = greatest(r.last_at, excluded.last_at), \
                 last_id = case when excluded.last_at is null then r.last_id \
                     when (r.last_at, r.last_id, r.last_value) \
                        > (excluded.last_at, excluded.last_id, excluded.last_value) then r.last_id \
                     else excluded.last_id end, \
                 last_value = case when excluded.last_at is null then r.last_value \
                     when (r.last_at, r.last_id, r.last_value) \
                        > (excluded.last_at, excluded.last_id, excluded.last_value) then r.last_value \
                     else excluded.last_value end, \
                 digest = case when excluded.digest is null then r.digest else \
                     mod(coalesce(r.digest, 0) + excluded.digest, 340282366920938463463374607431768211456) end",
            ),
        }
    };
}

const OPEN: Statements = statements!("public");
const COST: Statements = statements!("cost");

/// Adds everything to the rows of `lane`.
pub(crate) async fn record(
    connection: &mut PgConnection,
    lane: i16,
    totals: BothTotals<'_>,
) -> Result<(), sqlx::Error> {
    for (totals, statements) in [(totals.open, &OPEN), (totals.cost, &COST)] {
        if !totals.is_empty() {
            record_side(connection, lane, totals, statements).await?;
        }
    }
    Ok(())
}

async fn record_side(
    connection: &mut PgConnection,
    lane: i16,
    mut totals: Totals<'_>,
    statements: &Statements,
) -> Result<(), sqlx::Error> {
    if !totals.members.is_empty() {
        count_members(connection, &mut totals, statements).await?;
    }
    if !totals.listed.is_empty() {
        let of = &totals.listed;
        sqlx::query(statements.listed)
            .bind(of.iter().map(|value| value.key.tenant).collect::<Vec<TenantId>>())
            .bind(of.iter().map(|value| value.key.series).collect::<Vec<SeriesId>>())
            .bind(of.iter().map(|value| row::day(value.key.day)).collect::<Vec<_>>())
            .bind(of.iter().map(|value| row::time(value.at)).collect::<Vec<_>>())
            .bind(of.iter().map(|value| value.id).collect::<Vec<&str>>())
            .bind(of.iter().map(|value| value.source).collect::<Vec<i32>>())
            .bind(of.iter().map(|value| value.value).collect::<Vec<Decimal>>())
            .execute(&mut *connection)
            .await?;
    }
    let mut rows: Vec<(Key, Total<'_>)> = totals.rows.into_iter().collect();
    rows.sort_unstable_by_key(|(key, _)| *key);
    let of = |pick: fn(&(Key, Total<'_>)) -> Option<Decimal>| rows.iter().map(pick).collect::<Vec<_>>();
    sqlx::query(statements.rollups)
        .bind(rows.iter().map(|(key, _)| key.tenant).collect::<Vec<TenantId>>())
        .bind(rows.iter().map(|(key, _)| row::day(key.day)).collect::<Vec<_>>())
        .bind(rows.iter().map(|(key, _)| key.series).collect::<Vec<SeriesId>>())
        .bind(rows.iter().map(|(_, total)| total.carries).collect::<Vec<bool>>())
        .bind(rows.iter().map(|(_, total)| total.events).collect::<Vec<i64>>())
        .bind(rows.iter().map(|(_, total)| total.sum.map(|sum| sum.to_string())).collect::<Vec<_>>())
        .bind(of(|(_, total)| total.max))
        .bind(rows.iter().map(|(_, total)| total.last.map(|last| row::time(last.0))).collect::<Vec<_>>())
        .bind(rows.iter().map(|(_, total)| total.last.map(|last| last.1)).collect::<Vec<_>>())
        .bind(of(|(_, total)| total.last.map(|last| last.2)))
        .bind(rows.iter().map(|(_, total)| total.digest.map(|digest| digest.to_string())).collect::<Vec<_>>())
        .bind(lane)
        .execute(&mut *connection)
        .await?;
    Ok(())
}

/// Members not counted before this month are counted on the day they appeared first here.
async fn count_members(
    connection: &mut PgConnection,
    totals: &mut Totals<'_>,
    statements: &Statements,
) -> Result<(), sqlx::Error> {
    let members = std::mem::take(&mut totals.members);
    let fresh = sqlx::query(statements.members)
        .bind(members.iter().map(|(member, _)| member.tenant).collect::<Vec<TenantId>>())
        .bind(members.iter().map(|(member, _)| member.series).collect::<Vec<SeriesId>>())
        .bind(members.iter().map(|(member, _)| row::day(member.month)).collect::<Vec<_>>())
        .bind(members.iter().map(|(member, _)| member.value.as_ref()).collect::<Vec<&str>>())
        .fetch_all(&mut *connection)
        .await?;
    if fresh.is_empty() {
        return Ok(());
    }
    let counted_in: HashMap<Member, Key> = members.into_iter().collect();
    for row in fresh {
        let month: Date = row.try_get::<jiff_sqlx::Date, _>("month")?.to_jiff();
        let value: Box<str> = row.try_get::<String, _>("value")?.into();
        let member = Member { tenant: row.try_get("tenant_id")?, series: row.try_get("series_id")?, month, value };
        let total = counted_in.get(&member).and_then(|key| totals.rows.get_mut(key));
        total.into_iter().for_each(|total| total.sum.get_or_insert_default().add(Decimal::ONE));
    }
    Ok(())
}
