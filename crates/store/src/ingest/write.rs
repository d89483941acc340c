//! One group in one transaction: rows by COPY, running totals, commit.

use sqlx::{Connection as _, PgConnection, Row as _};

use super::{IngestError, encode, group::Member, record, total::BothTotals};
use crate::TenantId;

/// Why a group was not written.
#[derive(Debug)]
pub(super) enum Failed {
    /// Some events are in the table already, or another transaction is writing them now. Look, then try again.
    Collision,
    /// The connection is gone. `begun`: after the transaction had started, so it may even be committed.
    Lost { begun: bool },
    /// The database does not take these rows.
    Refused(String),
}

impl Failed {
    pub(super) fn of(error: &sqlx::Error) -> Self {
        let Some(refusal) = error.as_database_error() else { return Self::Lost { begun: true } };
        match refusal.code().as_deref() {
            // An event is there; or two lanes write the same events in another order, and one has to give way.
            Some("23505") if refusal.constraint() == Some("event_pkey") => Self::Collision,
            Some("40P01" | "40001") => Self::Collision,
            Some(code) if code.starts_with("22") || code.starts_with("23") || code.starts_with("42") => {
                Self::Refused(refusal.message().to_owned())
            }
            _ => Self::Lost { begun: true },
        }
    }
}

/// Writes what can be written of the group and commits. After it, each member knows what became of it.
pub(super) async fn write(connection: &mut PgConnection, lane: i16, members: &mut [Member]) -> Result<(), Failed> {
    let mut tx = connection.begin().await.map_err(|_| Failed::Lost { begun: false })?;
    let written: Result<(), sqlx::Error> = async {
        check_terms(&mut tx, members).await?;
        look(&mut tx, members).await?;
        if members.iter().all(Member::is_nothing_new) {
            return Ok(());
        }
        let totals = copy(&mut tx, members).await?;
        record::record(&mut tx, lane, totals).await
    }
    .await;
    match written {
        Ok(()) => tx.commit().await.map_err(|error| Failed::of(&error)),
        Err(error) => {
            let failed = Failed::of(&error);
            tracing::debug!(%error, lane, "a group was not written");
            // A lost connection cannot be asked to roll back; the server does it by itself.
            if !matches!(failed, Failed::Lost { .. }) {
                tx.rollback().await.map_err(|_| Failed::Lost { begun: true })?;
            }
            Err(failed)
        }
    }
}

/// Sends the rows, and adds them up while the server takes them in.
async fn copy<'m>(connection: &mut PgConnection, members: &'m [Member]) -> Result<BothTotals<'m>, sqlx::Error> {
    let mut copy = connection.copy_in_raw(encode::COPY).await?;
    copy.send(encode::HEADER).await?;
    let written = members.iter().filter(|member| member.refused.is_none());
    for member in written.clone() {
        for range in member.fresh() {
            copy.send(member.request.batch.encoded(range)).await?;
        }
    }
    copy.send(encode::TRAILER).await?;
    let mut totals = BothTotals::default();
    for member in written {
        member.fresh().into_iter().flatten().for_each(|row| totals.add(&member.request.batch, row));
    }
    copy.finish().await?;
    Ok(totals)
}

/// Shares each tenant's lock for the length of the transaction, and sends away requests whose tenant is being counted
/// again, or whose events were measured under terms that have changed.
async fn check_terms(connection: &mut PgConnection, members: &mut [Member]) -> Result<(), sqlx::Error> {
    let mut tenants: Vec<TenantId> =
        members.iter().flat_map(|member| &member.request.batch.tenants).map(|(tenant, _)| *tenant).collect();
    tenants.sort_unstable();
    tenants.dedup();
    let mut now = Vec::with_capacity(tenants.len());
    for row in sqlx::query("select * from lane_begin($1)").bind(tenants).fetch_all(connection).await? {
        let (tenant, free, terms): (TenantId, bool, i32) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        now.push((tenant, free, terms));
    }
    now.sort_unstable();
    for member in members {
        member.refused = member.request.batch.tenants.iter().find_map(|(tenant, generation)| {
            let found = now.binary_search_by_key(tenant, |(known, _, _)| *known).ok();
            match found.and_then(|place| now.get(place)) {
                None => Some(IngestError::Refused("an event names a tenant that is not there".into())),
                Some((_, false, _)) => Some(IngestError::Busy),
                Some((_, true, terms)) if terms != generation => Some(IngestError::Stale),
                Some(_) => None,
            }
        });
    }
    Ok(())
}

/// Finds the events that are in the table already, of those requests that are likely to have some.
async fn look(connection: &mut PgConnection, members: &mut [Member]) -> Result<(), sqlx::Error> {
    let (mut tenants, mut sources, mut ids, mut places) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let asked = |member: &Member| member.request.look_first && member.refused.is_none();
    for (place, member) in members.iter_mut().enumerate() {
        member.known.clear();
        if !asked(member) {
            continue;
        }
        for row in member.fresh().into_iter().flatten() {
            places.push((place, row));
        }
    }
    if places.is_empty() {
        return Ok(());
    }
    for (place, row) in &places {
        if let Some(member) = members.get(*place) {
            let (tenant, source, id) = member.request.batch.key(*row);
            tenants.push(tenant);
            sources.push(source);
            ids.push(id);
        }
    }
    let found = sqlx::query(
        "select w.place, e.digest_high, e.digest_low \
         from unnest($1::int4[], $2::int4[], $3::text[]) with ordinality w (tenant, source, id, place) \
         cross join lateral (select digest_high, digest_low from event e where e.tenant_id = w.tenant \
             and e.source_id = w.source and e.id = w.id collate \"C\" limit 1) e order by w.place",
    )
    .bind(tenants)
    .bind(sources)
    .bind(ids)
    .fetch_all(connection)
    .await?;
    for row in found {
        let (place, high, low): (i64, i64, i64) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let place = usize::try_from(place - 1).ok().and_then(|place| places.get(place));
        if let Some((member, row)) = place.and_then(|(member, row)| Some((members.get_mut(*member)?, *row))) {
            member.known.push((row, encode::whole(high, low)));
        }
    }
    Ok(())
}
