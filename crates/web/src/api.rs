//! The HTTP API under `/v1`: one folder a noun, one file a verb. Conventions: `docs/api-design.md`.

use axum::response::IntoResponse;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::state::Web;

pub mod bills;
pub mod business;
pub mod contracts;
pub mod events;
pub mod health;
pub mod invoices;
pub mod keys;
pub mod openapi;
pub mod reconciliation;
pub mod rejected;
pub mod tenants;
pub mod usage;

/// Every route of the API, with its description.
pub fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::with_openapi(openapi::frame())
        .routes(routes!(events::send))
        .routes(routes!(tenants::list, tenants::add))
        .routes(routes!(tenants::read))
        .routes(routes!(contracts::start))
        .routes(routes!(bills::read))
        .routes(routes!(usage::read))
        .routes(routes!(invoices::list, invoices::close))
        .routes(routes!(invoices::read))
        .routes(routes!(invoices::verify))
        .routes(routes!(business::read, business::apply))
        .routes(routes!(business::check))
        .routes(routes!(rejected::list))
        .routes(routes!(rejected::replay))
        .routes(routes!(keys::create))
        .routes(routes!(reconciliation::read))
        .routes(routes!(openapi::read))
}

/// JSON that was written already.
pub fn json_text(body: String) -> axum::response::Response {
    ([(axum::http::header::CONTENT_TYPE, "application/json")], body).into_response()
}
