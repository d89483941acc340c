//! The business file, version by version.

mod apply;
mod check;
mod read;

use serde::Serialize;
use utoipa::ToSchema;

pub use apply::{__path_apply, apply};
pub use check::{__path_check, check};
pub use read::{__path_read, read};

/// One immutable version of the business file.
#[derive(Debug, Serialize, ToSchema)]
pub struct BusinessVersion {
    #[schema(example = 3)]
    pub version: i32,
    #[schema(format = DateTime)]
    pub applied: String,
    /// SHA-256 of the file's bytes, in hex.
    pub digest: String,
    #[schema(example = "YourBrand Dialer")]
    pub name: String,
    #[schema(example = "USD")]
    pub currency: String,
    #[schema(example = json!(["standard", "silver"]))]
    pub plans: Vec<String>,
    /// The file itself, TOML.
    pub text: String,
}

impl From<app::business::Version> for BusinessVersion {
    fn from(version: app::business::Version) -> Self {
        Self {
            version: version.number,
            applied: version.applied_at.to_string(),
            digest: version.business.digest.clone(),
            name: version.business.name.clone(),
            currency: version.business.currency.to_string(),
            plans: version.business.plans.keys().cloned().collect(),
            text: version.text.as_ref().to_owned(),
        }
    }
}

/// The body of a request as TOML text.
fn toml_text(headers: &axum::http::HeaderMap, body: &[u8]) -> Result<String, crate::problem::Problem> {
    use crate::{payload, problem::Problem};
    if !matches!(payload::media_type(headers).as_str(), "application/toml" | "text/plain") {
        return Err(payload::unsupported("Send the file itself: Content-Type: application/toml."));
    }
    let text = std::str::from_utf8(body)
        .map_err(|error| Problem::invalid(format!("The file is not UTF-8 text (byte {}).", error.valid_up_to())))?;
    Ok(text.to_owned())
}

/// What messages about the file call it.
const FILE: &str = "business.toml";
