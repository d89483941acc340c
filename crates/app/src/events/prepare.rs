//! Measuring events before they are written: which terms, which day, whether in time.

use std::{collections::HashMap, sync::Arc};

use billing::usage::{Event, Measure, Refusal};
use kernel::{
    access::Actor,
    id::TenantName,
    time::{Date, Timestamp, ToSpan},
};
use store::{Batch, KindId, Row, SourceId, event_digest};

use super::{
    IncomingEvent, Parsed,
    receive::{NotAccepted, Reason},
};
use crate::terms::{Agreement, InForce};

/// What is known of the names in a request: agreements by subject, row ids by text.
pub(crate) struct Names {
    pub agreements: HashMap<String, Arc<Agreement>>,
    pub sources: HashMap<String, SourceId>,
    pub kinds: HashMap<String, KindId>,
}

/// A request measured: what to write, and what not.
pub(crate) struct Prepared {
    pub batch: Batch,
    /// The request's index of each row in the batch.
    pub indexes: Vec<usize>,
    pub refused: Vec<NotAccepted>,
}

pub(crate) struct Preparer<'p> {
    pub actor: &'p Actor,
    pub now: Timestamp,
    pub names: &'p Names,
}

impl<'p> Preparer<'p> {
    pub fn prepare(&self, events: &'p [Parsed<'p>], caller: u64) -> Prepared {
        let mut prepared = Prepared {
            batch: Batch::new(caller, events.len()),
            indexes: Vec::with_capacity(events.len()),
            refused: vec![],
        };
        let mut calendar = None;
        for (index, event) in events.iter().enumerate() {
            let pushed = match event {
                Err(malformed) => {
                    Err((malformed.id.clone(), Refused::from((Reason::Malformed, malformed.why.clone()))))
                }
                Ok(event) => self
                    .push(event, &mut prepared.batch, &mut calendar)
                    .map_err(|refused| (Some(event.id.as_ref().to_owned()), refused)),
            };
            match pushed {
                Ok(()) => prepared.indexes.push(index),
                Err((id, Refused { reason, detail, ours })) => {
                    prepared.refused.push(NotAccepted { index, id, reason, detail, ours });
                }
            }
        }
        prepared
    }

    fn push<'e>(
        &self,
        event: &'e IncomingEvent<'e>,
        batch: &mut Batch,
        calendar: &mut Option<Calendar<'p>>,
    ) -> Result<(), Refused> {
        let at = event.time.unwrap_or(self.now);
        let in_force = self.terms(event, at)?;
        let day = Calendar::look(calendar, in_force, at);
        self.in_time(day, in_force, at)?;
        let attributes = event.attributes().map_err(|error| (Reason::Malformed, error.to_string()))?;
        let seen = Event { kind: &event.kind, id: &event.id, at, attributes: &attributes };
        let mut measures: Vec<Measure<'_>> = Vec::with_capacity(4);
        in_force.tariff.measure(&seen, &mut measures).map_err(|refusal| refused(&refusal, in_force))?;
        let (Some(source), Some(kind)) =
            (self.names.sources.get(event.source.as_ref()), self.names.kinds.get(event.kind.as_ref()))
        else {
            return Err((Reason::UnknownType, format!("no meter listens to events of type '{}'", event.kind)).into());
        };
        // An event without a time of its own is the same event whenever it is sent again.
        let dated = event.time.unwrap_or(Timestamp::UNIX_EPOCH);
        let row = Row {
            source: *source,
            kind: *kind,
            id: &event.id,
            at,
            received: self.now,
            digest: event_digest(&event.kind, dated, event.data, &event.extensions),
            data: event.data,
            extensions: &event.extensions,
            day: day.date,
        };
        batch.push(&in_force.totals, row, &measures).map_err(|error| (Reason::Malformed, error.to_string()))?;
        Ok(())
    }

    fn terms(&self, event: &IncomingEvent<'_>, at: Timestamp) -> Result<&'p InForce, (Reason, String)> {
        let own = self.actor.confined_to().map(TenantName::as_str);
        let subject = match (event.subject.as_deref(), own) {
            (Some(subject), Some(own)) if subject != own => {
                return Err((Reason::ForeignTenant, "the key belongs to another tenant than the subject names".into()));
            }
            (Some(subject), _) => subject,
            (None, Some(own)) => own,
            (None, None) => return Err((Reason::UnknownTenant, "'subject' is missing; it names the tenant".into())),
        };
        let agreement = self
            .names
            .agreements
            .get(subject)
            .ok_or_else(|| (Reason::UnknownTenant, format!("there is no tenant '{subject}'")))?;
        agreement.at(at).ok_or_else(|| {
            (
                Reason::NoContract,
                format!("tenant '{subject}' has no contract on {at}; start one, then replay the event"),
            )
        })
    }

    /// The stated policy for late and future events.
    fn in_time(&self, day: &Calendar<'_>, in_force: &InForce, at: Timestamp) -> Result<(), (Reason, String)> {
        let options = &in_force.business.options;
        let ahead = at.as_second().saturating_sub(self.now.as_second());
        if ahead > i64::from(options.future_seconds_max) {
            let text = format!(
                "the event is {ahead} s ahead of the clock; at most {} s are taken",
                options.future_seconds_max
            );
            return Err((Reason::TooFarAhead, text));
        }
        if self.now > day.late_from {
            let text = format!(
                "its month ended more than {} days ago; options.late_events in the business file says how many",
                options.late_days_max
            );
            return Err((Reason::TooLate, text));
        }
        Ok(())
    }
}

