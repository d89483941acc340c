//! For the one who watches over the process.

use axum::{extract::State, http::StatusCode};

use crate::{problem::Problem, state::Web};

/// `GET /healthz`: the process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: its database answers as well.
pub async fn ready(State(web): State<Web>) -> Result<&'static str, Problem> {
    let ready = web.app.face().await;
    ready.map(|_| "ok\n").map_err(|_| Problem::new(StatusCode::SERVICE_UNAVAILABLE, "The database does not answer."))
}
