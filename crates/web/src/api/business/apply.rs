use app::business::Applied;
use axum::{
    Json as Answer,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use kernel::access::ask;

use super::{BusinessVersion, FILE, toml_text};
use crate::{layer::who::May, payload::Payload, problem::Problem, state::Web};

/// Put a business file in force
///
/// For contracts from now on; existing contracts keep their version. A file with errors changes nothing, and every
/// error is named with its place.
#[utoipa::path(
    post,
    path = "/v1/business",
    tag = "business",
    operation_id = "apply_business",
    request_body(content = String, content_type = "application/toml", description = "The file itself"),
    responses(
        (status = 201, description = "In force now", body = BusinessVersion),
        (status = 200, description = "The same bytes were in force already", body = BusinessVersion),
    )
)]
pub async fn apply(
    State(web): State<Web>,
    May(can): May<ask::ApplyBusiness>,
    headers: HeaderMap,
    Payload(body): Payload,
) -> Result<Response, Problem> {
    let text = toml_text(&headers, &body)?;
    Ok(match web.app.apply_business(can, &text, FILE).await? {
        Applied::Now(version) => (StatusCode::CREATED, Answer(BusinessVersion::from(version))).into_response(),
        Applied::Already(version) => Answer(BusinessVersion::from(version)).into_response(),
    })
}
