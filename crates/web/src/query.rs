//! What stands behind the question mark, and pages of lists.

use app::limits::{PAGE_ROWS_DEFAULT, PAGE_ROWS_MAX};
use axum::{
    extract::{FromRequestParts, rejection::QueryRejection},
    http::request::Parts,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::{IntoParams, ToSchema};

use crate::problem::Problem;

/// The query string as `T`; a mistake in it is a problem document.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        // PostgreSQL's text holds no zero byte, so it cannot be asked for one.
        if parts.uri.query().is_some_and(|query| query.contains("%00")) {
            return Err(Problem::invalid("The query string holds a zero byte."));
        }
        let parsed = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        parsed.map(|axum::extract::Query(query)| Self(query)).map_err(|rejection| match rejection {
            QueryRejection::FailedToDeserializeQueryString(error) => {
                let error = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
                Problem::invalid(format!("The query string cannot be used: {error}."))
            }
            _ => Problem::invalid("The query string cannot be used."),
        })
    }
}

/// Which part of a list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// `next` of the page before. Its content is nobody's business but ours.
    pub cursor: Option<String>,
    /// Rows, 1 to 200. Default: 50.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

/// Which period.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct InPeriod {
    /// A month like `2025-10` or a year like `2025`. Default: the current month.
    #[param(example = "2025-10")]
    pub period: Option<String>,
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    pub data: Vec<T>,
    /// Pass as `cursor` for the next page; null on the last one.
    pub next: Option<String>,
}

impl<T> Page<T> {
    pub fn of<R, N: ToString>((rows, next): (Vec<R>, Option<N>), one: impl Fn(R) -> T) -> Self {
        Self { data: rows.into_iter().map(one).collect(), next: next.map(|next| next.to_string()) }
    }
}

impl Paging {
    pub fn limit(&self) -> Result<u32, Problem> {
        match self.limit {
            None => Ok(PAGE_ROWS_DEFAULT),
            Some(limit) if (1..=PAGE_ROWS_MAX).contains(&limit) => Ok(limit),
            Some(limit) => Err(Problem::invalid(format!("limit is {limit}; it can be 1 to {PAGE_ROWS_MAX}."))),
        }
    }

    pub fn cursor<T: std::str::FromStr>(&self) -> Result<Option<T>, Problem> {
        let parse = |text: &String| {
            text.parse().map_err(|_| Problem::invalid("The cursor is not one that was given out here."))
        };
        self.cursor.as_ref().map(parse).transpose()
    }
}

/// A value as part of an address: everything but letters, digits and `-._~` is escaped.
pub fn encoded(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            use std::fmt::Write as _;
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_limit() {
        let limit = |limit| Paging { limit, cursor: None }.limit();
        assert_eq!(limit(None).unwrap(), 50);
        assert_eq!(limit(Some(200)).unwrap(), 200);
        assert!(limit(Some(0)).is_err() && limit(Some(201)).is_err());
    }

    #[test]
    fn addresses_hold_any_text() {
        assert_eq!(encoded("abc-1.2_~"), "abc-1.2_~");
        assert_eq!(encoded("a b&c=ä/"), "a%20b%26c%3D%C3%A4%2F");
    }
}
