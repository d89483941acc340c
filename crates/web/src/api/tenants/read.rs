use axum::{Json, extract::State};
use kernel::access::ask;

use super::Tenant;
use crate::{layer::who::MayAbout, problem::Problem, state::Web};

/// Read a tenant
#[utoipa::path(
    get,
    path = "/v1/tenants/{tenant}",
    tag = "tenants",
    operation_id = "read_tenant",
    params(("tenant" = String, Path, description = "The tenant's name", example = "abc-solar")),
    responses((status = 200, description = "The tenant", body = Tenant))
)]
pub async fn read(
    State(web): State<Web>,
    MayAbout(can, tenant): MayAbout<ask::ReadTenant>,
) -> Result<Json<Tenant>, Problem> {
    let actor = can.actor();
    Ok(Json(web.app.tenant(actor, &tenant).await?.into()))
}
