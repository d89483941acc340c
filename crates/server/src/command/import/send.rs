use std::time::{Duration, Instant};

use anyhow::Result;
use app::{
    Actor, App,
    events::{Reason, Receipt},
    idempotency::{Answer, Known},
};
use kernel::Kind;

use super::chunk::Chunk;

/// How long a database that does not answer, or is busy, is asked again.
const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(200);
const PAUSE_MAX: Duration = Duration::from_secs(5);

/// What became of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub accepted: usize,
    pub duplicate: usize,
    pub conflict: usize,
    pub rejected: usize,
    pub passed: usize,
}

/// One chunk's outcome, with the lines of what was refused.
pub struct Sent {
    pub counts: Counts,
    pub refused: Vec<(u64, String)>,
}

/// Sends a chunk, unless it was taken whole before.
pub async fn send(app: &App, chunk: &Chunk) -> Result<Sent> {
    let operator = Actor::operator();
    let digest = chunk.digest();
    let key = format!("import:{}", digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    if let Known::Answered(_) = app.recall(&operator, &key, &digest).await? {
        let counts = Counts { duplicate: chunk.rows.len(), ..Counts::default() };
        return Ok(Sent { counts, refused: vec![] });
    }
    let (events, lines) = chunk.events();
    let receipt = receive(app, &operator, &events).await?;
    let refused = receipt.not_accepted.iter().map(|entry| {
        let line = lines.get(entry.index).copied().unwrap_or_default();
        (line, told(entry.reason, &entry.detail))
    });
    let refused: Vec<_> = refused.collect();
    if refused.is_empty() {
        // What was refused may be accepted another time, so only whole chunks are passed over then.
        let answer = Answer { status: 200, content_type: "text/plain".into(), body: vec![] };
        app.remember(&operator, &key, &digest, &answer).await?;
    }
    let Receipt { accepted, duplicate, conflict, rejected, .. } = receipt;
    Ok(Sent { counts: Counts { accepted, duplicate, conflict, rejected, passed: 0 }, refused })
}

/// Asks again while the database is busy or away: events that were taken after all count once.
async fn receive(app: &App, operator: &Actor, events: &[app::events::Parsed<'_>]) -> Result<Receipt> {
    let began = Instant::now();
    let mut pause = PAUSE;
    loop {
        match app.receive(operator, events.to_vec()).await {
            Err(failure)
                if matches!(failure.kind, Kind::Exhausted | Kind::Unavailable) && began.elapsed() < PATIENCE =>
            {
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(PAUSE_MAX);
            }
            received => return Ok(received?),
        }
    }
}

fn told(reason: Reason, detail: &str) -> String {
    match reason {
        Reason::Malformed => detail.to_owned(),
        reason => format!("{detail} ({})", reason.code()),
    }
}

impl Counts {
    pub fn add(&mut self, other: &Self) {
        self.accepted += other.accepted;
        self.duplicate += other.duplicate;
        self.conflict += other.conflict;
        self.rejected += other.rejected;
        self.passed += other.passed;
    }

    /// The outcome of one file in words.
    pub fn sentence(&self, file: &str) -> String {
        let parts = [
            (self.duplicate, "there before"),
            (self.conflict, "in conflict with events there before"),
            (self.rejected, "rejected (see: purvey rejected list)"),
            (self.passed, "calls not answered"),
        ];
        let mut text = format!("{file}: {} accepted", self.accepted);
        for (count, what) in parts.into_iter().filter(|(count, _)| *count > 0) {
            text += &format!(", {count} {what}");
        }
        text
    }
}
