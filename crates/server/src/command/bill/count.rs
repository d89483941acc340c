//! From usage files to readings, in memory.

use anyhow::{Context as _, Result};
use app::events::{IncomingEvent, parse_ndjson};
use billing::usage::{Accumulator, Dedupe, Event, Readings, Seen, Tariff};
use kernel::{Kind, Period, error::Failure, time::Timestamp};
use model::{Business, Contract};

use crate::{
    files::{Complaints, Content, Input, Terms, bar, open},
    out,
};

/// What was left out, and is nobody's mistake.
#[derive(Debug, Default)]
struct Left {
    duplicates: u64,
    others: u64,
    outside: u64,
    passed: u64,
}

/// Counts the contract's usage in `period`; returns the readings and how many lines could not be used.
pub fn count(
    business: &Business,
    contract: &Contract,
    period: Period,
    inputs: &[Input],
    terms: &Terms,
) -> Result<(Readings, u64)> {
    let tariff = Tariff::new(business, contract).map_err(|error| super::explained(&error.into()))?;
    let begin = Period::between(contract.start, contract.start, contract.zone(business))?.start;
    let mut counter = Counter {
        accumulator: Accumulator::new(&tariff, period),
        dedupe: Dedupe::default(),
        tenant: contract.tenant.as_str(),
        begin,
        left: Left::default(),
    };
    let mut complaints = Complaints::default();
    let bar = bar(inputs);
    for input in inputs {
        let (name, watched) = (input.name(), bar.clone());
        let rows =
            open(input, terms, move |bytes| watched.inc(bytes)).with_context(|| format!("Cannot read {name}."))?;
        for row in rows {
            let row = row.with_context(|| format!("Cannot read on in {name}."))?;
            match row.content {
                Content::Passed(_) => counter.left.passed += 1,
                Content::Unreadable { why, .. } => bar.suspend(|| complaints.tell(&name, row.line, &why)),
                Content::Event(text) => {
                    if let Err(why) = counter.add(&text) {
                        bar.suspend(|| complaints.tell(&name, row.line, &why));
                    }
                }
            }
        }
    }
    bar.finish_and_clear();
    complaints.close();
    counter.left.tell();
    let readings = counter.accumulator.readings().map_err(|error| Failure::new(Kind::Invalid, error.to_string()))?;
    Ok((readings, complaints.count()))
}

struct Counter<'c> {
    accumulator: Accumulator<'c>,
    dedupe: Dedupe,
    tenant: &'c str,
    /// The contract's first instant.
    begin: Timestamp,
    left: Left,
}

impl Counter<'_> {
    /// Adds the one event that `text` holds, or says why it cannot be used.
    fn add(&mut self, text: &str) -> Result<(), String> {
        for parsed in parse_ndjson(text.as_bytes())? {
            self.add_event(&parsed.map_err(|malformed| malformed.why)?)?;
        }
        Ok(())
    }

    fn add_event(&mut self, event: &IncomingEvent<'_>) -> Result<(), String> {
        match event.subject.as_deref() {
            Some(subject) if subject == self.tenant => {}
            Some(_) => {
                self.left.others += 1;
                return Ok(());
            }
            None => return Err("the event does not say whose it is ('subject')".into()),
        }
        let at = event.time.ok_or("the event does not say when it was ('time')")?;
        if at < self.begin {
            self.left.outside += 1;
            return Ok(());
        }
        let digest = store::event_digest(&event.kind, at, event.data, &event.extensions);
        match self.dedupe.see(&event.source, &event.id, digest) {
            Seen::New => {}
            Seen::Duplicate => {
                self.left.duplicates += 1;
                return Ok(());
            }
            Seen::Conflict => {
                return Err(format!(
                    "another event with source '{}' and id '{}' came before it",
                    event.source, event.id
                ));
            }
        }
        let added = self.put(event, at);
        if added.is_err() {
            // As with events that come over HTTP: what was refused leaves its id to a corrected one.
            self.dedupe.forget(&event.source, &event.id);
        }
        added
    }

    fn put(&mut self, event: &IncomingEvent<'_>, at: Timestamp) -> Result<(), String> {
        let attributes = event.attributes().map_err(|error| error.to_string())?;
        let event = Event { kind: &event.kind, id: &event.id, at, attributes: &attributes };
        if !self.accumulator.add(&event).map_err(|refusal| refusal.to_string())? {
            self.left.outside += 1;
        }
        Ok(())
    }
}

impl Left {
    fn tell(&self) {
        let told = [
            (self.duplicates, "given twice and counted once"),
            (self.others, "of other tenants"),
            (self.outside, "outside the period"),
            (self.passed, "calls that were not answered"),
        ];
        for (count, what) in told.into_iter().filter(|(count, _)| *count > 0) {
            out::note(&format!("{count} left out: {what}"));
        }
    }
}
