use axum::{Json, http::HeaderMap};
use kernel::access::ask;
use serde::Serialize;
use utoipa::ToSchema;

use super::{FILE, toml_text};
use crate::{layer::who::May, payload::Payload, problem::Problem};

/// What is wrong with a business file, if anything.
#[derive(Debug, Serialize, ToSchema)]
pub struct BusinessCheck {
    /// Whether it could be put in force.
    pub ok: bool,
    pub errors: Vec<FileError>,
    /// The same in the words of `purvey check`, with the offending text underlined; empty if all is well.
    pub report: String,
}

/// One error. Lines and columns count from 1; columns count characters.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileError {
    /// Stable, for programs.
    #[schema(example = "unknown_key")]
    pub code: String,
    pub message: String,
    /// Where in the file's structure.
    #[schema(example = "products.minutes.price")]
    pub path: String,
    pub line: usize,
    pub column: usize,
    /// What to do about it.
    pub help: Vec<String>,
}

/// Check a business file
///
/// Changes nothing.
#[utoipa::path(
    post,
    path = "/v1/business/check",
    tag = "business",
    operation_id = "check_business",
    request_body(content = String, content_type = "application/toml", description = "The file itself"),
    responses((status = 200, description = "What was found", body = BusinessCheck))
)]
pub async fn check(
    _may: May<ask::ApplyBusiness>,
    headers: HeaderMap,
    Payload(body): Payload,
) -> Result<Json<BusinessCheck>, Problem> {
    let text = toml_text(&headers, &body)?;
    Ok(Json(match model::parse(&text, FILE) {
        Ok(_) => BusinessCheck { ok: true, errors: Vec::new(), report: String::new() },
        Err(errors) => BusinessCheck {
            ok: false,
            report: errors.render(false),
            errors: errors.problems.iter().map(FileError::of).collect(),
        },
    }))
}

impl FileError {
    fn of(problem: &model::Problem) -> Self {
        Self {
            code: problem.kind.code().to_owned(),
            message: problem.message.clone(),
            path: problem.path.clone(),
            line: problem.line,
            column: problem.column,
            help: problem.help.clone(),
        }
    }
}
