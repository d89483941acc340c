use app::tenants::Added;
use axum::{
    Json as Answer,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::access::ask;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Tenant;
use crate::{layer::who::May, payload::Json, problem::Problem, query::encoded, state::Web};

/// A client to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTenant {
    /// 1 to 64 letters, digits, dots, dashes or underscores, starting with a letter or digit.
    #[schema(example = "abc-solar", min_length = 1, max_length = 64)]
    pub name: String,
    /// What documents call it.
    #[schema(example = "ABC Solar")]
    pub title: String,
    /// IANA name; left out: the business's zone.
    #[schema(example = "America/Denver")]
    pub zone: Option<String>,
}

/// Add a tenant
#[utoipa::path(
    post,
    path = "/v1/tenants",
    tag = "tenants",
    operation_id = "add_tenant",
    request_body = NewTenant,
    responses(
        (status = 201, description = "Added", body = Tenant, headers(("Location", description = "The tenant's address"))),
        (status = 200, description = "It was there already, exactly so", body = Tenant),
    )
)]
pub async fn add(
    State(web): State<Web>,
    May(can): May<ask::AddTenant>,
    Json(new): Json<NewTenant>,
) -> Result<Response, Problem> {
    let name = new.name.parse().map_err(|error: kernel::id::NotATenantName| Problem::invalid(format!("{error}.")))?;
    let new = app::tenants::NewTenant { name, title: new.title, zone: new.zone };
    Ok(match web.app.add_tenant(can, new).await? {
        Added::Now(tenant) => {
            let location = format!("/v1/tenants/{}", encoded(tenant.name.as_str()));
            (StatusCode::CREATED, [(header::LOCATION, location)], Answer(Tenant::from(tenant))).into_response()
        }
        Added::Already(tenant) => Answer(Tenant::from(tenant)).into_response(),
    })
}
