use app::rejected::Rejected;
use axum::{Json, extract::State};
use kernel::access::ask;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    layer::who::May,
    problem::Problem,
    query::{Page, Paging, Query},
    state::Web,
};

/// An event that was not accepted, as it came.
#[derive(Debug, Serialize, ToSchema)]
pub struct RejectedEvent {
    #[schema(example = "rej_0199a3c27d4e700080000242ac120002")]
    pub id: String,
    #[schema(format = DateTime)]
    pub received: String,
    /// The tenant it names, if any.
    pub tenant: Option<String>,
    pub event_id: Option<String>,
    /// See `errors[].reason` of `POST /v1/events`.
    #[schema(example = "unknown_type")]
    pub reason: String,
    pub detail: String,
    /// The event's own text.
    pub raw: String,
    /// How often the same text came and was refused for the same reason.
    pub times: u64,
}

impl From<Rejected> for RejectedEvent {
    fn from(rejected: Rejected) -> Self {
        Self {
            id: rejected.id.to_string(),
            received: rejected.received.to_string(),
            tenant: rejected.subject,
            event_id: rejected.event_id,
            reason: rejected.reason,
            detail: rejected.detail,
            raw: rejected.raw,
            times: rejected.times,
        }
    }
}

/// List the rejected events, oldest first
#[utoipa::path(
    get,
    path = "/v1/rejected",
    tag = "events",
    operation_id = "list_rejected",
    params(Paging),
    responses((status = 200, description = "A page of rejected events not replayed yet", body = Page<RejectedEvent>))
)]
pub async fn list(
    State(web): State<Web>,
    May(can): May<ask::ReadRejected>,
    Query(paging): Query<Paging>,
) -> Result<Json<Page<RejectedEvent>>, Problem> {
    let page = web.app.rejected(can, paging.cursor()?, paging.limit()?).await?;
    Ok(Json(Page::of(page, RejectedEvent::from)))
}
