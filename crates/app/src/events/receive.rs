use std::collections::{BTreeSet, HashMap};

use kernel::{
    Can, Kind,
    access::{Actor, ask},
    error::Failure,
    id::{RejectedId, TenantName},
};
use store::{Fate, IngestError, NewRejected};

use super::{
    Parsed,
    prepare::{Names, Preparer},
};
use crate::{App, Outcome, limits::EVENTS_PER_REQUEST_MAX, terms::bug};

/// How often a request is measured again because terms changed under it.
const STALE_TIMES_MAX: usize = 5;

/// What became of each event of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    pub accepted: usize,
    /// Seen before, with the same content: counted once.
    pub duplicate: usize,
    /// Seen before with other content: kept in the rejected queue.
    pub conflict: usize,
    pub rejected: usize,
    /// One entry for each event that was neither accepted nor a duplicate.
    pub not_accepted: Vec<NotAccepted>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAccepted {
    /// Position in the request, from 0.
    pub index: usize,
    pub id: Option<String>,
    pub reason: Reason,
    pub detail: String,
    /// The detail speaks of a meter that the tenant is not charged for: for the operator, never for a client.
    pub ours: bool,
}

/// Why an event was not accepted. The text is stable, for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    Malformed,
    UnknownTenant,
    /// The key belongs to another tenant.
    ForeignTenant,
    NoContract,
    UnknownType,
    Unusable,
    Unrated,
    TooLate,
    TooFarAhead,
    Conflict,
}

impl Reason {
    pub const ALL: [Self; 10] = [
        Self::Malformed,
        Self::UnknownTenant,
        Self::ForeignTenant,
        Self::NoContract,
        Self::UnknownType,
        Self::Unusable,
        Self::Unrated,
        Self::TooLate,
        Self::TooFarAhead,
        Self::Conflict,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::UnknownTenant => "unknown_tenant",
            Self::ForeignTenant => "foreign_tenant",
            Self::NoContract => "no_contract",
            Self::UnknownType => "unknown_type",
            Self::Unusable => "unusable",
            Self::Unrated => "unrated",
            Self::TooLate => "too_late",
            Self::TooFarAhead => "too_far_ahead",
            Self::Conflict => "conflict",
        }
    }
}

impl App {
    /// Takes events in. When this returns, the accepted ones are on disk and in the running totals, each once.
    /// Fails as a whole with `Exhausted` (too much at once: try again later) or `Unavailable`; then sending the same
    /// events again is safe: what was taken after all is answered as duplicate.
    pub async fn receive(&self, actor: &Actor, events: Vec<Parsed<'_>>) -> Outcome<Receipt> {
        let _: Can<ask::SendEvents> = actor.can()?;
        if events.len() > EVENTS_PER_REQUEST_MAX {
            let text =
                format!("A request holds at most {EVENTS_PER_REQUEST_MAX} events; this one has {}.", events.len());
            return Err(Failure::new(Kind::Invalid, text));
        }
        let receipt = self.take(actor, &events).await?;
        self.keep_rejected(actor, &events, &receipt.not_accepted).await?;
        Ok(receipt)
    }

