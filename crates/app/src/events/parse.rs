use std::{borrow::Cow, fmt};

use kernel::time::{Timestamp, Unit};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{IncomingEvent, Parsed};
use crate::limits::{EVENT_BYTES_MAX, EVENT_TEXT_CHARS_MAX};

/// One event that cannot be read, with its text for the rejected queue.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct Malformed<'b> {
    pub raw: &'b str,
    pub id: Option<String>,
    pub why: String,
}

/// A structured-mode body: one JSON event. `Err` with the reason if the body is not JSON at all.
pub fn parse_one(body: &[u8]) -> Result<Vec<Parsed<'_>>, String> {
    let text = utf8(body)?;
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| not_json(&error))?;
    Ok(vec![event(raw.get())])
}

/// A batched-mode body: a JSON array of events.
pub fn parse_batch(body: &[u8]) -> Result<Vec<Parsed<'_>>, String> {
    let text = utf8(body)?;
    if !text.trim_start().starts_with('[') {
        return Err("A batch is a JSON array of CloudEvents: [{…}, {…}].".into());
    }
    let raws: Vec<&RawValue> = serde_json::from_str(text).map_err(|error| not_json(&error))?;
    Ok(raws.into_iter().map(|raw| event(raw.get())).collect())
}

/// One event on each line; empty lines are skipped.
pub fn parse_ndjson(body: &[u8]) -> Result<Vec<Parsed<'_>>, String> {
    Ok(utf8(body)?.lines().map(str::trim).filter(|line| !line.is_empty()).map(event).collect())
}

fn utf8(body: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(body).map_err(|error| format!("The body is not UTF-8 text (byte {}).", error.valid_up_to()))
}

fn not_json(error: &serde_json::Error) -> String {
    format!("The body is not JSON: {error}.")
}

/// Reads one event's JSON text.
fn event(raw: &str) -> Parsed<'_> {
    let malformed = |id: Option<&str>, why: String| Malformed { raw, id: id.map(str::to_owned), why };
    if raw.len() > EVENT_BYTES_MAX {
        let why = format!("The event has {} bytes; at most {EVENT_BYTES_MAX} are taken.", raw.len());
        return Err(Malformed { raw: raw.get(..256).unwrap_or_default(), id: None, why });
    }
    let wire: Wire<'_> =
        serde_json::from_str(raw).map_err(|error| malformed(None, format!("Not a CloudEvent: {error}.")))?;
    let id = wire.id.as_deref();
    wire.check().map_err(|why| malformed(id, why))?;
    let time = match wire.time.as_deref().map(moment).transpose() {
        Ok(time) => time,
        Err(why) => return Err(malformed(id, why)),
    };
    let data = match wire.data {
        None => "{}",
        Some(data) if data.get().starts_with('{') => data.get(),
        Some(_) => return Err(malformed(id, "'data' must be a JSON object.".into())),
    };
    let Wire { id: Some(id), source: Some(source), kind: Some(kind), subject, extensions, .. } = wire else {
        return Err(malformed(None, "'id', 'source' and 'type' are required.".into()));
    };
    let extensions = if extensions.is_empty() { Cow::Borrowed("") } else { Cow::Owned(format!("{{{extensions}}}")) };
    Ok(IncomingEvent { id, source, kind, subject, time, data, extensions, raw })
}

/// RFC 3339, cut to the microsecond: what PostgreSQL keeps, so that memory and database agree.
fn moment(text: &str) -> Result<Timestamp, String> {
    let wrong = || format!("'time' is '{text}'; write it by RFC 3339, like 2025-10-01T12:00:00Z.");
    let time: Timestamp = text.parse().map_err(|_| wrong())?;
    let rounding = jiff::TimestampRound::new().smallest(Unit::Microsecond).mode(jiff::RoundMode::Floor);
    time.round(rounding).map_err(|_| wrong())
}

