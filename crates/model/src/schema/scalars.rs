//! Single values: their JSON Schema, and what the reference calls them.

use serde_json::{Value, json};

use crate::{
    limits::{PROSE_CHARS_MAX, TEXT_CHARS_MAX},
    section::Kind,
};

const NUMBER: &str = r"[0-9]{1,12}(\.[0-9]{1,12})?";

pub(super) fn schema(kind: Kind) -> Value {
    let text = |pattern: String| json!({ "type": "string", "pattern": format!("^{pattern}$") });
    match kind {
        Kind::Prose => json!({ "type": "string", "minLength": 1, "maxLength": PROSE_CHARS_MAX }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Decimal => number(0),
        Kind::Positive => number(1),
        Kind::Figures => or_whole(text(format!("{NUMBER}( ?- ?{NUMBER})?%?"))),
        Kind::Whole(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Kind::Percent => text(format!("{NUMBER} ?%")),
        Kind::Shares => text(format!("{NUMBER}%?( ?- ?{NUMBER})? ?%")),
        Kind::Duration(units) => text(format!("[0-9]+ ({})s?", units.join("|"))),
        Kind::Durations(units) => text(format!("{NUMBER}(-{NUMBER})? ({})s?", units.join("|"))),
        Kind::Choice(choices) => {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            json!({ "type": "string", "enum": names })
        }
        Kind::Currency => text("[A-Z]{3}".to_owned()),
        Kind::Colour => text("#[0-9a-fA-F]{6}".to_owned()),
        Kind::Date => text("[0-9]{4}-[0-9]{2}-[0-9]{2}".to_owned()),
        Kind::Attribute => text(r"[A-Za-z0-9_$@-]+(\.[A-Za-z0-9_$@-]+)*".to_owned()),
        Kind::Increment => or_whole(text(format!("{NUMBER}( ?/ ?{NUMBER})?"))),
        Kind::PriceText => {
            or_whole(text(format!("({NUMBER}( ?- ?{NUMBER})?( ?/ ?[^/]+){{0,2}}( ?once)?|{NUMBER} ?%( ?/ ?[^/]+)?)")))
        }
        Kind::TimeOfDay => text("[0-2][0-9]:[0-5][0-9]".to_owned()),
        Kind::Days => text("(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?".to_owned()),
        Kind::Name(_) => text("[a-z0-9][a-z0-9_-]{0,63}".to_owned()),
        _ => json!({ "type": "string", "minLength": 1, "maxLength": TEXT_CHARS_MAX }),
    }
}

fn number(least: u32) -> Value {
    // Above zero, a text may still be a fraction of one.
    json!({ "anyOf": [{ "type": "string", "pattern": format!("^{NUMBER}$") }, { "type": "integer", "minimum": least }] })
}

fn or_whole(text: Value) -> Value {
    json!({ "anyOf": [text, { "type": "integer", "minimum": 0 }] })
}

/// What the reference says a key holds.
pub(super) fn described(kind: Kind) -> String {
    match kind {
        Kind::Text => "text".into(),
        Kind::Prose => "a few sentences".into(),
        Kind::Texts => "text, or a list of texts".into(),
        Kind::Flag => "true or false".into(),
        Kind::Decimal => "number of zero or more".into(),
        Kind::Positive => "number above zero".into(),
        Kind::Figures => "figure or range".into(),
        Kind::Whole(_, i64::MAX) => "whole number".into(),
        Kind::Whole(least, most) => format!("whole number from {least} to {most}"),
        Kind::Percent => "percentage".into(),
        Kind::Shares => "percentage or range".into(),
        Kind::Duration(units) => format!("length of time, in {}s", units.join("s or ")),
        Kind::Durations(units) => format!("length of time or range, in {}s", units.join("s or ")),
        Kind::Choice(choices) => {
            choices.iter().map(|(name, doc)| format!("`\"{name}\"` ({doc})")).collect::<Vec<_>>().join(", ")
        }
        Kind::Currency => "currency code".into(),
        Kind::Zone => "time zone".into(),
        Kind::Colour => "colour".into(),
        Kind::Date => "date".into(),
        Kind::Attribute => "attribute of the event".into(),
        Kind::Increment => "first / next blocks".into(),
        Kind::PriceText => "price".into(),
        Kind::Per => "unit and period".into(),
        Kind::TimeOfDay => "time of day".into(),
        Kind::Days => "days of the week".into(),
        Kind::Name(section) => format!("name in [{section}]"),
        Kind::Table(section) => link(section.name),
        Kind::Tables(section) => format!("list of {}", link(section.name)),
        Kind::Named(section) => format!("by name: {}", link(section.name)),
        Kind::Map(kind) => format!("by name: {}", described(*kind)),
        Kind::MapOf(section, kind) => format!("by name in [{section}]: {}", described(*kind)),
        Kind::Rows(kind) => format!("by key: {}", described(*kind)),
        Kind::List(kind) => format!("list of: {}", described(*kind)),
        Kind::AnyOf(kinds) => kinds.iter().map(|kind| described(*kind)).collect::<Vec<_>>().join("; or "),
    }
}

/// To the section's heading in the reference.
fn link(section: &str) -> String {
    format!("[{}](#{})", section.replace('_', " "), section.replace('_', "-"))
}
