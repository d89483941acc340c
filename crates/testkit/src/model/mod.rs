//! The reader of scenarios that knows only the rules: everything in memory, nothing but the pure crates.
//!
//! It is written from the stated policies and not from the program, so that the two can contradict each other.

mod agreement;
mod closing;
mod receiving;

use std::{collections::BTreeMap, rc::Rc};

use billing::{
    invoicing::{Bill, Invoice, Rated},
    usage::Readings,
};
use kernel::{
    Kind, Period,
    time::{TimeZone, Timestamp},
};
use model::{Business, Contract};

use crate::scenario::{Done, Entry, Event, Margin, NotAccepted, Receipt, Refused, Rejected, World};

/// A business in memory.
#[derive(Default)]
pub struct Model {
    now: Timestamp,
    versions: Vec<Rc<Business>>,
    tenants: BTreeMap<String, Tenant>,
    journal: Vec<Entry>,
    rejected: Vec<(Event, String)>,
}

struct Tenant {
    title: String,
    zone: Option<String>,
    /// The earliest first.
    contracts: Vec<Agreed>,
    /// Accepted events by id.
    events: BTreeMap<String, Event>,
    issued: Vec<Issued>,
}

#[derive(Clone)]
struct Agreed {
    contract: Contract,
    business: Rc<Business>,
    zone: TimeZone,
}

struct Issued {
    period: Period,
    agreed: Agreed,
    /// What has been billed for the period by now, corrections included.
    billed: Readings,
    paper: (Invoice, Margin),
}

impl World for Model {
    fn set_clock(&mut self, now: Timestamp) {
        self.now = now;
    }

    fn apply_business(&mut self, text: &str) -> Result<Done<()>, Refused> {
        let business = model::parse(text, "business.toml").map_err(|_| Refused(Kind::Invalid))?;
        if self.versions.last().is_some_and(|last| last.digest == business.digest) {
            return Ok(Done::Already(()));
        }
        self.versions.push(Rc::new(business));
        Ok(Done::Now(()))
    }

    fn add_tenant(&mut self, name: &str, title: &str, zone: Option<&str>) -> Result<Done<()>, Refused> {
        if zone.is_some_and(|zone| TimeZone::get(zone).is_err()) {
            return Err(Refused(Kind::Invalid));
        }
        match self.tenants.get(name) {
            Some(known) if known.title == title && known.zone.as_deref() == zone => Ok(Done::Already(())),
            Some(_) => Err(Refused(Kind::Conflict)),
            None => {
                let (contracts, issued) = (Vec::new(), Vec::new());
                let (title, zone) = (title.to_owned(), zone.map(str::to_owned));
                let tenant = Tenant { title, zone, contracts, events: BTreeMap::new(), issued };
                self.tenants.insert(name.to_owned(), tenant);
                Ok(Done::Now(()))
            }
        }
    }

    fn start_contract(&mut self, contract: &Contract) -> Result<Done<()>, Refused> {
        let business = self.versions.last().ok_or(Refused(Kind::Invalid))?.clone();
        self.tenant_mut(contract.tenant.as_str())?.start(contract, business)
    }

    fn receive(&mut self, events: &[Event]) -> Result<Receipt, Refused> {
        let mut receipt = Receipt::default();
        for event in events {
            match self.accept(event) {
                Ok(true) => receipt.accepted += 1,
                Ok(false) => receipt.duplicate += 1,
                Err(reason) => {
                    self.keep(event, reason);
                    receipt.not_accepted.push(NotAccepted { id: event.id.clone(), reason: reason.to_owned() });
                }
            }
        }
        Ok(receipt)
    }

    fn close(&mut self, tenant: &str, period: &str) -> Result<Done<(Invoice, Margin)>, Refused> {
        self.issue(tenant, period)
    }

    fn rated(&mut self, tenant: &str, period: &str) -> Result<Rated, Refused> {
        let tenant = self.tenant(tenant)?;
        let (agreed, period) = tenant.agreed_for(period)?;
        billing::invoicing::bill(&agreed.business, &agreed.contract, period, &tenant.readings(agreed, period))
            .map_err(|_| Refused(Kind::Invalid))
    }

    fn bill(&mut self, tenant: &str, period: &str) -> Result<Bill, Refused> {
        self.rated(tenant, period).map(|rated| rated.bill)
    }

    fn journal(&mut self) -> Vec<Entry> {
        self.journal.clone()
    }

    fn rejected(&mut self) -> Vec<Rejected> {
        let look = |(event, reason): &(Event, String)| Rejected {
            id: event.id.clone(),
            subject: event.subject.clone(),
            reason: reason.clone(),
        };
        self.rejected.iter().map(look).collect()
    }

    fn replay(&mut self) -> Receipt {
        let mut receipt = Receipt::default();
        for (event, reason) in std::mem::take(&mut self.rejected) {
            match self.accept(&event) {
                Ok(true) => receipt.accepted += 1,
                Ok(false) => receipt.duplicate += 1,
                Err(again) => {
                    receipt.not_accepted.push(NotAccepted { id: event.id.clone(), reason: again.to_owned() });
                    self.rejected.push((event, reason));
                }
            }
        }
        receipt
    }

    fn proof(&mut self) -> Vec<String> {
        Vec::new()
    }
}

impl Model {
    /// The same event refused again for the same reason is one entry.
    fn keep(&mut self, event: &Event, reason: &str) {
        if !self.rejected.iter().any(|(kept, why)| (kept, why.as_str()) == (event, reason)) {
            self.rejected.push((event.clone(), reason.to_owned()));
        }
    }

    fn tenant(&self, name: &str) -> Result<&Tenant, Refused> {
        self.tenants.get(name).ok_or(Refused(Kind::NotFound))
    }

    fn tenant_mut(&mut self, name: &str) -> Result<&mut Tenant, Refused> {
        self.tenants.get_mut(name).ok_or(Refused(Kind::NotFound))
    }
}
