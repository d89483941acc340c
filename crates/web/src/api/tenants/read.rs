use axum::{Json, extract::State};
use kernel::access::ask;

use super::Tenant;
use crate::{layer::who::Recognised, path::OfTenant, problem::Problem, state::Web};

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
    Recognised(actor): Recognised,
    OfTenant(tenant): OfTenant,
) -> Result<Json<Tenant>, Problem> {
    actor.can_about::<ask::ReadTenant>(&tenant)?;
    Ok(Json(web.app.tenant(&actor, &tenant).await?.into()))
}
