use axum::{Json, extract::State};
use kernel::access::ask;
use serde::Serialize;
use utoipa::ToSchema;

use super::InvoiceSummary;
use crate::{layer::who::May, path::Id, problem::Problem, state::Web};

/// What rebuilding an invoice from its events found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Verification {
    pub invoice: InvoiceSummary,
    /// Whether every byte is the same.
    pub identical: bool,
    /// Events it was rebuilt from.
    pub events: u64,
    pub differences: Vec<String>,
}

/// Prove an invoice
///
/// Rebuilds it from the raw events and the version of the business file it was made of, and compares byte by byte.
/// Reads only.
#[utoipa::path(
    get,
    path = "/v1/invoices/{id}/verify",
    tag = "invoices",
    operation_id = "verify_invoice",
    params(("id" = String, Path, description = "Its id or number", example = "INV-000042")),
    responses((status = 200, description = "What was found", body = Verification))
)]
pub async fn verify(
    State(web): State<Web>,
    May(can): May<ask::VerifyInvoice>,
    Id(which): Id<String>,
) -> Result<Json<Verification>, Problem> {
    let found = web.app.verify(can, &which).await?;
    Ok(Json(Verification {
        invoice: found.summary.into(),
        identical: found.differences.is_empty(),
        events: found.events,
        differences: found.differences,
    }))
}
