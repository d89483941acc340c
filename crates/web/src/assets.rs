//! The style sheet and the script, at addresses that change with their content, so that browsers may keep them for ever.

use std::sync::LazyLock;

use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use kernel::{Kind, error::Failure};
use sha2::{Digest, Sha256};

use crate::{
    colour::{Palette, Rgb},
    problem::Problem,
};

/// One sheet of small ones, and the sheet of the invoice as `documents` draws it.
static CSS: LazyLock<String> = LazyLock::new(|| {
    [
        include_str!("../assets/css/tokens.css"),
        include_str!("../assets/css/base.css"),
        include_str!("../assets/css/layout.css"),
        include_str!("../assets/css/components.css"),
        include_str!("../assets/css/print.css"),
        documents::html::STYLE,
    ]
    .concat()
});
const JS: &str = include_str!("../assets/enhance.js");
const MARK: &str = include_str!("../assets/mark.svg");

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Where pages find them.
#[derive(Debug)]
pub struct Assets {
    pub css: String,
    pub js: String,
    pub mark: String,
}

pub static ASSETS: LazyLock<Assets> = LazyLock::new(|| Assets {
    css: address("ui.css", &CSS),
    js: address("enhance.js", JS),
    mark: address("mark.svg", MARK),
});

fn address(name: &str, content: &str) -> String {
    let digest = Sha256::digest(content.as_bytes());
    let short: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("/assets/{short}/{name}")
}

/// Addresses and contents, for looking at pages without a server.
#[cfg(test)]
pub fn files() -> [(String, String); 3] {
    [(&ASSETS.css, CSS.as_str()), (&ASSETS.js, JS), (&ASSETS.mark, MARK)]
        .map(|(address, text)| (address.clone(), text.into()))
}

/// `GET /assets/{hash}/{name}`. Only the current hash is known.
pub async fn asset(Path((hash, name)): Path<(String, String)>) -> Result<Response, Problem> {
    let asked = format!("/assets/{hash}/{name}");
    let known = [
        (&ASSETS.css, CSS.as_str(), "text/css; charset=utf-8"),
        (&ASSETS.js, JS, "text/javascript; charset=utf-8"),
        (&ASSETS.mark, MARK, "image/svg+xml"),
    ];
    known
        .into_iter()
        .find(|(address, ..)| **address == asked)
        .map(|(_, content, kind)| lasting(kind, content.into()))
        .ok_or_else(|| Failure::new(Kind::NotFound, "There is no such file.").into())
}

/// `GET /brand/{colour}`: `0b6e4f.css`. A pure function of the colour, so it too may be kept for ever.
pub async fn brand(Path(file): Path<String>) -> Result<Response, Problem> {
    let colour = file.strip_suffix(".css").and_then(|digits| digits.parse::<Rgb>().ok());
    let Some(colour) = colour else {
        return Err(Failure::new(Kind::NotFound, "There is no such file.").into());
    };
    Ok(lasting("text/css; charset=utf-8", Palette::of(colour).css()))
}

/// The address of a business's style sheet.
pub fn brand_address(colour: &str) -> String {
    let digits = colour.trim_start_matches('#').to_ascii_lowercase();
    format!("/brand/{digits}.css")
}

fn lasting(kind: &'static str, content: String) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CACHE_CONTROL, FOR_EVER)], content)
        .into_response()
}
