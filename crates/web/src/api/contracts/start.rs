use std::collections::BTreeMap;

use app::contracts::Started;
use axum::{
    Json as Answer,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use kernel::{Decimal, access::ask};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{layer::who::May, path::OfTenant, payload::Json, problem::Problem, state::Web};

/// What a tenant agrees to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewContract {
    /// A plan of the business file in force.
    #[schema(example = "silver")]
    pub plan: String,
    /// First day, in the tenant's zone.
    #[schema(format = Date, example = "2025-10-01")]
    pub start: String,
    /// Agreed quantities of products without a meter, and optional products taken: decimals by product.
    #[serde(default)]
    #[schema(example = json!({"nodes": "120"}))]
    pub quantities: BTreeMap<String, String>,
    /// Agreed prices where the plan states a range: decimals by product.
    #[serde(default)]
    #[schema(example = json!({"platform": "250"}))]
    pub prices: BTreeMap<String, String>,
}

/// A contract that was started.
#[derive(Debug, Serialize, ToSchema)]
pub struct StartedContract {
    pub tenant: String,
    pub plan: String,
    #[schema(format = Date)]
    pub start: String,
}

/// Start a contract
///
/// Usage that was taken for days from `start` on is counted again under the new terms. A day that an invoice covers
/// cannot be the start.
#[utoipa::path(
    post,
    path = "/v1/tenants/{tenant}/contracts",
    tag = "tenants",
    operation_id = "start_contract",
    params(("tenant" = String, Path, description = "The tenant's name", example = "abc-solar")),
    request_body = NewContract,
    responses(
        (status = 201, description = "Started", body = StartedContract),
        (status = 200, description = "It was started already, exactly so", body = StartedContract),
    )
)]
pub async fn start(
    State(web): State<Web>,
    May(can): May<ask::AddTenant>,
    OfTenant(tenant): OfTenant,
    Json(new): Json<NewContract>,
) -> Result<Response, Problem> {
    let start = new.start.parse().map_err(|_| Problem::invalid("start is a day like 2025-10-01."))?;
    let answer = StartedContract { tenant: tenant.to_string(), plan: new.plan.clone(), start: new.start };
    let contract = app::contracts::NewContract {
        tenant,
        plan: new.plan,
        start,
        quantities: decimals("quantities", new.quantities)?,
        prices: decimals("prices", new.prices)?,
    };
    let status = match web.app.start_contract(can, contract).await? {
        Started::Now => StatusCode::CREATED,
        Started::Already => StatusCode::OK,
    };
    Ok((status, Answer(answer)).into_response())
}

fn decimals(name: &str, written: BTreeMap<String, String>) -> Result<model::Map<Decimal>, Problem> {
    let one = |(product, text): (String, String)| match Decimal::from_str_exact(&text) {
        Ok(decimal) => Ok((product, decimal)),
        Err(_) => Err(Problem::invalid(format!("{name}.{product} is not a decimal like \"12.5\"."))),
    };
    written.into_iter().map(one).collect()
}
