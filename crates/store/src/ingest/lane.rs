//! A writer with a connection of its own.

use std::{sync::Arc, time::Duration};

use sqlx::{ConnectOptions as _, PgConnection, postgres::PgConnectOptions};
use tokio::sync::{Mutex, mpsc};

use super::{
    IngestError,
    group::{GROUP_EVENTS_MAX, GROUP_REQUESTS_MAX, Member, Request, assemble},
    senders::Senders,
    write::{Failed, write},
};

/// How long a lane tries to reach the database before it sends the waiting requests away.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// Pauses between attempts to reach a database that does not answer.
const PAUSE_MIN: Duration = Duration::from_millis(50);
const PAUSE_MAX: Duration = Duration::from_secs(1);
/// How often a group is tried while others write the same events.
const TRIES_MAX: usize = 8;

#[derive(Debug)]
pub(super) struct Lane {
    queue: Arc<Mutex<mpsc::Receiver<Request>>>,
    options: PgConnectOptions,
    senders: Arc<Senders>,
    /// The connection, and the number under which it keeps its running totals.
    connection: Option<(PgConnection, i16)>,
    pause: Duration,
}

impl Lane {
    pub(super) fn new(
        queue: Arc<Mutex<mpsc::Receiver<Request>>>,
        options: PgConnectOptions,
        senders: Arc<Senders>,
    ) -> Self {
        Self { queue, options, senders, connection: None, pause: PAUSE_MIN }
    }

    /// Takes what waits and writes it, until nobody can send any more.
    pub(super) async fn run(mut self) {
        let mut put_off = Vec::new();
        while let Some(requests) = self.take(std::mem::take(&mut put_off)).await {
            let (members, later) = assemble(requests);
            put_off = later;
            self.settle(members).await;
        }
    }

    /// The next group: what was put off, and what waits; without either, the first request that comes.
    async fn take(&self, mut group: Vec<Request>) -> Option<Vec<Request>> {
        let mut queue = if group.is_empty() {
            let mut queue = self.queue.lock().await;
            group.push(queue.recv().await?);
            queue
        } else {
            // Another lane may hold the queue until something comes; what was put off does not wait for that.
            let Ok(queue) = self.queue.try_lock() else { return Some(group) };
            queue
        };
        let mut events: usize = group.iter().map(|request| request.batch.len()).sum();
        while group.len() < GROUP_REQUESTS_MAX && events < GROUP_EVENTS_MAX {
            let Ok(request) = queue.try_recv() else { break };
            events += request.batch.len();
            group.push(request);
        }
        Some(group)
    }

    /// Writes a group and answers everyone in it.
    async fn settle(&mut self, mut members: Vec<Member>) {
        for _ in 0..TRIES_MAX {
            let was_idle = self.connection.is_some();
            if self.connection.is_none() {
                self.connection = self.connect().await;
            }
            let Some((connection, number)) = &mut self.connection else {
                return fail(members, &IngestError::Unavailable);
            };
            match write(connection, *number, &mut members).await {
                Ok(()) => return self.answer(members),
                Err(Failed::Collision) => members.iter_mut().for_each(|member| member.request.look_first = true),
                Err(Failed::Lost { begun }) => {
                    self.connection = None;
                    // A connection may have died while nobody used it; then nothing was sent, and another will do.
                    if begun || !was_idle {
                        return fail(members, &IngestError::Unavailable);
                    }
                }
                Err(Failed::Refused(why)) => return Box::pin(self.settle_alone(members, why)).await,
            }
        }
        fail(members, &IngestError::Unavailable);
    }

    /// One request's rows are not taken: the others must not suffer for it.
    async fn settle_alone(&mut self, members: Vec<Member>, why: String) {
        if members.len() == 1 {
            tracing::error!(why, "the database refuses a batch");
            return fail(members, &IngestError::Refused(why));
        }
        for member in members {
            self.settle(vec![member]).await;
        }
    }

    fn answer(&self, members: Vec<Member>) {
        for member in members {
            let caller = member.request.batch.caller;
            let repeated = !member.known.is_empty();
            tracing::trace!(events = member.request.batch.len(), waited = ?member.request.since.elapsed(), "written");
            member.answer();
            self.senders.note(caller, repeated);
        }
    }

    async fn connect(&mut self) -> Option<(PgConnection, i16)> {
        let attempt = async {
            let mut connection = self.options.connect().await?;
            let number = free_number(&mut connection).await?;
            Ok::<_, sqlx::Error>((connection, number))
        };
        let error = match tokio::time::timeout(CONNECT_TIMEOUT, attempt).await {
            Ok(Ok(connected)) => {
                self.pause = PAUSE_MIN;
                return Some(connected);
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => "no answer".to_owned(),
        };
        tracing::warn!(error, "a lane cannot reach the database");
        tokio::time::sleep(self.pause).await;
        self.pause = (self.pause * 2).min(PAUSE_MAX);
        None
    }
}

/// A number that no other lane of any process uses now: it lasts as long as the connection. Low numbers come first, so
/// that there are few rows for each day. Beyond 64 lanes two may share one, and wait for each other.
async fn free_number(connection: &mut PgConnection) -> Result<i16, sqlx::Error> {
    let number: Option<i32> =
        sqlx::query_scalar("select n from generate_series(1, 64) n where pg_try_advisory_lock(7896, n) limit 1")
            .fetch_optional(connection)
            .await?;
    Ok(number.and_then(|number| i16::try_from(number).ok()).unwrap_or(0))
}

fn fail(members: Vec<Member>, error: &IngestError) {
    for member in members {
        member.fail(error.clone());
    }
}
