//! The last guard on the way out: no vendor's name and no confidential word reaches a client.
//!
//! Types and database roles keep them apart already; this looks at the bytes. A leak becomes a plain error and a line in
//! the log: better no answer than that one.

use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{layer::who, problem::Problem, state::Web};

/// Longer texts than any page or answer; a longer one is refused, not skipped.
const SCANNED_BYTES_MAX: usize = 8 << 20;

/// Confidential words, in every spelling in which they could stand in HTML or JSON.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Words {
    spellings: Vec<String>,
}

impl Words {
    pub fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut spellings = Vec::new();
        for word in words.into_iter().map(str::trim).filter(|word| !word.is_empty()) {
            let word = word.to_lowercase();
            let html = askama::filters::escape(word.as_str(), askama::filters::Html).map(|safe| safe.to_string());
            let named = word.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let json = serde_json::to_string(&word).unwrap_or_default();
            let json = json.trim_matches('"').to_owned();
            spellings.extend([word, html.unwrap_or_default(), named, json]);
        }
        spellings.sort();
        spellings.dedup();
        Self { spellings }
    }

    /// The first confidential word that stands in `text`, whatever its case, as a word of its own.
    pub fn found_in<'w>(&'w self, text: &str) -> Option<&'w str> {
        if self.spellings.is_empty() {
            return None;
        }
        let text = text.to_lowercase();
        self.spellings.iter().map(String::as_str).find(|word| stands_in(&text, word))
    }
}

fn stands_in(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, found)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|after| after.chars().next());
        let inside = |neighbour: Option<char>| neighbour.is_some_and(char::is_alphanumeric);
        !(inside(before) || inside(after))
    })
}

pub async fn guard(State(web): State<Web>, request: Request, next: Next) -> Response {
    let guarded = who::client_facing(&request);
    let response = next.run(request).await;
    if !guarded {
        return response;
    }
    match web.words().await {
        Ok(words) => scanned(&words, response).await,
        // Without the words nothing can be said to be free of them.
        Err(failure) => Problem::from(failure).into_response(),
    }
}

async fn scanned(words: &Arc<Words>, response: Response) -> Response {
    let headers = response.headers().values().filter_map(|value| value.to_str().ok());
    if let Some(word) = headers.into_iter().find_map(|value| words.found_in(value)) {
        return leak(word);
    }
    if !is_text(response.headers().get(header::CONTENT_TYPE)) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, SCANNED_BYTES_MAX).await else {
        return Problem::bug("a client-facing text was too long to be scanned").into_response();
    };
    match words.found_in(&String::from_utf8_lossy(&bytes)) {
        Some(word) => leak(word),
        None => Response::from_parts(parts, Body::from(bytes)),
    }
}

fn leak(word: &str) -> Response {
    Problem::bug(&format!("the confidential word '{word}' stood in a client-facing answer; it was withheld"))
        .into_response()
}

/// Pictures and PDF are not scanned here; what they are rendered from is (see the invoice handlers).
fn is_text(kind: Option<&HeaderValue>) -> bool {
    let Some(kind) = kind.and_then(|kind| kind.to_str().ok()) else { return true };
    !(kind.starts_with("application/pdf") || kind.starts_with("image/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole_in_any_case_and_spelling() {
        let words = Words::new(["Instacall", "AT&T", "VICIdial", " ", "Zürich \"Tel\""]);
        for leak in [
            "by instacall.",
            "INSTACALL",
            "x_instacall/price",
            "<td>AT&#38;T</td>",
            "<td>at&amp;t</td>",
            "{\"a\":\"vicidial\"}",
            "{\"v\":\"ZÜRICH \\\"tel\\\"\"}",
        ] {
            assert!(words.found_in(leak).is_some(), "{leak}");
        }
        for fine in ["instacalls", "reinstacall", "", "AT and T", "minutes"] {
            assert_eq!(words.found_in(fine), None, "{fine}");
        }
        assert_eq!(Words::default().found_in("anything"), None);
    }
}
