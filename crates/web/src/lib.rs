//! The surface: the HTTP API under `/v1`, and pages for the operator and for clients. It recognises who asks, calls one
//! use case of [`app`], and puts the outcome into words; it holds no rule of the business.

mod api;
mod assets;
mod chart;
mod colour;
mod document;
mod layer;
mod pages;
mod path;
mod payload;
mod problem;
mod query;
mod routes;
mod settings;
mod state;
mod view;

use app::App;
use axum::Router;

pub use problem::Problem;
pub use routes::{Route, all as routes};
pub use settings::Settings;

/// The API's description, as `GET /v1/openapi.json` gives it.
pub fn openapi() -> &'static str {
    &api::openapi::TEXT
}

/// Everything Purvey answers over HTTP.
pub fn router(app: App, settings: Settings) -> Router {
    layer::around(routes::router(), app, settings)
}
