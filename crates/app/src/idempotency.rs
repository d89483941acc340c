//! `Idempotency-Key`: the same request twice has one effect and one answer.

use kernel::{access::Actor, error::Failure, error::Kind};
use store::KeptAnswer;

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
    pub async fn recall(&self, actor: &Actor, key: &str, request_digest: &[u8; 32]) -> Outcome<Known> {
        match self.store().recall(&owner(actor), key).await? {
            None => Ok(Known::New),
            Some(kept) => answered(kept, request_digest),
        }
    }

    /// Keeps an answer. If two requests raced, the first answer stays.
    pub async fn remember(&self, actor: &Actor, key: &str, request_digest: &[u8; 32], answer: &Answer) -> Outcome<()> {
        let kept = KeptAnswer {
            request_digest: *request_digest,
            status: answer.status,
            content_type: answer.content_type.clone(),
            body: answer.body.clone(),
            created: self.now(),
        };
        self.store().remember(&owner(actor), key, &kept).await?;
        Ok(())
    }
}

fn owner(actor: &Actor) -> String {
    match actor.confined_to() {
        Some(tenant) => format!("tenant:{tenant}"),
        None => format!("{:?}", actor.role()).to_lowercase(),
    }
}

fn answered(kept: KeptAnswer, request_digest: &[u8; 32]) -> Outcome<Known> {
    if kept.request_digest != *request_digest {
        let text = "This Idempotency-Key was used for another request. Use a new key for a new request.";
        return Err(Failure::new(Kind::Conflict, text));
    }
    let KeptAnswer { status, content_type, body, .. } = kept;
    Ok(Known::Answered(Answer { status, content_type, body }))
}
