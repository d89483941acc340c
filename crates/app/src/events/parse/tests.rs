use proptest::prelude::*;

use super::*;

const GOOD: &str = r#"{"specversion":"1.0","id":"c-1","source":"/pbx/1","type":"call.completed","subject":"abc-solar",
  "time":"2025-10-03T12:00:00.1234567Z","region":"us","data":{"billable_seconds":61}}"#;

fn one(text: &str) -> Parsed<'_> {
    parse_one(text.as_bytes()).unwrap().remove(0)
}

#[test]
fn a_structured_event_is_read_without_losing_a_digit() {
    let event = one(GOOD).unwrap();
    assert_eq!((event.id.as_ref(), event.source.as_ref(), event.kind.as_ref()), ("c-1", "/pbx/1", "call.completed"));
    assert_eq!(event.subject.as_deref(), Some("abc-solar"));
    assert_eq!(event.time.unwrap().to_string(), "2025-10-03T12:00:00.123456Z");
    assert_eq!(event.data, r#"{"billable_seconds":61}"#);
    assert_eq!(event.extensions, r#"{"region":"us"}"#);
}

#[test]
fn what_is_wrong_is_said() {
    for (text, part) in [
        (r#"{"id":"1","source":"s","type":"t"}"#, "'specversion' is missing"),
        (r#"{"specversion":"0.3","id":"1","source":"s","type":"t"}"#, "only 1.0"),
        (r#"{"specversion":"1.0","source":"s","type":"t"}"#, "'id' is missing"),
        (r#"{"specversion":"1.0","id":"","source":"s","type":"t"}"#, "'id' is empty"),
        (r#"{"specversion":"1.0","id":"1","source":"s","type":"t","time":"yesterday"}"#, "RFC 3339"),
        (r#"{"specversion":"1.0","id":"1","source":"s","type":"t","data":[1]}"#, "JSON object"),
        (r#"{"specversion":"1.0","id":"1","source":"s","type":"t","data_base64":"AA=="}"#, "data_base64"),
        (r#"{"specversion":"1.0","id":1,"source":"s","type":"t"}"#, "Not a CloudEvent"),
        (r#"{"specversion":"1.0","id":"a\u0000b","source":"s","type":"t"}"#, "control character"),
        (r#"[]"#, "Not a CloudEvent"),
    ] {
        assert!(one(text).unwrap_err().why.contains(part), "{text}: {}", one(text).unwrap_err().why);
    }
}

#[test]
fn a_bad_event_does_not_spoil_its_neighbours() {
    let batch = format!("[{GOOD}, {{}}, 7, {GOOD}]");
    let events = parse_batch(batch.as_bytes()).unwrap();
    assert_eq!(events.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, false, true]);
    let lines = format!("{}\n\nnot json\n", GOOD.replace('\n', " "));
    assert_eq!(parse_ndjson(lines.as_bytes()).unwrap().iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_bytes_are_answered(cut in 0usize..300, flip in 0usize..300, byte in any::<u8>(), noise in proptest::collection::vec(any::<u8>(), 0..64)) {
        let mut body = GOOD.as_bytes().to_vec();
        if let Some(target) = body.get_mut(flip) { *target = byte; }
        body.truncate(cut);
        for bytes in [body, noise] {
            let _ = (parse_one(&bytes), parse_batch(&bytes), parse_ndjson(&bytes));
        }
    }
}
