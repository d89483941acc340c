use app::{
    events::{Parsed, parse_batch, parse_ndjson, parse_one},
    limits::EVENTS_PER_REQUEST_MAX,
};
use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use kernel::{
    Role,
    access::{Actor, ask},
};
use utoipa::ToSchema;

use super::{EventReceipt, binary};
use crate::{
    layer::who::May,
    payload::{self, Payload},
    problem::Problem,
    state::Web,
};

/// A CloudEvent (version 1.0, JSON format). Other attributes are extensions, which meters can read as well.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what app::events reads")]
pub struct CloudEvent {
    #[schema(example = "1.0")]
    specversion: String,
    /// Unique among the events of its source and tenant, for ever. Time-ordered ids (UUID version 7) are the quickest.
    #[schema(example = "0199a3c2-7d4e-7000-8000-0242ac120002", min_length = 1, max_length = 255)]
    id: String,
    /// Who says so.
    #[schema(example = "/pbx/1", min_length = 1, max_length = 255)]
    source: String,
    /// What meters listen to.
    #[serde(rename = "type")]
    #[schema(example = "call.completed", min_length = 1, max_length = 255)]
    kind: String,
    /// The tenant. A tenant's own key may leave it out.
    #[schema(example = "abc-solar")]
    subject: Option<String>,
    /// When it happened, by RFC 3339. Left out: when it is received.
    #[schema(format = DateTime, example = "2025-10-14T09:26:53Z")]
    time: Option<String>,
    /// What meters read, as an object.
    #[schema(value_type = Option<Object>, example = json!({"billable_seconds": 61, "destination": "4930123456"}))]
    data: Option<()>,
}

/// Send events
///
/// One event, a batch, or one on each line. Acknowledged means durable and in the running totals, each event once
/// however often it is sent: after a failure, send the same body again. Events that cannot be counted do not spoil
/// their neighbours; they are listed, and kept for the operator to replay.
#[utoipa::path(
    post,
    path = "/v1/events",
    tag = "events",
    operation_id = "send_events",
    request_body(
        description = "At most 10,000 events in 16 MiB. In binary mode the attributes are in `ce-` headers and the body is the data.",
        content(
            (CloudEvent = "application/cloudevents+json"),
            (Vec<CloudEvent> = "application/cloudevents-batch+json"),
            (String = "application/x-ndjson"),
        )
    ),
    responses(
        (status = 200, description = "Every event was accepted, or had been before", body = EventReceipt),
        (status = 202, description = "Received, but some events were rejected or in conflict: see `errors`", body = EventReceipt),
    )
)]
pub async fn send(
    State(web): State<Web>,
    May(can): May<ask::SendEvents>,
    headers: HeaderMap,
    Payload(body): Payload,
) -> Result<Response, Problem> {
    let actor = can.actor();
    if binary::is_binary(&headers) {
        let event = binary::structured(&headers, &body).map_err(Problem::invalid)?;
        return receive(&web, actor, parse_one(event.as_bytes())).await;
    }
    receive(&web, actor, parsed(&headers, &body)?).await
}

type Body<'b> = Result<Vec<Parsed<'b>>, String>;

fn parsed<'b>(headers: &HeaderMap, body: &'b Bytes) -> Result<Body<'b>, Problem> {
    Ok(match payload::media_type(headers).as_str() {
        "application/cloudevents+json" => parse_one(body),
        "application/cloudevents-batch+json" => parse_batch(body),
        "application/x-ndjson" | "application/ndjson" | "application/jsonl" => parse_ndjson(body),
        "application/json" if body.trim_ascii_start().starts_with(b"[") => parse_batch(body),
        "application/json" => parse_one(body),
        _ => {
            return Err(payload::unsupported(
                "Send application/cloudevents+json, application/cloudevents-batch+json or application/x-ndjson; \
                 in binary mode, the header ce-specversion.",
            ));
        }
    })
}

async fn receive(web: &Web, actor: &Actor, body: Body<'_>) -> Result<Response, Problem> {
    let events = body.map_err(Problem::invalid)?;
    if events.len() > EVENTS_PER_REQUEST_MAX {
        let detail = format!("The request holds {} events; at most {EVENTS_PER_REQUEST_MAX} are taken.", events.len());
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail));
    }
    let mut receipt = EventReceipt::from(web.app.receive(actor, events).await?);
    if actor.role() == Role::Tenant && !receipt.is_complete() {
        receipt = receipt.discreet(&*web.words().await?);
    }
    let status = if receipt.is_complete() { StatusCode::OK } else { StatusCode::ACCEPTED };
    Ok((status, Json(receipt)).into_response())
}
