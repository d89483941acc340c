use billing::usage::{self, Attributes, Refusal};
use kernel::time::{SignedDuration, ToSpan};

use super::{Agreed, Model};
use crate::scenario::Event;

impl Model {
    /// Takes one event: `true` if it is new, `false` if it is known; otherwise the code of the reason.
    pub(super) fn accept(&mut self, event: &Event) -> Result<bool, &'static str> {
        let now = self.now;
        let tenant = self.tenants.get_mut(&event.subject).ok_or("unknown_tenant")?;
        let agreed = tenant.agreed_at(event.time).ok_or("no_contract")?;
        agreed.in_time(event, now)?;
        let attributes = Attributes::parse(&event.data).map_err(|_| "malformed")?;
        let seen = usage::Event { kind: &event.kind, id: &event.id, at: event.time, attributes: &attributes };
        agreed.tariff().measure(&seen, &mut Vec::new()).map_err(|refusal| match refusal {
            Refusal::NoMeter(_) => "unknown_type",
            Refusal::Unrated { .. } => "unrated",
            Refusal::Missing { .. } | Refusal::Unusable { .. } | Refusal::OutOfRange { .. } => "unusable",
        })?;
        match tenant.events.get(&event.id) {
            None => {
                tenant.events.insert(event.id.clone(), event.clone());
                Ok(true)
            }
            Some(known) if known == event => Ok(false),
            Some(_) => Err("conflict"),
        }
    }
}

impl Agreed {
    /// Events may be dated a little ahead, and come late until so many days after their month is over.
    fn in_time(&self, event: &Event, now: kernel::time::Timestamp) -> Result<(), &'static str> {
        let options = &self.business.options;
        if event.time.duration_until(now) < SignedDuration::from_secs(-i64::from(options.future_seconds_max)) {
            return Err("too_far_ahead");
        }
        let month = event.time.to_zoned(self.zone.clone()).date().first_of_month();
        let over = month.saturating_add(1.month()).to_zoned(self.zone.clone());
        let days = SignedDuration::from_hours(24 * i64::from(options.late_days_max));
        let is_late = over.is_ok_and(|over| over.timestamp().duration_until(now) > days);
        if is_late { Err("too_late") } else { Ok(()) }
    }
}
