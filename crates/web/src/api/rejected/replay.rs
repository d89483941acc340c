use app::rejected::Replayed;
use axum::{Json, extract::State};
use kernel::{access::ask, id::RejectedId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{layer::who::May, path::Id, problem::Problem, state::Web};

/// What a replay came to.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Replay {
    /// It is counted now.
    Accepted,
    /// It had been accepted meanwhile.
    Duplicate,
    /// Still not acceptable; it stays in the queue.
    Refused { reason: String, detail: String },
}

impl From<Replayed> for Replay {
    fn from(replayed: Replayed) -> Self {
        match replayed {
            Replayed::Accepted => Self::Accepted,
            Replayed::Duplicate => Self::Duplicate,
            Replayed::Refused { reason, detail } => Self::Refused { reason, detail },
        }
    }
}

/// Send a rejected event through the door again
#[utoipa::path(
    post,
    path = "/v1/rejected/{id}/replay",
    tag = "events",
    operation_id = "replay_rejected",
    params(("id" = String, Path, description = "Its id", example = "rej_0199a3c27d4e700080000242ac120002")),
    responses((status = 200, description = "What became of it", body = Replay))
)]
pub async fn replay(
    State(web): State<Web>,
    May(can): May<ask::ReplayRejected>,
    Id(id): Id<RejectedId>,
) -> Result<Json<Replay>, Problem> {
    Ok(Json(web.app.replay(can, id).await?.into()))
}
