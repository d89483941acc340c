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
use axum::{
    Router,
    extract::Request,
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state},
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, Predicate as _,
        predicate::{DefaultPredicate, NotForContentType},
    },
};

pub use problem::Problem;
pub use routes::{Route, all as routes};
pub use settings::Settings;

/// The API's description, as `GET /v1/openapi.json` gives it.
pub fn openapi() -> &'static str {
    &api::openapi::TEXT
}

/// Everything Purvey answers over HTTP.
pub fn router(app: App, settings: Settings) -> Router {
    around(routes::router(), app, settings)
}

/// `routes` inside the layers that every request passes through.
fn around(routes: Router<state::Web>, app: App, settings: Settings) -> Router {
    let numbers = layer::trace::Numbers::since(app.now());
    let web = state::Web::new(app.clone(), settings);
    let compressed = DefaultPredicate::new().and(NotForContentType::const_new("application/pdf"));
    routes
        .fallback(no_such_route)
        .method_not_allowed_fallback(no_such_method)
        .layer(from_fn_with_state(web.clone(), layer::guard::guard))
        .layer(from_fn_with_state(web.clone(), layer::once::once))
        .layer(from_fn_with_state(web.clone(), layer::who::recognise))
        .layer(from_fn(layer::origin::same_origin))
        .layer(from_fn_with_state(web.clone(), layer::limits::in_time))
        .layer(CatchPanicLayer::custom(layer::limits::panicked))
        .layer(from_fn(layer::errors::errors))
        .layer(from_fn(layer::headers::headers))
        .layer(CompressionLayer::new().compress_when(compressed))
        .layer(from_fn_with_state((numbers, app), layer::trace::trace))
        .with_state(web)
}

async fn no_such_route() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "There is nothing at this address.")
}

async fn no_such_method(request: Request) -> Problem {
    let detail = format!("{} cannot be asked of this address.", request.method());
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, detail)
}
