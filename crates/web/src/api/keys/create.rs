use app::idempotency::Answer as Kept;
use axum::{
    Json as Answer,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use kernel::{Role, access::ask, id::TenantName};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    layer::{once::KeepInstead, who::May},
    payload::Json,
    problem::{PROBLEM_JSON, Problem},
    state::Web,
};

/// Whom a key stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeyRole {
    /// Everything.
    Operator,
    /// May send events for any tenant, and nothing else.
    Collector,
    /// One tenant: sends its events, reads its bill and invoices.
    Tenant,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewKey {
    pub role: KeyRole,
    /// For a tenant's key.
    #[schema(example = "abc-solar")]
    pub tenant: Option<String>,
    /// What it is for, in your words.
    #[schema(example = "telephone exchange 1")]
    pub label: String,
}

/// A key, shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApiKey {
    #[schema(example = "key_0199a3c27d4e700080000242ac120002")]
    pub id: String,
    /// Send it as `Authorization: Bearer …`. It is kept as a hash only and cannot be shown again.
    #[schema(example = "pk_…")]
    pub secret: String,
    pub role: KeyRole,
    pub tenant: Option<String>,
}

/// Create an API key
///
/// The one POST whose answer is not given again for an `Idempotency-Key`: the secret is not kept.
#[utoipa::path(
    post,
    path = "/v1/keys",
    tag = "keys",
    operation_id = "create_key",
    request_body = NewKey,
    responses((status = 201, description = "Created", body = ApiKey))
)]
pub async fn create(
    State(web): State<Web>,
    May(can): May<ask::ManageKeys>,
    Json(new): Json<NewKey>,
) -> Result<Response, Problem> {
    let role = match new.role {
        KeyRole::Operator => Role::Operator,
        KeyRole::Collector => Role::Collector,
        KeyRole::Tenant => Role::Tenant,
    };
    let tenant: Option<TenantName> = match &new.tenant {
        Some(name) => Some(name.parse().map_err(|error| Problem::invalid(format!("{error}.")))?),
        None => None,
    };
    if (role == Role::Tenant) != tenant.is_some() {
        return Err(Problem::invalid("A tenant's key names its tenant; other keys name none."));
    }
    let key = web.app.create_key(can, role, tenant.as_ref(), &new.label).await?;
    let kept = KeepInstead(shown_once(&key.id.to_string()));
    let answer = ApiKey { id: key.id.to_string(), secret: key.secret, role: new.role, tenant: new.tenant };
    let mut response = (StatusCode::CREATED, Answer(answer)).into_response();
    response.extensions_mut().insert(kept);
    Ok(response)
}

fn shown_once(id: &str) -> Kept {
    let detail = format!("This request created {id}. Its secret was shown then and is not kept; create another key.");
    let problem = Problem::new(StatusCode::CONFLICT, detail);
    Kept {
        status: problem.status,
        content_type: PROBLEM_JSON.into(),
        body: serde_json::to_vec(&problem).unwrap_or_default(),
    }
}
