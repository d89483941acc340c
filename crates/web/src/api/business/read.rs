use axum::{Json, extract::State};
use kernel::access::ask;

use super::BusinessVersion;
use crate::{layer::who::Recognised, problem::Problem, state::Web};

/// Read the business file in force
#[utoipa::path(
    get,
    path = "/v1/business",
    tag = "business",
    operation_id = "read_business",
    responses((status = 200, description = "The current version", body = BusinessVersion))
)]
pub async fn read(State(web): State<Web>, Recognised(actor): Recognised) -> Result<Json<BusinessVersion>, Problem> {
    let can = actor.can::<ask::ReadBusiness>()?;
    Ok(Json(web.app.current_business(can).await?.into()))
}
