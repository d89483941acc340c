use axum::{Json, extract::State};
use kernel::access::ask;

use super::Tenant;
use crate::{
    layer::who::May,
    problem::Problem,
    query::{Page, Paging, Query},
    state::Web,
};

/// List the tenants, by name
#[utoipa::path(
    get,
    path = "/v1/tenants",
    tag = "tenants",
    operation_id = "list_tenants",
    params(Paging),
    responses((status = 200, description = "A page of tenants", body = Page<Tenant>))
)]
pub async fn list(
    State(web): State<Web>,
    May(can): May<ask::ListTenants>,
    Query(paging): Query<Paging>,
) -> Result<Json<Page<Tenant>>, Problem> {
    let page = app::tenants::Page { limit: paging.limit()?, after: paging.cursor()?, ..Default::default() };
    Ok(Json(Page::of(web.app.tenants(can, page).await?, Tenant::from)))
}
