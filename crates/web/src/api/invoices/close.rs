use app::invoices::Closed;
use axum::{
    Json as Answer,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::access::ask;
use serde::Deserialize;
use utoipa::ToSchema;

use super::InvoiceSummary;
use crate::{layer::who::MayAbout, payload::Json, problem::Problem, state::Web};

/// Which period to close.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosePeriod {
    /// A month that has ended.
    #[schema(example = "2025-10")]
    pub period: String,
}

/// Close a period
///
/// Issues the tenant's invoice for a period that has ended. Asked again, it gives the same invoice.
#[utoipa::path(
    post,
    path = "/v1/tenants/{tenant}/invoices",
    tag = "invoices",
    operation_id = "close_period",
    params(("tenant" = String, Path, description = "The tenant's name", example = "abc-solar")),
    request_body = ClosePeriod,
    responses(
        (status = 201, description = "Issued", body = InvoiceSummary, headers(("Location", description = "The invoice's address"))),
        (status = 200, description = "It was issued already", body = InvoiceSummary),
    )
)]
pub async fn close(
    State(web): State<Web>,
    MayAbout(can, tenant): MayAbout<ask::CloseInvoice>,
    Json(ClosePeriod { period }): Json<ClosePeriod>,
) -> Result<Response, Problem> {
    Ok(match web.app.close(can, &tenant, &period).await? {
        Closed::Now(invoice) => {
            let location = format!("/v1/invoices/{}", invoice.id);
            (StatusCode::CREATED, [(header::LOCATION, location)], Answer(InvoiceSummary::from(invoice))).into_response()
        }
        Closed::Already(invoice) => Answer(InvoiceSummary::from(invoice)).into_response(),
    })
}
