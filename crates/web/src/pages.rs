//! Pages for people: the operator's under `/operator`, each client's under `/t/{tenant}`. They call the same use cases
//! as the API and work without script.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};

use crate::problem::Problem;

pub mod client;
pub mod link;
pub mod operator;

#[cfg(test)]
pub(crate) mod samples;

/// A rendered page.
pub fn shown(page: &impl Template) -> Result<Response, Problem> {
    match page.render() {
        Ok(html) => Ok(Html(html).into_response()),
        Err(error) => Err(Problem::bug(&format!("a template failed: {error}"))),
    }
}
