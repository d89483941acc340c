//! `/operator/rejected`: events that were not accepted, and the button that sends them again.

use app::rejected::{Rejected, Replayed};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use documents::format;
use kernel::{access::ask, id::RejectedId, time::TimeZone};
use model::Business;
use serde::Deserialize;

use crate::{
    layer::who::May,
    pages::shown,
    path::Id,
    problem::Problem,
    query::{Paging, Query, encoded},
    state::Web,
    view::{Moment, Note, Place, Shell, sentence},
};

#[derive(Template)]
#[template(path = "operator/rejected.html")]
pub struct RejectedPage {
    pub shell: Shell,
    pub note: Option<Note>,
    pub rows: Vec<Row>,
    pub next: Option<String>,
}

pub struct Row {
    pub reason: String,
    pub detail: String,
    pub tenant: String,
    pub event: String,
    pub received: Moment,
    /// `1,204 times`; empty for once.
    pub times: String,
    pub raw: String,
    pub replay_href: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    cursor: Option<String>,
    #[serde(default)]
    done: String,
}

pub async fn get(
    State(web): State<Web>,
    May(can): May<ask::ReadRejected>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let paging = Paging { cursor: asked.cursor.clone(), limit: None };
    let (rows, next) = web.app.rejected(can, paging.cursor()?, paging.limit()?).await?;
    let business = web.app.face().await?;
    let next = next.map(|next| next.to_string());
    shown(&RejectedPage::of(business.as_deref(), &rows, next, note(&asked.done)))
}

/// `POST /operator/rejected/{id}/replay`, then back to the list.
pub async fn replay(
    State(web): State<Web>,
    May(can): May<ask::ReplayRejected>,
    Id(id): Id<RejectedId>,
) -> Result<Response, Problem> {
    let done = match web.app.replay(can, id).await? {
        Replayed::Accepted => "accepted",
        Replayed::Duplicate => "duplicate",
        Replayed::Refused { .. } => "refused",
    };
    Ok(Redirect::to(&format!("/operator/rejected?done={done}")).into_response())
}

fn note(done: &str) -> Option<Note> {
    match done {
        "accepted" => Some(Note { tone: "ok", text: "Accepted: the event is counted now." }),
        "duplicate" => Some(Note { tone: "info", text: "It had been accepted meanwhile; nothing was counted twice." }),
        "refused" => Some(Note { tone: "bad", text: "Refused again: the cause is still there." }),
        _ => None,
    }
}

impl RejectedPage {
    pub fn of(business: Option<&Business>, rows: &[Rejected], next: Option<String>, note: Option<Note>) -> Self {
        let zone = business.map_or(TimeZone::UTC, |business| business.zone.clone());
        let row = |rejected: &Rejected| Row {
            reason: rejected.reason.replace('_', " "),
            detail: sentence(&rejected.detail),
            tenant: rejected.subject.clone().unwrap_or_else(|| "not named".into()),
            event: rejected.event_id.clone().unwrap_or_else(|| "without id".into()),
            received: Moment::at(rejected.received, &zone),
            times: match rejected.times {
                0 | 1 => String::new(),
                times => format!("{} times", format::group(&times.to_string())),
            },
            raw: rejected.raw.clone(),
            replay_href: format!("/operator/rejected/{}/replay", rejected.id),
        };
        Self {
            shell: Shell::of(business, Place::Rejected),
            note,
            rows: rows.iter().map(row).collect(),
            next: next.map(|next| format!("/operator/rejected?cursor={}", encoded(&next))),
        }
    }
}
