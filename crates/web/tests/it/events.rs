use axum::{body::Body, http::header};
use serde_json::{Value, json};

use crate::world::{Who, World, call};

const ONE: &str = "application/cloudevents+json";
const BATCH: &str = "application/cloudevents-batch+json";
const LINES: &str = "application/x-ndjson";

fn receipt(accepted: u64, duplicate: u64) -> Value {
    json!({ "accepted": accepted, "duplicate": duplicate, "rejected": 0, "conflict": 0, "errors": [] })
}

#[tokio::test]
async fn each_form_of_body_is_read() {
    let world = World::new().await;
    let event = |index| call("abc-solar", "2025-10-10", index, 60).to_string();
    let sent = world.post(Who::Collector, "/v1/events", ONE, event(0)).await.ok(200);
    assert_eq!(sent, receipt(1, 0));
    let batch = format!("[{},{}]", event(1), event(2));
    assert_eq!(world.post(Who::Collector, "/v1/events", BATCH, batch).await.ok(200), receipt(2, 0));
    let lines = format!("{}\n\n{}\r\n", event(3), event(4));
    assert_eq!(world.post(Who::Collector, "/v1/events", LINES, lines).await.ok(200), receipt(2, 0));
    let plain = format!(" [{}]", event(5));
    assert_eq!(world.post(Who::Collector, "/v1/events", "application/json", plain).await.ok(200), receipt(1, 0));
    assert_eq!(world.post(Who::Collector, "/v1/events", BATCH, "[]").await.ok(200), receipt(0, 0));
    assert_eq!(world.counts().await, (6, 0));
    let bill = world.get(Who::Own, "/v1/tenants/abc-solar/bill").await.ok(200);
    assert_eq!(bill["lines"][1]["quantity"], "6");
}

#[tokio::test]
async fn binary_mode_is_read_from_headers() {
    let world = World::new().await;
    let request = |id: &str, body: &str| {
        world
            .request(Who::Own, "POST", "/v1/events")
            .header("ce-specversion", "1.0")
            .header("ce-id", id)
            .header("ce-source", "/pbx%2F1")
            .header("ce-type", "call.completed")
            .header("ce-time", "2025-10-10T16:00:00Z")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_owned()))
            .unwrap()
    };
    assert_eq!(world.send(request("1", r#"{"billable_seconds":60}"#)).await.ok(200), receipt(1, 0));
    assert_eq!(world.send(request("1", r#"{"billable_seconds":60}"#)).await.ok(200), receipt(0, 1));
    world.send(request("2", r#"{}, "subject": "harbor""#)).await.refused(400);
    assert_eq!(world.counts().await, (1, 0));
}

#[tokio::test]
async fn sent_again_nothing_counts_twice_and_other_content_is_a_conflict() {
    let world = World::new().await;
    let first = call("abc-solar", "2025-10-10", 0, 60);
    let other = call("abc-solar", "2025-10-10", 0, 61);
    world.post(Who::Own, "/v1/events", ONE, first.to_string()).await.ok(200);
    assert_eq!(world.post(Who::Own, "/v1/events", ONE, first.to_string()).await.ok(200), receipt(0, 1));
    let answer = world.post(Who::Own, "/v1/events", ONE, other.to_string()).await.ok(202);
    assert_eq!((answer["conflict"].as_u64(), answer["errors"][0]["reason"].as_str()), (Some(1), Some("conflict")));
    let waiting = world.get(Who::Operator, "/v1/rejected").await.ok(200);
    assert_eq!(waiting["data"][0]["reason"], "conflict");
    assert_eq!(world.counts().await, (1, 1));
}

#[tokio::test]
async fn a_bad_event_is_named_by_its_place_and_does_not_spoil_its_neighbours() {
    let world = World::new().await;
    let batch = json!([
        call("abc-solar", "2025-10-10", 0, 60),
        { "specversion": "1.0", "id": "no-type", "source": "/x" },
        call("nobody", "2025-10-10", 1, 60),
        { "specversion": "1.0", "id": "t", "source": "/x", "type": "nobody.listens", "subject": "abc-solar" },
        call("abc-solar", "2026-10-10", 2, 60),
        17,
        call("abc-solar", "2025-10-10", 3, 60),
    ]);
    let answer = world.post(Who::Collector, "/v1/events", BATCH, batch.to_string()).await.ok(202);
    assert_eq!((answer["accepted"].as_u64(), answer["rejected"].as_u64()), (Some(2), Some(5)));
    let errors: Vec<_> =
        answer["errors"].as_array().unwrap().iter().map(|error| (&error["index"], &error["reason"])).collect();
    let expected =
        [(1, "malformed"), (2, "unknown_tenant"), (3, "unknown_type"), (4, "too_far_ahead"), (5, "malformed")];
    let expected: Vec<_> = expected.iter().map(|(index, reason)| (json!(index), json!(reason))).collect();
    assert_eq!(errors, expected.iter().map(|(index, reason)| (index, reason)).collect::<Vec<_>>());
    assert_eq!(world.counts().await, (2, 5), "what cannot be counted is kept");
}

#[tokio::test]
async fn a_tenants_key_sends_its_own_events_only() {
    let world = World::new().await;
    let mut without_subject = call("abc-solar", "2025-10-10", 0, 60);
    without_subject.as_object_mut().unwrap().remove("subject");
    world.post(Who::Own, "/v1/events", ONE, without_subject.to_string()).await.ok(200);
    let foreign = world.calls(Who::Other, "abc-solar", "2025-10-11", &[60]).await.ok(202);
    assert_eq!(foreign["errors"][0]["reason"], "foreign_tenant");
    assert_eq!(world.counts().await.0, 1);
}

#[tokio::test]
async fn limits_and_types_are_said_plainly() {
    let world = World::new().await;
    let many = format!("[{}]", vec!["{}"; 10_001].join(","));
    let problem = world.post(Who::Own, "/v1/events", BATCH, many).await.refused(413);
    assert!(problem["detail"].as_str().unwrap().contains("10001 events"));
    let long = vec![b' '; (16 << 20) + 1];
    world.post(Who::Own, "/v1/events", BATCH, long).await.refused(413);
    world.post(Who::Own, "/v1/events", "text/csv", "a,b").await.refused(415);
    let gzip = world.request(Who::Own, "POST", "/v1/events").header(header::CONTENT_TYPE, ONE);
    let gzip = gzip.header(header::CONTENT_ENCODING, "gzip").body(Body::from("x")).unwrap();
    world.send(gzip).await.refused(415);
    assert_eq!(world.counts().await, (0, 0));
}

/// A type that names a vendor is refused like any other; the tenant's answer keeps silent about it.
#[tokio::test]
async fn a_tenants_answer_names_nothing_confidential() {
    let world = World::new().await;
    let event =
        json!({ "specversion": "1.0", "id": "1", "source": "/x", "type": "vicidial.call", "subject": "abc-solar" });
    let answer = world.post(Who::Own, "/v1/events", ONE, event.to_string()).await.ok(202);
    assert_eq!(answer["errors"][0]["reason"], "unknown_type");
    assert!(!answer.to_string().to_lowercase().contains("vicidial"));
    let mut other = event.clone();
    other["id"] = json!("2");
    let answer = world.post(Who::Collector, "/v1/events", ONE, other.to_string()).await.ok(202);
    assert!(answer["errors"][0]["detail"].as_str().unwrap().contains("vicidial"), "a collector is ours");
}
