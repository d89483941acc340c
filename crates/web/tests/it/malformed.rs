//! A thousand bodies that are no events: each gets a clear answer and changes nothing that is counted.

use std::sync::Arc;

use axum::body::Bytes;
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, TestRunner},
};
use serde_json::Value;

use crate::world::{Who, World, call};

const CASES: u32 = 1_000;
const KINDS: [&str; 4] =
    ["application/cloudevents+json", "application/cloudevents-batch+json", "application/x-ndjson", "application/json"];

#[test]
fn a_thousand_malformed_bodies_change_nothing() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let world = Arc::new(runtime.block_on(World::new()));
    let mut runner = TestRunner::new(Config { cases: CASES, failure_persistence: None, ..Config::default() });
    runner
        .run(&(0..KINDS.len(), body()), |(kind, body)| {
            let answer = runtime.block_on(world.post(Who::Collector, "/v1/events", KINDS[kind], body.clone()));
            match answer.status.as_u16() {
                400 | 413 => drop(answer.refused(answer.status.as_u16())),
                200 | 202 => {
                    let receipt = answer.json();
                    prop_assert_eq!(&receipt["accepted"], &Value::from(0), "{:?}", body);
                    prop_assert_eq!(&receipt["duplicate"], &Value::from(0));
                }
                other => prop_assert!(false, "{other}: {}", answer.text()),
            }
            Ok(())
        })
        .unwrap();
    let (events, _) = runtime.block_on(world.counts());
    assert_eq!(events, 0);
    // Still well, and still counting.
    let sent = runtime.block_on(world.calls(Who::Own, "abc-solar", "2025-10-10", &[60]));
    assert_eq!(sent.ok(200)["accepted"], 1);
    drop(runtime.block_on(async { Arc::try_unwrap(world).ok() }));
}

fn body() -> impl Strategy<Value = Bytes> {
    prop_oneof![
        2 => vec(any::<u8>(), 0..200).prop_map(Bytes::from),
        3 => cut(),
        4 => wrong_types(),
        1 => nested(),
        2 => numbers(),
        2 => bad_utf8(),
    ]
}

fn text(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

/// Proper JSON, cut short.
fn cut() -> impl Strategy<Value = Bytes> {
    (any::<bool>(), 1usize..150).prop_map(|(batch, short)| {
        let event = call("abc-solar", "2025-10-10", 0, 60);
        let mut text = text(&if batch { Value::from(vec![event.clone(), event]) } else { event });
        text.truncate(text.len().saturating_sub(short));
        Bytes::from(text)
    })
}

/// An event with one attribute of the wrong type, or without one that it needs.
fn wrong_types() -> impl Strategy<Value = Bytes> {
    let attributes = ["specversion", "id", "source", "type", "time", "data", "subject"];
    let values = prop_oneof![
        Just(Value::from(17)),
        Just(Value::from(true)),
        Just(Value::from(vec![1, 2])),
        Just(serde_json::json!({ "nested": {} })),
        Just(Value::from("")),
        Just(Value::from("\u{0}")),
        Just(Value::from("x".repeat(300))),
        Just(Value::from("not-a-thing")),
    ];
    (prop::sample::select(attributes.to_vec()), values, any::<bool>()).prop_map(|(attribute, value, batch)| {
        let mut event = call("abc-solar", "2025-10-10", 0, 60);
        // Any text may be an id or a source; then nothing would be wrong.
        let harmless = value == "not-a-thing" && ["id", "source"].contains(&attribute);
        event[attribute] = if harmless { Value::Null } else { value };
        Bytes::from(text(&if batch { Value::from(vec![event]) } else { event }))
    })
}

fn nested() -> impl Strategy<Value = Bytes> {
    (1usize..5_000, any::<bool>()).prop_map(|(depth, closed)| {
        let mut text = "[".repeat(depth);
        if closed {
            text += &"]".repeat(depth);
        }
        let event = format!(r#"{{"specversion":"1.0","id":"1","source":"/x","type":"call.completed","subject":"abc-solar","data":{text}}}"#);
        Bytes::from(event)
    })
}

/// Figures that no meter can hold, and what only looks like a figure.
fn numbers() -> impl Strategy<Value = Bytes> {
    let figures = [
        "1e400",
        "-1e400",
        "1e-400",
        "99999999999999999999999999999999999999999",
        "NaN",
        "Infinity",
        "0x10",
        "01",
        "--1",
        "\"60s\"",
        "null",
        "[]",
        "1e2147483648",
    ];
    (prop::sample::select(figures.to_vec()), "[1-9][0-9]{40,200}").prop_map(|(figure, digits)| {
        let figure = if figure == "1e400" { digits } else { figure.to_owned() };
        Bytes::from(format!(
            r#"{{"specversion":"1.0","id":"1","source":"/x","type":"call.completed","subject":"abc-solar","time":"2025-10-10T16:00:00Z","data":{{"billable_seconds":{figure}}}}}"#
        ))
    })
}

/// An event whose text is not UTF-8 at one place.
fn bad_utf8() -> impl Strategy<Value = Bytes> {
    (any::<prop::sample::Index>(), prop::sample::select(vec![0xffu8, 0xc0, 0xed, 0x80])).prop_map(|(at, byte)| {
        let mut text = text(&call("abc-solar", "2025-10-10", 0, 60));
        let at = at.index(text.len());
        text[at] = byte;
        Bytes::from(text)
    })
}
