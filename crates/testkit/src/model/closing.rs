use billing::{
    invoicing::{CloseFacts, Earlier, Inputs, Invoice, close},
    usage::Readings,
};
use kernel::{Clock, Entropy, Kind, Period, id::InvoiceId, time::Timestamp};

use super::{Issued, Model, Tenant};
use crate::scenario::{Done, Entry, Margin, Refused};

impl Model {
    /// Issues the invoice of an ended period, once.
    pub(super) fn issue(&mut self, name: &str, period: &str) -> Result<Done<(Invoice, Margin)>, Refused> {
        let number = self.tenants.values().map(|tenant| tenant.issued.len() as u64).sum::<u64>() + 1;
        let now = self.now;
        let tenant = self.tenant(name)?;
        let (agreed, period) = tenant.agreed_for(period)?;
        if let Some(issued) = tenant.issued.iter().find(|issued| issued.period == period) {
            return Ok(Done::Already(issued.paper.clone()));
        }
        if now < period.end {
            return Err(Refused(Kind::Invalid));
        }
        let readings = tenant.readings(agreed, period);
        let again = tenant.seen_again(period);
        let earlier: Vec<Earlier<'_>> = again.iter().map(|(issued, now)| issued.earlier(now)).collect();
        let closing = close(&CloseFacts {
            id: InvoiceId::fresh(&Still(now), &Still(now)),
            number,
            issued: now,
            business: &agreed.business,
            contract: &agreed.contract,
            period,
            readings: &readings,
            earlier: &earlier,
            inputs: Inputs { business_digest: agreed.business.digest.clone(), events: 0, events_digest: String::new() },
        })
        .map_err(|_| Refused(Kind::Invalid))?;
        let lines = closing.costs.lines.iter().map(|cost| (cost.line, cost.vendor.clone(), cost.settled)).collect();
        let margin = Margin { cost: closing.costs.total, margin: closing.costs.margin, lines };
        let postings = closing.postings.postings().iter();
        let entry = Entry {
            memo: closing.postings.memo().to_owned(),
            postings: postings.map(|posting| (posting.account.to_string(), posting.amount)).collect(),
        };
        let paper = (closing.invoice, margin);
        let billed: Vec<(Period, Readings)> = again.iter().map(|(issued, now)| (issued.period, now.clone())).collect();
        let issued = Issued { period, agreed: agreed.clone(), billed: readings, paper: paper.clone() };
        self.journal.push(entry);
        let tenant = self.tenant_mut(name)?;
        for (period, now) in billed {
            if let Some(corrected) = tenant.issued.iter_mut().find(|issued| issued.period == period) {
                corrected.billed = now;
            }
        }
        tenant.issued.push(issued);
        Ok(Done::Now(paper))
    }
}

impl Tenant {
    /// Earlier closed periods whose readings are no longer what was billed for them.
    fn seen_again(&self, period: Period) -> Vec<(&Issued, Readings)> {
        let before = self.issued.iter().filter(|issued| issued.period.start < period.start);
        let mut again: Vec<_> = before
            .map(|issued| (issued, self.readings(&issued.agreed, issued.period)))
            .filter(|(issued, now)| issued.billed != *now)
            .collect();
        again.sort_by_key(|(issued, _)| issued.period);
        again
    }
}

impl Issued {
    fn earlier<'e>(&'e self, now: &'e Readings) -> Earlier<'e> {
        let (business, contract) = (&*self.agreed.business, &self.agreed.contract);
        Earlier { business, contract, period: self.period, billed: &self.billed, now }
    }
}

/// A clock that stands, and entropy that has none: ids need only differ by time.
struct Still(Timestamp);

impl Clock for Still {
    fn now(&self) -> Timestamp {
        self.0
    }
}

impl Entropy for Still {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0);
    }
}
