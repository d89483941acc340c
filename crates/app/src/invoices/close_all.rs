use std::sync::Arc;

use kernel::{
    Can, Kind,
    access::ask,
    error::{Failure, chain},
    id::TenantName,
    time::{Date, TimeZone, Timestamp, ToSpan},
};
use store::{Days, TenantPage};

use super::{CloseRun, Closed};
use crate::{
    App, Outcome,
    bills::Billable,
    limits::CLOSE_CHUNK_ROWS,
    terms::{Agreement, InForce},
};

/// Tenants read at a time.
const PAGE_ROWS: u32 = 1000;

impl App {
    /// Closes the month `period` for every tenant under contract in it; `progress` hears (done, of) now and then.
    pub async fn close_all(
        &self,
        _can: Can<ask::CloseInvoice>,
        period: &str,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Outcome<CloseRun> {
        // Days are the same dates in every zone; each tenant's own zone says when they are over.
        let parsed = kernel::Period::parse(period, &TimeZone::UTC);
        let parsed = parsed.map_err(|error| Failure::new(Kind::Invalid, format!("{error}.")))?;
        let days = Days { first: parsed.first_day(&TimeZone::UTC), after: parsed.day_after(&TimeZone::UTC) };
        if !days.is_one_month() {
            return Err(Failure::new(Kind::Invalid, "Periods are months here; write one like 2025-10."));
        }
        self.close_each(progress, &|_| vec![days]).await
    }

    /// Closes whatever has been due since the business's `close_after_hours`. Run from time to time; takes no hints.
    pub async fn close_due(&self, _can: Can<ask::CloseInvoice>) -> Outcome<CloseRun> {
        let now = self.now();
        self.close_each(&|_, _| {}, &|agreement| due_months(agreement, now)).await
    }

    async fn close_each(
        &self,
        progress: &(dyn Fn(u64, u64) + Sync),
        months: &(dyn Fn(&Agreement) -> Vec<Days> + Sync),
    ) -> Outcome<CloseRun> {
        let mut run = CloseRun::default();
        let of = self.store().tenants_count(None).await?;
        let mut done = 0;
        let mut after: Option<TenantName> = None;
        loop {
            let page =
                self.store().tenants(TenantPage { after: after.as_ref(), search: None, limit: PAGE_ROWS }).await?;
            let Some(last) = page.last() else { return Ok(run) };
            after = Some(last.tenant.name.clone());
            let mut billables = Vec::new();
            for terms in page {
                done += 1;
                let agreement = Arc::new(self.prepare_terms(terms).await?);
                let days = months(&agreement);
                let ruled = days.into_iter().filter(|days| agreement.for_days(*days).is_some());
                billables.extend(ruled.map(|days| Billable { agreement: agreement.clone(), days }));
                if billables.len() >= CLOSE_CHUNK_ROWS {
                    self.close_chunk(&std::mem::take(&mut billables), &mut run).await?;
                    progress(done, of);
                }
            }
            self.close_chunk(&billables, &mut run).await?;
            progress(done, of);
        }
    }

    /// Many in one transaction; if one of them cannot be closed, each on its own, so that it spoils no other.
    async fn close_chunk(&self, billables: &[Billable], run: &mut CloseRun) -> Outcome<()> {
        if billables.is_empty() {
            return Ok(());
        }
        match self.close_together(billables).await {
            Ok(closed) => {
                closed.iter().for_each(|closed| run.count(closed));
                return Ok(());
            }
            Err(failure) if failure.kind == Kind::Unavailable && billables.len() == 1 => return Err(failure),
            Err(_) => {}
        }
        for billable in billables {
            match self.close_together(std::slice::from_ref(billable)).await {
                Ok(closed) => closed.iter().for_each(|closed| run.count(closed)),
                Err(failure) if failure.kind == Kind::Unavailable => return Err(failure),
                Err(failure) => {
                    tracing::error!(tenant = %billable.agreement.tenant.name, failure = chain(&failure), "not closed");
                    run.failed.push((billable.agreement.tenant.name.clone(), failure.public));
                }
            }
        }
        Ok(())
    }

    async fn close_together(&self, billables: &[Billable]) -> Outcome<Vec<Closed>> {
        let mut tx = self.store().closing().await?;
        let mut closed = Vec::with_capacity(billables.len());
        for billable in billables {
            closed.push(self.close_in(&mut tx, billable).await?);
        }
        tx.commit().await?;
        Ok(closed)
    }
}

impl CloseRun {
    fn count(&mut self, closed: &Closed) {
        match closed {
            Closed::Now(_) => self.closed += 1,
            Closed::Already(_) => self.already += 1,
        }
    }
}

/// How many months back a run looks for a month nobody closed.
const DUE_MONTHS_MAX: usize = 24;

/// The ended months of an agreement whose grace is over, oldest first. Months that were over before their contract was
/// recorded are history somebody is bringing in: only `purvey close` closes them.
fn due_months(agreement: &Agreement, now: Timestamp) -> Vec<Days> {
    let (Some(first), Some(last)) = (agreement.contracts.first(), agreement.contracts.last()) else { return vec![] };
    let grace = i64::from(last.business.options.close_after_hours).hours();
    let ended_by = now.checked_sub(grace).unwrap_or(Timestamp::MIN).to_zoned(last.zone.clone()).date();
    let mut month = Days::month_of(ended_by);
    let mut months = Vec::new();
    for _ in 0..DUE_MONTHS_MAX {
        month = Days::month_of(month.first.yesterday().unwrap_or(Date::MIN));
        if month.after <= first.contract.start {
            break;
        }
        if agreement.for_days(month).is_some_and(|terms| !is_history(month, terms)) {
            months.push(month);
        }
    }
    months.reverse();
    months
}

fn is_history(month: Days, terms: &InForce) -> bool {
    month.after <= terms.created.to_zoned(terms.zone.clone()).date()
}
