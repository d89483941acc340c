//! What every request passes through, outermost first: [`trace`], [`headers`], [`errors`], [`limits`], [`origin`],
//! [`who`], [`once`], [`guard`].

pub mod errors;
pub mod guard;
pub mod headers;
pub mod limits;
pub mod once;
pub mod origin;
pub mod trace;
pub mod who;

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

use crate::{problem::Problem, settings::Settings, state::Web};

/// `routes` inside the layers that every request passes through.
pub fn around(routes: Router<Web>, app: App, settings: Settings) -> Router {
    let numbers = trace::Numbers::since(app.now());
    let web = Web::new(app.clone(), settings);
    let compressed = DefaultPredicate::new().and(NotForContentType::const_new("application/pdf"));
    routes
        .fallback(no_such_route)
        .method_not_allowed_fallback(no_such_method)
        .layer(from_fn_with_state(web.clone(), guard::guard))
        .layer(from_fn_with_state(web.clone(), once::once))
        .layer(from_fn_with_state(web.clone(), who::recognise))
        .layer(from_fn(origin::same_origin))
        .layer(from_fn_with_state(web.clone(), limits::in_time))
        .layer(CatchPanicLayer::custom(limits::panicked))
        .layer(from_fn(errors::errors))
        .layer(from_fn(headers::headers))
        .layer(CompressionLayer::new().compress_when(compressed))
        .layer(from_fn_with_state((numbers, app), trace::trace))
        .with_state(web)
}

async fn no_such_route() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "There is nothing at this address.")
}

async fn no_such_method(request: Request) -> Problem {
    let detail = format!("{} cannot be asked of this address.", request.method());
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, detail)
}

#[cfg(test)]
mod tests;
