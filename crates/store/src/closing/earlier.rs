use kernel::time::Date;

use super::{CloseTx, Earlier};
use crate::{
    ContractId, Days, EventTotal, StoreError, VersionId, billed,
    row::{self, Columns as _},
};

/// The last word on each closed period: who billed it last, what events it had then, and what events it has now.
const LATEST: &str = "\
    select p.*, own.version_id, own.contract_id, p.events_digest::text as digest, \
           coalesce(now.events, 0) as events_now, coalesce(now.digest, 0)::text as digest_now \
    from (select distinct on (first_day) * from invoice_period \
          where tenant_id = $1 and first_day >= $2 and first_day < $3 order by first_day, sequence desc) p \
    join invoice own on own.tenant_id = p.tenant_id and own.first_day = p.first_day \
    left join lateral (select sum(events)::bigint as events, \
                              mod(sum(digest), 340282366920938463463374607431768211456) as digest \
                       from rollup r where r.tenant_id = p.tenant_id and r.series_id = 1 \
                       and r.day >= p.first_day and r.day < p.after_day) now on true \
    order by p.first_day";

impl CloseTx {
    /// Closed periods that begin from `since` on and before `before`, and whose figures are no longer those that were
    /// billed; or whose events changed, even if no figure did. Usually none. Record all of them as corrected.
    pub async fn earlier(&mut self, since: Date, before: Date) -> Result<Vec<Earlier>, StoreError> {
        let rows = sqlx::query(LATEST)
            .bind(self.view.tenant)
            .bind(row::day(since))
            .bind(row::day(before))
            .fetch_all(&mut *self.view.tx)
            .await?;
        let mut earlier = Vec::new();
        let mut has_changed = false;
        for row in rows {
            let then = EventTotal { events: row.count("events")?, digest: row.parsed("digest")? };
            let inputs = EventTotal { events: row.count("events_now")?, digest: row.parsed("digest_now")? };
            has_changed |= then != inputs;
            // What changed before a period may be carried into it.
            if !has_changed {
                continue;
            }
            let days: Days = row.days()?;
            let billed = billed::read(&mut self.view.tx, row.uuid("invoice_id")?, days.first).await?;
            let now = self.view.readings(days).await?;
            if then == inputs && billed == now {
                continue;
            }
            let (version, contract) = (VersionId(row.int("version_id")?), ContractId(row.int("contract_id")?));
            earlier.push(Earlier { days, period: row.period()?, version, contract, billed, now, inputs });
        }
        Ok(earlier)
    }
}
