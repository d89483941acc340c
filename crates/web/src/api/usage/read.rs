use axum::{Json, extract::State};
use documents::format;
use kernel::access::ask;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    layer::who::MayAbout,
    problem::Problem,
    query::{InPeriod, Query},
    state::Web,
};

/// What was measured.
#[derive(Debug, Serialize, ToSchema)]
pub struct Usage {
    pub data: Vec<MeterUsage>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MeterUsage {
    #[schema(example = "minutes")]
    pub meter: String,
    #[schema(example = "Minutes")]
    pub title: String,
    /// What is counted, in the plural.
    #[schema(example = "minutes")]
    pub unit: String,
    /// Days of the period with usage, in the tenant's zone.
    pub days: Vec<DayUsage>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DayUsage {
    #[schema(format = Date, example = "2025-10-14")]
    pub day: String,
    #[schema(example = "3226")]
    pub quantity: String,
}

impl From<app::bills::MeterUsage> for MeterUsage {
    fn from(usage: app::bills::MeterUsage) -> Self {
        let day =
            |day: app::bills::DayUsage| DayUsage { day: day.day.to_string(), quantity: format::plain(day.quantity) };
        Self {
            meter: usage.meter,
            title: usage.title,
            unit: usage.unit,
            days: usage.days.into_iter().map(day).collect(),
        }
    }
}

/// Read usage by day and meter
#[utoipa::path(
    get,
    path = "/v1/tenants/{tenant}/usage",
    tag = "bills",
    operation_id = "read_usage",
    params(("tenant" = String, Path, description = "The tenant's name", example = "abc-solar"), InPeriod),
    responses((status = 200, description = "Usage by day", body = Usage))
)]
pub async fn read(
    State(web): State<Web>,
    MayAbout(can, tenant): MayAbout<ask::ReadBill>,
    Query(InPeriod { period }): Query<InPeriod>,
) -> Result<Json<Usage>, Problem> {
    let actor = can.actor();
    let usage = web.app.usage(actor, &tenant, period.as_deref()).await?;
    Ok(Json(Usage { data: usage.into_iter().map(MeterUsage::from).collect() }))
}
