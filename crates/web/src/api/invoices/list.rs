use axum::{Json, extract::State};
use kernel::access::ask;

use super::InvoiceSummary;
use crate::{
    layer::who::MayAbout,
    problem::Problem,
    query::{Page, Paging, Query},
    state::Web,
};

/// List a tenant's invoices, newest first
#[utoipa::path(
    get,
    path = "/v1/tenants/{tenant}/invoices",
    tag = "invoices",
    operation_id = "list_invoices",
    params(("tenant" = String, Path, description = "The tenant's name", example = "abc-solar"), Paging),
    responses((status = 200, description = "A page of invoices", body = Page<InvoiceSummary>))
)]
pub async fn list(
    State(web): State<Web>,
    MayAbout(can, tenant): MayAbout<ask::ReadInvoice>,
    Query(paging): Query<Paging>,
) -> Result<Json<Page<InvoiceSummary>>, Problem> {
    let actor = can.actor();
    let page = web.app.invoices(actor, &tenant, paging.cursor()?, paging.limit()?).await?;
    Ok(Json(Page::of(page, InvoiceSummary::from)))
}
