use axum::{extract::State, http::HeaderMap, response::Response};
use kernel::{Role, access::ask};

use super::Invoice;
use crate::{
    document::{self, Form},
    layer::who::May,
    path::Id,
    problem::Problem,
    state::Web,
};

/// Read an invoice
///
/// As JSON, HTML or PDF: by `Accept`, or by `.json`, `.html` or `.pdf` behind the id. The JSON is the invoice itself;
/// the others are rendered from it.
#[utoipa::path(
    get,
    path = "/v1/invoices/{id}",
    tag = "invoices",
    operation_id = "read_invoice",
    params(("id" = String, Path, description = "Its id or number", example = "INV-000042")),
    responses(
        (status = 200, description = "The invoice", content(
            (Invoice = "application/json"), (String = "text/html"), (Vec<u8> = "application/pdf"),
        )),
        (status = 406, description = "No such representation", body = crate::problem::Problem, content_type = "application/problem+json"),
    )
)]
pub async fn read(
    State(web): State<Web>,
    May(can): May<ask::ReadInvoice>,
    Id(id): Id<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let actor = can.actor();
    let (which, form) = Form::by_suffix(&id);
    let form = form.map_or_else(|| Form::by_accept(&headers), Ok)?;
    let stored = web.app.invoice(actor, which).await?;
    document::rendered(&web, &stored, form, actor.role() == Role::Tenant).await
}
