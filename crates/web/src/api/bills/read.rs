use axum::{extract::State, response::Response};
use documents::json::bill_json;
use kernel::access::ask;

use super::{Bill, BillWithMargin};
use crate::{
    api::json_text,
    layer::who::MayAbout,
    problem::Problem,
    query::{InPeriod, Query},
    state::Web,
};

/// Read the bill of a period, as it stands
///
/// Live for the current period. An operator's key gets cost and margin with it; a tenant's key gets a bill that has
/// no place for them.
#[utoipa::path(
    get,
    path = "/v1/tenants/{tenant}/bill",
    tag = "bills",
    operation_id = "read_bill",
    params(("tenant" = String, Path, description = "The tenant's name", example = "abc-solar"), InPeriod),
    responses(
        (status = 200, description = "The bill", content((BillWithMargin = "application/json"), (Bill = "application/json")))
    )
)]
pub async fn read(
    State(web): State<Web>,
    MayAbout(can, tenant): MayAbout<ask::ReadBill>,
    Query(InPeriod { period }): Query<InPeriod>,
) -> Result<Response, Problem> {
    let actor = can.actor();
    Ok(json_text(match actor.can_about::<ask::ReadMargin>(&tenant) {
        Ok(can) => {
            let rated = web.app.rated(can, &tenant, period.as_deref()).await?;
            bill_json(&rated.bill, Some(&rated.costs))
        }
        Err(_) => bill_json(&web.app.bill(actor, &tenant, period.as_deref()).await?, None),
    }))
}
