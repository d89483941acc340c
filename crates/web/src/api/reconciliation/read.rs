use axum::{Json, extract::State};
use kernel::access::ask;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{layer::who::May, problem::Problem, state::Web};

/// Everything compared with everything.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reconciliation {
    /// Whether no check found a difference.
    pub clean: bool,
    pub checks: Vec<Check>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Check {
    #[schema(example = "events = running totals")]
    pub name: String,
    /// How many things were compared.
    pub compared: u64,
    pub differences: Vec<String>,
}

impl From<app::reconcile::Reconciliation> for Reconciliation {
    fn from(found: app::reconcile::Reconciliation) -> Self {
        let clean = found.is_clean();
        let check = |check: app::reconcile::Check| Check {
            name: check.name,
            compared: check.compared,
            differences: check.differences,
        };
        Self { clean, checks: found.checks.into_iter().map(check).collect() }
    }
}

/// Reconcile
///
/// Compares events, running totals, invoices and the ledger. Reads only.
#[utoipa::path(
    get,
    path = "/v1/reconciliation",
    tag = "invoices",
    operation_id = "reconcile",
    responses((status = 200, description = "What was found", body = Reconciliation))
)]
pub async fn read(State(web): State<Web>, May(can): May<ask::Reconcile>) -> Result<Json<Reconciliation>, Problem> {
    Ok(Json(web.app.reconcile(can).await?.into()))
}
