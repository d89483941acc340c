//! The JSON Schema of the business file, and the tables of its reference, from the same declarations as the reader.

mod reference;
mod scalars;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

pub use reference::reference;

use crate::{
    limits::{DECK_ROWS_MAX, ENTRIES_MAX, TEXTS_MAX, TIERS_MAX},
    parse::FILE,
    section::{Key, Kind, Section},
};

/// A JSON Schema of draft 2020-12, so that editors complete and check a business file.
///
/// It says what can be said of one key at a time. What holds between keys (names that are defined, tiers that
/// rise, one shape to a price) only [`crate::parse`] checks.
pub fn schema() -> Value {
    let mut defs = Defs::default();
    let mut root = defs.object(&FILE);
    if let Some(root) = root.as_object_mut() {
        root.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
        root.insert("title".into(), "Purvey business file".into());
        root.insert("$defs".into(), Value::Object(defs.done.into_iter().collect::<Map<String, Value>>()));
    }
    root
}

/// The sections that have been written out so far, by name.
#[derive(Default)]
struct Defs {
    done: BTreeMap<String, Value>,
}

impl Defs {
    /// A reference to the section, which is written out the first time.
    fn refer(&mut self, section: &'static Section) -> Value {
        if !self.done.contains_key(section.name) {
            // Taken first, so that a section inside itself ends.
            self.done.insert(section.name.to_owned(), Value::Null);
            let object = self.object(section);
            self.done.insert(section.name.to_owned(), object);
        }
        json!({ "$ref": format!("#/$defs/{}", section.name) })
    }

    fn object(&mut self, section: &'static Section) -> Value {
        let properties: Map<String, Value> =
            section.keys.iter().map(|key| (key.name.to_owned(), self.property(key))).collect();
        let required: Vec<&str> = section.keys.iter().filter(|key| key.required).map(|key| key.name).collect();
        let mut object = json!({
            "type": "object", "description": section.doc, "properties": properties, "additionalProperties": false,
        });
        if let (false, Some(object)) = (required.is_empty(), object.as_object_mut()) {
            object.insert("required".into(), required.into());
        }
        object
    }

    fn property(&mut self, key: &'static Key) -> Value {
        let mut schema = self.kind(key.kind);
        if let Some(object) = schema.as_object_mut() {
            object.insert("description".into(), described(key).into());
            if let Some(default) = key.default.and_then(|default| serde_json::from_str::<Value>(default).ok()) {
                object.insert("default".into(), default);
            }
        }
        schema
    }

    fn kind(&mut self, kind: Kind) -> Value {
        match kind {
            Kind::Table(section) => self.refer(section),
            Kind::Tables(section) => {
                json!({ "type": "array", "items": self.refer(section), "minItems": 1, "maxItems": TIERS_MAX })
            }
            Kind::Named(section) => named(&self.refer(section)),
            Kind::Map(kind) | Kind::MapOf(_, kind) => named(&self.kind(*kind)),
            Kind::Rows(kind) => json!({
                "type": "object", "additionalProperties": self.kind(*kind), "maxProperties": DECK_ROWS_MAX,
            }),
            Kind::List(kind) => json!({ "type": "array", "items": self.kind(*kind), "maxItems": ENTRIES_MAX }),
            Kind::AnyOf(kinds) => json!({ "anyOf": kinds.iter().map(|kind| self.kind(*kind)).collect::<Vec<_>>() }),
            Kind::Texts => {
                let text = scalars::schema(Kind::Text);
                json!({ "anyOf": [text, { "type": "array", "items": text, "maxItems": TEXTS_MAX }] })
            }
            Kind::Days => {
                let days = scalars::schema(Kind::Days);
                json!({ "anyOf": [days, { "type": "array", "items": days, "maxItems": 7 }] })
            }
            scalar => scalars::schema(scalar),
        }
    }
}

fn named(value: &Value) -> Value {
    json!({ "type": "object", "additionalProperties": value, "maxProperties": ENTRIES_MAX })
}

/// The key's meaning, with what holds when it is left out.
fn described(key: &Key) -> String {
    match key.default {
        Some(default) => format!("{} Default: {default}.", key.doc),
        None => key.doc.to_owned(),
    }
}