/// The attributes of CloudEvents 1.0, borrowed.
#[derive(Default)]
struct Wire<'b> {
    specversion: Option<Cow<'b, str>>,
    id: Option<Cow<'b, str>>,
    source: Option<Cow<'b, str>>,
    kind: Option<Cow<'b, str>>,
    subject: Option<Cow<'b, str>>,
    time: Option<Cow<'b, str>>,
    content_type: Option<Cow<'b, str>>,
    data: Option<&'b RawValue>,
    base64: bool,
    /// `"name":value` pairs of extension attributes, joined by commas.
    extensions: String,
}

impl Wire<'_> {
    fn check(&self) -> Result<(), String> {
        match self.specversion.as_deref() {
            Some("1.0") => {}
            Some(other) => return Err(format!("'specversion' is '{}'; only 1.0 is spoken here.", short(other))),
            None => return Err("'specversion' is missing; write \"1.0\".".into()),
        }
        for (name, value) in [("id", &self.id), ("source", &self.source), ("type", &self.kind)] {
            let Some(value) = value.as_deref() else { return Err(format!("'{name}' is missing.")) };
            plain(name, value)?;
        }
        if let Some(subject) = self.subject.as_deref() {
            plain("subject", subject)?;
        }
        match self.content_type.as_deref().map(|kind| kind.split(';').next().unwrap_or_default().trim()) {
            None => {}
            Some(kind) if kind.eq_ignore_ascii_case("application/json") || kind.ends_with("+json") => {}
            Some(kind) => return Err(format!("'datacontenttype' is '{}'; only JSON can be metered.", short(kind))),
        }
        if self.base64 {
            return Err("'data_base64' is not metered; send 'data' as a JSON object.".into());
        }
        Ok(())
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Not empty, not too long, nothing PostgreSQL or a log could not hold.
fn plain(name: &str, value: &str) -> Result<(), String> {
    if value.is_empty() {
        return Err(format!("'{name}' is empty."));
    }
    if value.len() > EVENT_TEXT_CHARS_MAX {
        return Err(format!("'{name}' has {} bytes; at most {EVENT_TEXT_CHARS_MAX} are taken.", value.len()));
    }
    if value.chars().any(char::is_control) {
        return Err(format!("'{name}' holds a control character."));
    }
    Ok(())
}

impl<'de: 'b, 'b> Deserialize<'de> for Wire<'b> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(WireVisitor)
    }
}

struct WireVisitor;

impl<'de> Visitor<'de> for WireVisitor {
    type Value = Wire<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Wire<'de>, A::Error> {
        let mut wire = Wire::default();
        while let Some(Text(name)) = map.next_key::<Text<'de>>()? {
            match name.as_ref() {
                "specversion" => wire.specversion = text(&mut map)?,
                "id" => wire.id = text(&mut map)?,
                "source" => wire.source = text(&mut map)?,
                "type" => wire.kind = text(&mut map)?,
                "subject" => wire.subject = text(&mut map)?,
                "time" => wire.time = text(&mut map)?,
                "datacontenttype" => wire.content_type = text(&mut map)?,
                "dataschema" => drop(map.next_value::<IgnoredAny>()?),
                "data" => wire.data = Some(map.next_value()?).filter(|data: &&RawValue| data.get() != "null"),
                "data_base64" => wire.base64 = map.next_value::<&RawValue>()?.get() != "null",
                _ => extend(&mut wire.extensions, &name, map.next_value()?),
            }
        }
        Ok(wire)
    }
}

fn extend(extensions: &mut String, name: &str, value: &RawValue) {
    if !extensions.is_empty() {
        extensions.push(',');
    }
    extensions.push_str(&serde_json::Value::from(name).to_string());
    extensions.push(':');
    extensions.push_str(value.get());
}

fn text<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<Cow<'de, str>>, A::Error> {
    Ok(map.next_value::<Option<Text<'de>>>()?.map(|Text(text)| text))
}

/// A string, borrowed when it holds no escapes.
struct Text<'b>(Cow<'b, str>);

impl<'de: 'b, 'b> Deserialize<'de> for Text<'b> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Cow<'de, str>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(text))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(text.to_owned()))
            }
        }
        deserializer.deserialize_str(TextVisitor).map(Text)
    }
}

#[cfg(test)]
mod tests;
