use app::events::{NotAccepted, Receipt};
use serde::Serialize;
use utoipa::ToSchema;

use crate::layer::guard::Words;

/// What became of the events of a request.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EventReceipt {
    /// Stored and counted, each once.
    pub accepted: usize,
    /// Accepted before, with the same content: not counted again.
    pub duplicate: usize,
    /// Not countable; kept for the operator, who can replay them.
    pub rejected: usize,
    /// Accepted before, with other content: the first one stands, this one is kept for the operator.
    pub conflict: usize,
    /// One entry for each event that was rejected or in conflict, in the order of the request.
    pub errors: Vec<EventError>,
}

/// Why an event was not accepted.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EventError {
    /// Position in the request, from 0.
    pub index: usize,
    /// The event's own id, if it could be read.
    pub id: Option<String>,
    /// Stable, for programs: `malformed`, `unknown_tenant`, `foreign_tenant`, `no_contract`, `unknown_type`, `unusable`,
    /// `unrated`, `too_late`, `too_far_ahead`, `conflict`.
    #[schema(example = "unknown_type")]
    pub reason: &'static str,
    /// For people.
    pub detail: String,
    /// The detail is not for clients.
    #[serde(skip)]
    ours: bool,
}

impl EventReceipt {
    pub fn is_complete(&self) -> bool {
        self.rejected == 0 && self.conflict == 0
    }

    /// What a client reads. A detail that names something confidential, or a meter the client is not charged by, keeps silent: the event itself was dealt with,
    /// and the operator sees the reason in the queue.
    pub fn discreet(mut self, words: &Words) -> Self {
        for error in &mut self.errors {
            if error.ours || words.found_in(&error.detail).is_some() {
                error.detail = "The operator can see the reason.".into();
            }
            if error.id.as_deref().is_some_and(|id| words.found_in(id).is_some()) {
                error.id = None;
            }
        }
        self
    }
}

impl From<Receipt> for EventReceipt {
    fn from(receipt: Receipt) -> Self {
        let Receipt { accepted, duplicate, conflict, rejected, not_accepted } = receipt;
        let error = |NotAccepted { index, id, reason, detail, ours }: NotAccepted| EventError {
            index,
            id,
            reason: reason.code(),
            detail,
            ours,
        };
        Self { accepted, duplicate, rejected, conflict, errors: not_accepted.into_iter().map(error).collect() }
    }
}
