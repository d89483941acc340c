//! What stands between the slashes. A name or id that cannot be one is not found.

use std::{collections::HashMap, str::FromStr};

use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
};
use kernel::{Kind, error::Failure, id::TenantName};

use crate::problem::Problem;

/// The `{tenant}` of a path.
pub struct OfTenant(pub TenantName);

/// The `{id}` of a path, as `T`.
pub struct Id<T>(pub T);

impl<S: Send + Sync> FromRequestParts<S> for OfTenant {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        segment(parts, state, "tenant", "There is no such tenant.").await.map(Self)
    }
}

impl<T: FromStr, S: Send + Sync> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        segment(parts, state, "id", "There is nothing with this id.").await.map(Self)
    }
}

async fn segment<T: FromStr>(
    parts: &mut Parts,
    state: &(impl Send + Sync),
    name: &str,
    missing: &str,
) -> Result<T, Problem> {
    let segments = Path::<HashMap<String, String>>::from_request_parts(parts, state).await;
    // PostgreSQL's text holds no zero byte, so nothing is called by one.
    let found = segments
        .ok()
        .and_then(|Path(segments)| segments.get(name).filter(|segment| !segment.contains('\0'))?.parse().ok());
    found.ok_or_else(|| Failure::new(Kind::NotFound, missing).into())
}