/// Why an event is not taken.
struct Refused {
    reason: Reason,
    detail: String,
    /// It speaks of a meter that the tenant is not charged for: ours alone.
    ours: bool,
}

impl From<(Reason, String)> for Refused {
    fn from((reason, detail): (Reason, String)) -> Self {
        Self { reason, detail, ours: false }
    }
}

fn refused(refusal: &Refusal, in_force: &InForce) -> Refused {
    let (reason, meter) = match refusal {
        Refusal::NoMeter(_) => (Reason::UnknownType, None),
        Refusal::Unrated { .. } => (Reason::Unrated, None),
        Refusal::Missing { meter, .. } | Refusal::Unusable { meter, .. } | Refusal::OutOfRange { meter } => {
            (Reason::Unusable, Some(meter))
        }
    };
    let ours = meter.is_some_and(|meter| !in_force.charges_by(meter));
    Refused { reason, detail: refusal.to_string(), ours }
}

/// The local day of the last event looked at: events come in order of time, so it is mostly the same day again.
struct Calendar<'t> {
    of: &'t InForce,
    start: Timestamp,
    end: Timestamp,
    date: Date,
    /// After this instant, events of the day's month come too late.
    late_from: Timestamp,
}

impl<'t> Calendar<'t> {
    fn look<'c>(kept: &'c mut Option<Self>, of: &'t InForce, at: Timestamp) -> &'c Self {
        let fits = kept.as_ref().is_some_and(|day| std::ptr::eq(day.of, of) && day.start <= at && at < day.end);
        if !fits {
            *kept = None;
        }
        kept.get_or_insert_with(|| Self::of(of, at))
    }

    fn of(of: &'t InForce, at: Timestamp) -> Self {
        let date = at.to_zoned(of.zone.clone()).date();
        let instant = |date: Date, otherwise: Timestamp| {
            date.to_zoned(of.zone.clone()).map_or(otherwise, |zoned| zoned.timestamp())
        };
        let month_end = instant(date.first_of_month().saturating_add(1.month()), Timestamp::MAX);
        let grace = i64::from(of.business.options.late_days_max) * 24;
        Self {
            of,
            start: instant(date, at),
            end: instant(date.saturating_add(1.day()), at),
            date,
            late_from: month_end.checked_add(grace.hours()).unwrap_or(Timestamp::MAX),
        }
    }
}
