use axum::{Json, extract::State};
use kernel::access::ask;

use super::BusinessVersion;
use crate::{layer::who::May, problem::Problem, state::Web};

/// Read the business file in force
#[utoipa::path(
    get,
    path = "/v1/business",
    tag = "business",
    operation_id = "read_business",
    responses((status = 200, description = "The current version", body = BusinessVersion))
)]
pub async fn read(State(web): State<Web>, May(can): May<ask::ReadBusiness>) -> Result<Json<BusinessVersion>, Problem> {
    Ok(Json(web.app.current_business(can).await?.into()))
}
