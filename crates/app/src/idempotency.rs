//! `Idempotency-Key`: the same request twice has one effect and one answer.

use kernel::access::Actor;

use crate::{App, Outcome};

/// The answer kept for a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub content_type: String,
    pub body: Vec<u8>,
}

/// What is known about a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// Never seen: do the work, then [`App::remember`] the answer.
    New,
    /// Done before with the same request: give this answer again.
    Answered(Answer),
}

impl App {
    /// Looks a key up. `Conflict` if it was used for another request. Keys are the actor's own.
    pub async fn recall(&self, _actor: &Actor, _key: &str, _request_digest: &[u8; 32]) -> Outcome<Known> {
        todo!()
    }

    /// Keeps an answer. If two requests raced, the first answer stays.
    pub async fn remember(
        &self,
        _actor: &Actor,
        _key: &str,
        _request_digest: &[u8; 32],
        _answer: &Answer,
    ) -> Outcome<()> {
        todo!()
    }
}
