//! The API's description, generated from the handlers: `GET /v1/openapi.json`.

use std::sync::LazyLock;

use axum::response::Response;
use utoipa::{
    OpenApi,
    openapi::{
        Content, ContentBuilder, HttpMethod, Ref, RefOr, Required, Response as Described, ResponseBuilder,
        path::{Operation, Parameter, ParameterBuilder, ParameterIn},
        schema::{ObjectBuilder, Type},
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use crate::{
    api::json_text,
    layer::once::KEY_CHARS_MAX,
    problem::{PROBLEM_JSON, Problem},
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Purvey",
        description = "From usage events to invoices, with cost and margin.\n\nDecimals are strings, times are RFC 3339 \
                       in UTC, lists come in pages (`next` is the cursor of the next page). Every POST takes an \
                       `Idempotency-Key`. Refusals are problem documents (RFC 9457).",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    components(schemas(Problem)),
    security(("key" = [])),
    tags(
        (name = "events", description = "Usage on its way in"),
        (name = "tenants", description = "Clients of the business and their contracts"),
        (name = "bills", description = "What a period comes to so far"),
        (name = "invoices", description = "Closed periods and their proof"),
        (name = "business", description = "The business file"),
        (name = "keys", description = "API keys"),
        (name = "about", description = "The API itself"),
    )
)]
struct Frame;

/// The document without its paths.
pub fn frame() -> utoipa::openapi::OpenApi {
    let mut frame = Frame::openapi();
    let scheme = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("An API key, `pk_…`. Its role decides what it may ask."))
        .build();
    frame.components.get_or_insert_default().add_security_scheme("key", SecurityScheme::Http(scheme));
    frame
}

/// The whole document, as `crates/web/openapi.json` has it.
pub fn document() -> utoipa::openapi::OpenApi {
    let mut document = super::routes().into_openapi();
    for item in document.paths.paths.values_mut() {
        let operations = [(HttpMethod::Get, &mut item.get), (HttpMethod::Post, &mut item.post)];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                refusals(operation, method == HttpMethod::Post);
            }
        }
    }
    document
}

pub static TEXT: LazyLock<String> = LazyLock::new(|| document().to_pretty_json().unwrap_or_default() + "\n");

/// Read this document
#[utoipa::path(
    get,
    path = "/v1/openapi.json",
    tag = "about",
    operation_id = "read_openapi",
    security(()),
    responses((status = 200, description = "This document", body = Object))
)]
pub async fn read() -> Response {
    json_text(TEXT.clone())
}

/// How every operation can be refused, and the header that every POST takes.
fn refusals(operation: &mut Operation, is_post: bool) {
    if operation.security.as_ref().is_some_and(|security| security.iter().all(|one| *one == Default::default())) {
        return;
    }
    let parameters = operation.parameters.get_or_insert_default();
    let is_in = |parameters: &[RefOr<Parameter>], place: &ParameterIn| {
        parameters.iter().any(|one| matches!(one, RefOr::T(one) if one.parameter_in == *place))
    };
    let by_path = is_in(parameters, &ParameterIn::Path);
    let by_query = is_in(parameters, &ParameterIn::Query);
    if is_post {
        parameters.push(RefOr::T(idempotency_key()));
    }
    let mut add = |status: &str, why: &str| {
        operation.responses.responses.entry(status.to_owned()).or_insert_with(|| RefOr::T(problem(why)));
    };
    if is_post || by_query {
        add("400", "The request is not valid");
    }
    add("401", "No API key, or one that is not known");
    add("403", "The key may not do that");
    if by_path {
        add("404", "There is no such thing, or it is another tenant's");
    }
    if is_post {
        add("409", "It contradicts what is there, or the `Idempotency-Key` was used for another request");
        add("413", "The body is too large");
        add("415", "The body's content type is not taken");
    }
    add("429", "A limit is reached; try again after `Retry-After` seconds");
    add("500", "The server made a mistake");
    add("503", "Not available just now; try again after `Retry-After` seconds");
}

fn problem(why: &str) -> Described {
    let content: Content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    ResponseBuilder::new().description(why).content(PROBLEM_JSON, content).build()
}

fn idempotency_key() -> Parameter {
    let schema = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(KEY_CHARS_MAX));
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("The same key with the same request gets the same answer; with another request, 409."))
        .schema(Some(schema))
        .build()
}