    /// The same without keeping what was not accepted: a replayed event is kept already.
    pub(crate) async fn take(&self, actor: &Actor, events: &[Parsed<'_>]) -> Outcome<Receipt> {
        // Terms are read from memory; if they changed meanwhile the store says so, and the events are measured again.
        for _ in 0..STALE_TIMES_MAX {
            let names = self.names(actor, events).await?;
            let prepared = Preparer { actor, now: self.now(), names: &names }.prepare(events, caller(actor));
            let outcome = match self.inner.ingest.submit(prepared.batch).await {
                Err(IngestError::Stale) => {
                    self.inner.terms.forget(names.agreements.values().map(|agreement| &agreement.tenant.name));
                    continue;
                }
                other => other.map_err(not_taken)?,
            };
            return Ok(receipt(events, &prepared.indexes, prepared.refused, &outcome));
        }
        Err(not_taken(IngestError::Busy))
    }

    /// Reads what the events name: tenants, sources, types.
    async fn names(&self, actor: &Actor, events: &[Parsed<'_>]) -> Outcome<Names> {
        let mut subjects: BTreeSet<&str> = actor.confined_to().map(TenantName::as_str).into_iter().collect();
        let (mut sources, mut kinds) = (BTreeSet::new(), BTreeSet::new());
        for event in events.iter().flatten() {
            subjects.extend(event.subject.as_deref());
            sources.insert(event.source.as_ref());
            kinds.insert(event.kind.as_ref());
        }
        let mut agreements = HashMap::with_capacity(subjects.len());
        for subject in subjects {
            // What cannot name a tenant names none.
            let Ok(name) = subject.parse::<TenantName>() else { continue };
            if let Some(agreement) = self.agreement_cached(&name).await? {
                agreements.insert(subject.to_owned(), agreement);
            }
        }
        // Only types that some contract's meters listen to become rows: the senders' words do not fill our tables.
        let listens = |kind: &&str| {
            let mut contracts = agreements.values().flat_map(|agreement| &agreement.contracts);
            contracts.any(|contract| contract.tariff.listens_to(kind))
        };
        let kinds: Vec<&str> = kinds.into_iter().filter(listens).collect();
        let sources: Vec<&str> = if kinds.is_empty() { vec![] } else { sources.into_iter().collect() };
        let source_ids = self.store().sources(&sources).await?;
        let kind_ids = self.store().kinds(&kinds).await?;
        Ok(Names {
            agreements,
            sources: owned(&sources).zip(source_ids).collect(),
            kinds: owned(&kinds).zip(kind_ids).collect(),
        })
    }

    async fn keep_rejected(&self, actor: &Actor, events: &[Parsed<'_>], entries: &[NotAccepted]) -> Outcome<()> {
        if entries.is_empty() {
            return Ok(());
        }
        let received = self.now();
        let own = actor.confined_to().map(TenantName::as_str);
        let rows: Vec<NewRejected<'_>> = entries
            .iter()
            .filter_map(|entry| {
                let (subject, raw) = match events.get(entry.index)? {
                    Ok(event) => (event.subject.as_deref(), event.raw),
                    Err(malformed) => (None, malformed.raw),
                };
                Some(NewRejected {
                    id: RejectedId::fresh(&*self.inner.clock, &*self.inner.entropy),
                    received,
                    subject: subject.or(own),
                    event_id: entry.id.as_deref(),
                    reason: entry.reason.code(),
                    detail: &entry.detail,
                    raw,
                })
            })
            .collect();
        Ok(self.store().reject(&rows).await?)
    }
}

fn receipt(events: &[Parsed<'_>], indexes: &[usize], refused: Vec<NotAccepted>, outcome: &store::Outcome) -> Receipt {
    let mut receipt = Receipt {
        accepted: outcome.accepted,
        duplicate: outcome.duplicate,
        conflict: outcome.conflict,
        rejected: refused.len(),
        not_accepted: refused,
    };
    for (position, fate) in &outcome.others {
        let (Fate::Conflict, Some(&index)) = (fate, indexes.get(*position)) else { continue };
        let id = events.get(index).and_then(|event| event.as_ref().ok()).map(|event| event.id.as_ref().to_owned());
        let detail = "an event with this source and id, but other content, was accepted before".to_owned();
        receipt.not_accepted.push(NotAccepted { index, id, reason: Reason::Conflict, detail, ours: false });
    }
    receipt.not_accepted.sort_by_key(|entry| entry.index);
    receipt
}

/// The same number for requests of the same sender.
fn caller(actor: &Actor) -> u64 {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut hasher = DefaultHasher::new();
    (actor.role(), actor.confined_to()).hash(&mut hasher);
    hasher.finish()
}

fn not_taken(error: IngestError) -> Failure {
    match error {
        IngestError::Busy | IngestError::Stale => {
            Failure::new(Kind::Exhausted, "Too many events are waiting; send these again in a second.")
        }
        IngestError::Unavailable => {
            let text = "The database does not answer. Send the same events again: none will count twice.";
            Failure::new(Kind::Unavailable, text)
        }
        refused @ IngestError::Refused(_) => bug(refused),
    }
}

fn owned<'t>(texts: &'t [&str]) -> impl Iterator<Item = String> + 't {
    texts.iter().map(|text| (*text).to_owned())
}
