use proptest::prelude::*;

use super::*;

fn number_at(json: &str, path: &str) -> Option<String> {
    Some(Attributes::parse(json).unwrap().get(path)?.number()?.to_string())
}

#[test]
fn numbers_keep_their_text_and_texts_may_be_numbers() {
    let json = r#"{"seconds": 61.50, "cost": "0.0250", "big": 123456789012345678901234567, "word": "x"}"#;
    assert_eq!(Attributes::parse(json).unwrap().get("seconds"), Some(&Attribute::Number("61.50")));
    assert_eq!(number_at(json, "seconds").as_deref(), Some("61.5"));
    assert_eq!(number_at(json, "cost").as_deref(), Some("0.025"));
    assert_eq!(number_at(json, "big").as_deref(), Some("123456789012345678901234567"));
    assert_eq!(number_at(json, "word"), None);
}

#[test]
fn dots_descend_and_the_first_of_a_name_counts() {
    let attributes =
        Attributes::parse(r#"{"a": {"b": {"c": "deep"}}, "a": 2, "d": null, "e": [1, {"f": 2}]}"#).unwrap();
    assert_eq!(attributes.get("a.b.c").and_then(Attribute::text), Some("deep"));
    assert_eq!(attributes.get("d"), Some(&Attribute::Null));
    assert_eq!(attributes.get("e"), Some(&Attribute::Other));
    for absent in ["a.b.c.d", "a.x", "e.f", "x", "", "."] {
        assert_eq!(attributes.get(absent), None, "{absent}");
    }
}

#[test]
fn plain_texts_are_borrowed_and_escaped_ones_are_read() {
    let attributes = Attributes::parse(r#"{"plain": "caf\u00e9", "x": "Zoë", "n\u0061me": true}"#).unwrap();
    assert!(matches!(attributes.get("x"), Some(Attribute::Text(Cow::Borrowed("Zoë")))));
    assert_eq!(attributes.get("plain").and_then(Attribute::text), Some("café"));
    assert_eq!(attributes.get("name").and_then(Attribute::text), Some("true"));
}

#[test]
fn an_extension_never_hides_data() {
    let mut attributes = Attributes::parse(r#"{"region": "eu"}"#).unwrap();
    attributes.push("region", Attribute::Text("us".into()));
    attributes.push("trunk", Attribute::Text("7".into()));
    assert_eq!(attributes.get("region").and_then(Attribute::text), Some("eu"));
    assert_eq!(attributes.get("trunk").and_then(Attribute::text), Some("7"));
}

#[test]
fn what_is_not_an_object_is_refused() {
    for wrong in [
        "",
        "null",
        "[]",
        "3",
        "\"x\"",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":01}",
        "{\"a\":1} x",
        "{\"a\":NaN}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\": \"\u{1}\"}",
        "{\"a\":[}",
    ] {
        assert!(Attributes::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn depth_and_number_of_attributes_are_limited() {
    let nested = |depth: usize| format!("{}{}", "{\"a\":".repeat(depth - 1) + "{", "}".repeat(depth));
    assert!(Attributes::parse(&nested(DEPTH_MAX)).is_ok());
    let error = Attributes::parse(&nested(DEPTH_MAX + 1)).unwrap_err();
    assert!(error.0.contains("more than 8 deep"), "{error}");
    let wide = |count: usize| {
        let members: Vec<String> = (0..count).map(|index| format!("\"a{index}\":1")).collect();
        format!("{{{}}}", members.join(","))
    };
    assert!(Attributes::parse(&wide(ATTRIBUTES_MAX)).is_ok());
    assert!(Attributes::parse(&wide(ATTRIBUTES_MAX + 1)).unwrap_err().0.contains("more than 256"));
    // Arrays are passed over, however deep.
    assert!(Attributes::parse(&format!("{{\"a\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000))).is_ok());
    assert!(Attributes::parse(&"x".repeat(10_000)).unwrap_err().0.len() < 300);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "[{}\\[\\]\",:a-c0-9.\\\\u -]{0,60}") {
        let _ = Attributes::parse(&text);
    }

    #[test]
    fn agrees_with_an_ordinary_json_reader(text in "\\{(\"[ab]\":(1|\"x\"|true|null|\\{\\}),?){0,4}\\}") {
        let ordinary = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&text);
        prop_assert_eq!(Attributes::parse(&text).is_ok(), ordinary.is_ok());
    }
}
