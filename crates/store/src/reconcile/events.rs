//! Every event is in the running totals of its day, and nothing else is.

use sqlx::PgConnection;

use super::{DIFFERENCES_MAX, Proof, Question, proof, spans::spans};
use crate::StoreError;

/// Counts and digest sums of the events of each tenant and day, against those kept. A row per tenant and day that has
/// either; an event outside every contract has no day.
const TOTALS: &str = "\
    with span as materialized ( \
        select * from unnest($2::int4[], $3::timestamptz[], $4::timestamptz[], $5::int4[]) s (tenant, from_at, to_at, zone)), \
    zone as materialized ( \
        select zone, min(day) as first, array_agg(midnight order by midnight) as midnights \
        from unnest($6::timestamptz[], $7::int4[], $8::date[]) m (midnight, zone, day) group by zone), \
    raw as ( \
        select e.tenant_id, z.first + width_bucket(e.at, z.midnights) - 1 as day, count(*) as events, \
               sum(e.digest_high)::numeric as high, sum(e.digest_low)::numeric as low \
        from event e left join span s on s.tenant = e.tenant_id and e.at >= s.from_at and e.at < s.to_at \
        left join zone z on z.zone = s.zone group by 1, 2), \
    kept as ( \
        select tenant_id, day, sum(events)::bigint as events, sum(digest) as digest \
        from rollup where series_id = 1 group by tenant_id, day), \
    both_sides as ( \
        select tenant_id, day, coalesce(raw.events, 0) as raw_events, coalesce(kept.events, 0) as kept_events, \
               ((coalesce(high, 0) * 18446744073709551616 + coalesce(low, 0)) % m + m) % m as raw_digest, \
               coalesce(digest, 0) % m as kept_digest \
        from raw full join kept using (tenant_id, day), (values (340282366920938463463374607431768211456)) modulus (m)) \
    select d.*, c.compared from (select count(*) as compared from both_sides) c left join ( \
        select coalesce(t.name, 'tenant ' || b.tenant_id) || ', ' || coalesce(b.day::text, 'outside every contract') as what, \
               raw_events || ' events, digest ' || raw_digest as left, \
               kept_events || ' in the running totals, digest ' || kept_digest as right \
        from both_sides b left join tenant t on t.id = b.tenant_id \
        where raw_events <> kept_events or raw_digest <> kept_digest or b.day is null \
        order by 1 limit $1) d on true";

pub(super) async fn totals(connection: &mut PgConnection) -> Result<Proof, StoreError> {
    let spans = spans(connection).await?;
    let rows = sqlx::query(TOTALS)
        .bind(DIFFERENCES_MAX)
        .bind(spans.tenants)
        .bind(spans.from)
        .bind(spans.to)
        .bind(spans.zones)
        .bind(spans.midnights)
        .bind(spans.midnight_zones)
        .bind(spans.midnight_days)
        .fetch_all(connection)
        .await?;
    proof("events = running totals, by tenant and day", &rows)
}

/// The hot tables have no foreign keys.
pub(super) const QUESTIONS: [Question; 4] = [
    Question {
        name: "members = running totals, by tenant, series and month",
        sql: "\
            with counted as ( \
                select tenant_id, series_id, month, count(*) as members from \
                    (select * from member union all select * from cost.member) m group by 1, 2, 3), \
            kept as ( \
                select tenant_id, series_id, date_trunc('month', day)::date as month, sum(r.sum) as members from \
                    (select * from rollup union all select * from cost.rollup) r \
                    join series s on s.id = r.series_id where s.kind = 'unique' group by 1, 2, 3), \
            both_sides as ( \
                select tenant_id, series_id, month, coalesce(c.members, 0) as counted, coalesce(k.members, 0) as kept \
                from counted c full join kept k using (tenant_id, series_id, month)) \
            select d.*, c.compared from (select count(*) as compared from both_sides) c left join ( \
                select t.name || ', ' || s.key || ', ' || month as what, counted || ' members' as left, \
                       trim_scale(kept) || ' in the running totals' as right \
                from both_sides b join tenant t on t.id = b.tenant_id join series s on s.id = b.series_id \
                where counted <> kept order by 1 limit $1) d on true",
    },
    Question {
        name: "listed values = running totals, by tenant, series and day",
        sql: "\
            with counted as ( \
                select tenant_id, series_id, day, count(*) as events, sum(value) as sum from \
                    (select * from listed union all select * from cost.listed) l group by 1, 2, 3), \
            kept as ( \
                select tenant_id, series_id, day, sum(r.events) as events, sum(r.sum) as sum from \
                    (select * from rollup union all select * from cost.rollup) r \
                    join series s on s.id = r.series_id where s.kind = 'listed' group by 1, 2, 3), \
            both_sides as ( \
                select tenant_id, series_id, day, coalesce(c.events, 0) as counted, coalesce(k.events, 0) as kept, \
                       coalesce(c.sum, 0) as counted_sum, coalesce(k.sum, 0) as kept_sum \
                from counted c full join kept k using (tenant_id, series_id, day)) \
            select d.*, c.compared from (select count(*) as compared from both_sides) c left join ( \
                select t.name || ', ' || s.key || ', ' || day as what, \
                       counted || ' values, sum ' || counted_sum as left, \
                       kept || ' in the running totals, sum ' || kept_sum as right \
                from both_sides b join tenant t on t.id = b.tenant_id join series s on s.id = b.series_id \
                where counted <> kept or counted_sum <> kept_sum order by 1 limit $1) d on true",
    },
    Question {
        name: "events name tenants, sources and types that are there",
        sql: "\
            with named as ( \
                select tenant_id, source_id, kind_id, count(*) as events from event group by 1, 2, 3) \
            select d.*, c.compared from (select count(*) as compared from named) c left join ( \
                select 'tenant ' || tenant_id || ', source ' || source_id || ', type ' || kind_id as what, \
                       events || ' events' as left, 'no such row' as right \
                from named n where not exists (select from tenant where id = n.tenant_id) \
                or not exists (select from source where id = n.source_id) \
                or not exists (select from event_kind where id = n.kind_id) order by 1 limit $1) d on true",
    },
    Question {
        name: "events an invoice saw = events it says it billed",
        sql: "\
            with seen as ( \
                select i.id, count(e.id) as events, \
                       ((coalesce(sum(e.digest_high)::numeric, 0) * 18446744073709551616 \
                         + coalesce(sum(e.digest_low)::numeric, 0)) % 340282366920938463463374607431768211456 \
                         + 340282366920938463463374607431768211456) % 340282366920938463463374607431768211456 as digest \
                from invoice i left join event e on e.tenant_id = i.tenant_id and e.at >= i.period_start \
                    and e.at < i.period_end and pg_visible_in_snapshot(e.xact, i.snapshot) group by i.id) \
            select d.*, c.compared from (select count(*) as compared from seen) c left join ( \
                select 'invoice ' || number as what, s.events || ' events, digest ' || s.digest as left, \
                       i.events || ' billed, digest ' || i.events_digest as right \
                from seen s join invoice i on i.id = s.id \
                where (s.events, s.digest) <> (i.events, i.events_digest) order by 1 limit $1) d on true",
    },
];
