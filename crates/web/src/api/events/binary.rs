//! Binary mode: the event's attributes in `ce-` headers, its data in the body. It becomes the same event as JSON, so
//! that everything behind the door sees one form.

use std::fmt::Write as _;

use axum::{body::Bytes, http::HeaderMap};
use serde_json::value::RawValue;

use crate::payload;

pub fn is_binary(headers: &HeaderMap) -> bool {
    headers.contains_key("ce-specversion")
}

/// The event as JSON text. `Err` says what cannot be read.
pub fn structured(headers: &HeaderMap, body: &Bytes) -> Result<String, String> {
    let mut event = String::with_capacity(body.len() + 512);
    event.push('{');
    for (name, value) in headers {
        let Some(name) = name.as_str().strip_prefix("ce-") else { continue };
        if matches!(name, "data" | "data_base64" | "datacontenttype") {
            return Err(format!("The header ce-{name} is not an attribute."));
        }
        let value = value.to_str().map_err(|_| format!("The header ce-{name} is not ASCII; percent-encode it."))?;
        pair(&mut event, name, &decoded(value).ok_or(format!("The header ce-{name} is not UTF-8 once decoded."))?);
    }
    let kind = payload::media_type(headers);
    if !kind.is_empty() {
        pair(&mut event, "datacontenttype", &kind);
    }
    if !body.is_empty() {
        // Parsed, so that a body cannot close the object and go on with attributes of its own.
        let data: &RawValue =
            serde_json::from_slice(body).map_err(|error| format!("The body is not JSON: {error}."))?;
        separate(&mut event);
        let _ = write!(event, "\"data\":{data}");
    }
    event.push('}');
    Ok(event)
}

fn pair(event: &mut String, name: &str, value: &str) {
    separate(event);
    let _ = write!(event, "{}:{}", serde_json::Value::from(name), serde_json::Value::from(value));
}

fn separate(event: &mut String) {
    if !event.ends_with('{') {
        event.push(',');
    }
}

/// Undoes percent-encoding, as the HTTP binding of CloudEvents asks for.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16));
        let (high, low) = (digit()?, digit()?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)], body: &'static str) -> Result<String, String> {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(
                axum::http::HeaderName::from_bytes(name.as_bytes()).unwrap(),
                axum::http::HeaderValue::from_bytes(value.as_bytes()).unwrap(),
            );
        }
        structured(&headers, &Bytes::from_static(body.as_bytes()))
    }

    #[test]
    fn headers_become_attributes_and_the_body_its_data() {
        let event = read(
            &[
                ("ce-specversion", "1.0"),
                ("ce-id", "caf%C3%A9 %22quoted%22"),
                ("ce-region", "eu"),
                ("content-type", "application/json; charset=utf-8"),
                ("user-agent", "x"),
            ],
            r#"{"seconds":60}"#,
        );
        assert_eq!(
            event.unwrap(),
            r#"{"specversion":"1.0","id":"café \"quoted\"","region":"eu","datacontenttype":"application/json","data":{"seconds":60}}"#
        );
        assert_eq!(read(&[("ce-specversion", "1.0")], "").unwrap(), r#"{"specversion":"1.0"}"#);
    }

    #[test]
    fn a_body_cannot_add_attributes() {
        assert!(read(&[("ce-specversion", "1.0")], r#"{}, "subject": "other""#).is_err());
        assert!(read(&[("ce-data", "{}")], "").is_err());
        assert!(read(&[("ce-id", "%zz")], "").is_err());
        assert!(read(&[("ce-id", "%ff")], "").is_err());
        assert!(read(&[("ce-id", "%c")], "").is_err());
    }
}
