//! `Idempotency-Key` on every POST of `/v1`: the same request twice has one effect and one answer.

use app::idempotency::{Answer, Known};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use kernel::access::Actor;
use sha2::{Digest, Sha256};

use crate::{layer::who, payload, problem::Problem, state::Web};

pub const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// On an answer given again.
pub const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// Characters of a key.
pub const KEY_CHARS_MAX: usize = 255;
/// Bytes of an answer that can be kept.
const ANSWER_BYTES_MAX: usize = 4 << 20;

/// Put on an answer that holds a secret: what is kept, and given again, in its place.
#[derive(Clone)]
pub struct KeepInstead(pub Answer);

pub async fn once(State(web): State<Web>, request: Request, next: Next) -> Response {
    let keyed = request.method() == Method::POST && request.headers().contains_key(IDEMPOTENCY_KEY);
    match who::actor(&request).filter(|_| keyed).cloned() {
        Some(actor) => keyed_once(&web, &actor, request, next).await.unwrap_or_else(IntoResponse::into_response),
        None => next.run(request).await,
    }
}

async fn keyed_once(web: &Web, actor: &Actor, request: Request, next: Next) -> Result<Response, Problem> {
    let key = key(request.headers())?;
    let (parts, body) = request.into_parts();
    let body = payload::read(body, payload::limit(&web.settings, parts.uri.path())).await?;
    let digest = digest(parts.uri.path(), parts.headers.get(header::CONTENT_TYPE), &body);
    if let Known::Answered(answer) = web.app.recall(actor, &key, &digest).await? {
        return Ok(again(answer));
    }
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    if !is_final(response.status()) {
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, ANSWER_BYTES_MAX).await.map_err(|_| Problem::bug("an answer was too long to be kept"))?;
    let answer = match parts.extensions.get::<KeepInstead>() {
        Some(KeepInstead(answer)) => answer.clone(),
        None => Answer {
            status: parts.status.as_u16(),
            content_type: text(parts.headers.get(header::CONTENT_TYPE)).to_owned(),
            body: body.to_vec(),
        },
    };
    web.app.remember(actor, &key, &digest, &answer).await?;
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn key(headers: &HeaderMap) -> Result<String, Problem> {
    let key = text(headers.get(IDEMPOTENCY_KEY)).trim().trim_matches('"');
    if key.is_empty() || key.len() > KEY_CHARS_MAX || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Problem::invalid(format!(
            "An Idempotency-Key has 1 to {KEY_CHARS_MAX} visible ASCII characters; a UUID is a good one."
        )));
    }
    Ok(key.to_owned())
}

/// What makes a request the same: where it goes, what it says it holds, what it holds.
fn digest(path: &str, kind: Option<&HeaderValue>, body: &Bytes) -> [u8; 32] {
    let mut digest = Sha256::new();
    for part in [path.as_bytes(), text(kind).as_bytes()] {
        digest.update(part.len().to_be_bytes());
        digest.update(part);
    }
    digest.update(body);
    digest.finalize().into()
}

/// A refusal for now (not recognised, too much, not available, our mistake) may come out otherwise next time.
fn is_final(status: StatusCode) -> bool {
    !status.is_server_error() && !matches!(status, StatusCode::UNAUTHORIZED | StatusCode::TOO_MANY_REQUESTS)
}

fn again(answer: Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, answer.body).into_response();
    if let Ok(kind) = HeaderValue::from_str(&answer.content_type) {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    response
}

fn text(value: Option<&HeaderValue>) -> &str {
    value.and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_short_and_visible() {
        let with = |key: &str| key_of(HeaderValue::from_str(key).unwrap());
        assert_eq!(with("a-1").unwrap(), "a-1");
        assert_eq!(with("\"quoted\"").unwrap(), "quoted");
        for wrong in ["", "a b", &"x".repeat(256)] {
            assert!(with(wrong).is_err(), "{wrong}");
        }
        assert!(key_of(HeaderValue::from_bytes(&[0xe4]).unwrap()).is_err());
    }

    fn key_of(value: HeaderValue) -> Result<String, Problem> {
        let mut headers = HeaderMap::new();
        headers.insert(IDEMPOTENCY_KEY, value);
        key(&headers)
    }

    #[test]
    fn the_digest_tells_requests_apart() {
        let json = HeaderValue::from_static("application/json");
        let one = digest("/v1/a", Some(&json), &Bytes::from_static(b"{}"));
        assert_eq!(one, digest("/v1/a", Some(&json), &Bytes::from_static(b"{}")));
        assert_ne!(one, digest("/v1/b", Some(&json), &Bytes::from_static(b"{}")));
        assert_ne!(one, digest("/v1/a", None, &Bytes::from_static(b"{}")));
        assert_ne!(one, digest("/v1/a", Some(&json), &Bytes::from_static(b"{ }")));
    }
}
