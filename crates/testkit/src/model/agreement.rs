use std::{collections::BTreeSet, rc::Rc};

use billing::usage::{Accumulator, Attributes, Event, Readings, Tariff};
use kernel::{
    Kind, Period,
    time::{Date, TimeZone, Timestamp},
};
use model::{Business, Contract};

use super::{Agreed, Tenant};
use crate::scenario::{Done, Refused};

impl Tenant {
    /// A contract of the current version from a day on. The earliest may begin on any day, all others on the first of
    /// a month; no two begin the same day, and none within what is invoiced.
    pub(super) fn start(&mut self, contract: &Contract, business: Rc<Business>) -> Result<Done<()>, Refused> {
        let own = self.zone.as_deref().and_then(|zone| TimeZone::get(zone).ok());
        let zone = own.clone().unwrap_or_else(|| business.zone.clone());
        let contract = Contract { title: self.title.clone(), zone: own, ..contract.clone() };
        Tariff::new(&business, &contract).map_err(|_| Refused(Kind::Invalid))?;
        let mut starts: BTreeSet<Date> = self.contracts.iter().map(|known| known.contract.start).collect();
        starts.insert(contract.start);
        if starts.iter().skip(1).any(|start| start.day() != 1) {
            return Err(Refused(Kind::Invalid));
        }
        if let Some(known) = self.contracts.iter().find(|known| known.contract.start == contract.start) {
            let Contract { plan, quantities, prices, .. } = &known.contract;
            let same = (plan, quantities, prices) == (&contract.plan, &contract.quantities, &contract.prices)
                && known.business.digest == business.digest;
            return if same { Ok(Done::Already(())) } else { Err(Refused(Kind::Conflict)) };
        }
        let agreed = Agreed { contract, business, zone };
        if self.issued.iter().any(|issued| agreed.begins() < issued.period.end) {
            return Err(Refused(Kind::Conflict));
        }
        self.contracts.push(agreed);
        self.contracts.sort_by_key(|agreed| agreed.contract.start);
        Ok(Done::Now(()))
    }

    /// The contract that rules at an instant.
    pub(super) fn agreed_at(&self, at: Timestamp) -> Option<&Agreed> {
        self.contracts.iter().rev().find(|agreed| agreed.begins() <= at)
    }

    /// The contract that rules a period, the latest that begins before it is over, and the period in its zone.
    pub(super) fn agreed_for(&self, period: &str) -> Result<(&Agreed, Period), Refused> {
        let rules = |agreed: &&Agreed| {
            let period = Period::parse(period, &agreed.zone);
            period.is_ok_and(|period| agreed.begins() < period.end)
        };
        let agreed = self.contracts.iter().rev().find(rules).ok_or(Refused(Kind::NotFound))?;
        let period = Period::parse(period, &agreed.zone).map_err(|_| Refused(Kind::Invalid))?;
        let month = Period::month_of(period.first_day(&agreed.zone), &agreed.zone);
        if month == Ok(period) { Ok((agreed, period)) } else { Err(Refused(Kind::Invalid)) }
    }

    /// What the accepted events of a period come to under one contract.
    pub(super) fn readings(&self, agreed: &Agreed, period: Period) -> Readings {
        let tariff = agreed.tariff();
        let mut total = Accumulator::new(&tariff, period);
        for event in self.events.values() {
            let attributes = Attributes::parse(&event.data).unwrap_or_default();
            let seen = Event { kind: &event.kind, id: &event.id, at: event.time, attributes: &attributes };
            // Each was measured when it was accepted, so none is refused here.
            let _ = total.add(&seen);
        }
        total.readings().unwrap_or_default()
    }
}

impl Agreed {
    /// Midnight of the first day.
    pub(super) fn begins(&self) -> Timestamp {
        let start = self.contract.start.to_zoned(self.zone.clone());
        start.map_or(Timestamp::MAX, |zoned| zoned.timestamp())
    }

    pub(super) fn tariff(&self) -> Tariff {
        // It was compiled once already when the contract started.
        Tariff::new(&self.business, &self.contract).unwrap_or_else(|error| unreachable!("{error}"))
    }
}
