//! `GET /s/{token}`: a signed link is exchanged for a cookie, so that no page has the token in its address.

use app::limits::LINK_LIFETIME_S;
use axum::{
    extract::{Path, State},
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};

use crate::{layer::who::Realm, problem::Problem, query::encoded, state::Web};

pub async fn open(State(web): State<Web>, Path(token): Path<String>) -> Result<Response, Problem> {
    let actor = web.app.open_link(&token)?;
    let (realm, page) = match actor.confined_to() {
        None => (Realm::Operator, "/operator".to_owned()),
        Some(tenant) => (Realm::Client, format!("/t/{}", encoded(tenant.as_str()))),
    };
    let over_tls = web.settings.over_tls();
    let secure = if over_tls { "; Secure" } else { "" };
    let cookie = format!(
        "{}={token}; Path=/; Max-Age={LINK_LIFETIME_S}; HttpOnly; SameSite=Lax{secure}",
        realm.cookie(over_tls)
    );
    let headers: [(HeaderName, &str); 2] = [(header::SET_COOKIE, &cookie), (header::REFERRER_POLICY, "no-referrer")];
    Ok((headers, Redirect::to(&page)).into_response())
}

/// `GET /`: where an operator begins.
pub async fn root() -> impl IntoResponse {
    (StatusCode::SEE_OTHER, [(header::LOCATION, "/operator")])
}
