use kernel::access::Actor;

use super::Parsed;
use crate::{App, Outcome};

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
    /// Fails as a whole with `Exhausted` (too much at once: try again later) or `Unavailable`; then nothing was taken.
    pub async fn receive(&self, _actor: &Actor, _events: Vec<Parsed<'_>>) -> Outcome<Receipt> {
        todo!()
    }
}
