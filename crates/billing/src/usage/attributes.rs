//! The attributes of an event: its `data` object and its CloudEvents extensions, borrowed from the text.

use std::{borrow::Cow, fmt};

use kernel::Decimal;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::number;

/// Attributes of one event, at all depths together.
pub const ATTRIBUTES_MAX: usize = 256;

/// Objects inside objects, the outermost included.
pub const DEPTH_MAX: usize = 8;

/// A value as it was written. Numbers keep their text, so that no digit is lost.
#[derive(Clone, Debug, PartialEq)]
pub enum Attribute<'e> {
    Number(&'e str),
    Text(Cow<'e, str>),
    Bool(bool),
    Null,
    Nested(Attributes<'e>),
    /// An array, which no meter reads.
    Other,
}

/// Attributes by name, in the order of the text. The first of a repeated name counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attributes<'e>(pub Vec<(Cow<'e, str>, Attribute<'e>)>);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the event's data is not a JSON object: {0}")]
pub struct NotAttributes(pub String);

impl<'e> Attributes<'e> {
    /// Reads a JSON object, at most [`DEPTH_MAX`] deep and with at most [`ATTRIBUTES_MAX`] members in all.
    pub fn parse(json: &'e str) -> Result<Self, NotAttributes> {
        let mut left = ATTRIBUTES_MAX;
        parse_object(json, DEPTH_MAX, &mut left).map_err(|error| {
            // The text of a wrong value may be of any length.
            NotAttributes(error.to_string().chars().take(200).collect())
        })
    }

    /// The attribute at a path: dots descend.
    pub fn get(&self, path: &str) -> Option<&Attribute<'e>> {
        let (name, rest) = match path.split_once('.') {
            Some((name, rest)) => (name, Some(rest)),
            None => (path, None),
        };
        let (_, attribute) = self.0.iter().find(|(candidate, _)| candidate == name)?;
        match (rest, attribute) {
            (None, found) => Some(found),
            (Some(rest), Attribute::Nested(inner)) => inner.get(rest),
            (Some(_), _) => None,
        }
    }

    /// Adds an attribute behind the others: where a name is there already, the earlier one counts.
    pub fn push(&mut self, name: impl Into<Cow<'e, str>>, attribute: Attribute<'e>) {
        self.0.push((name.into(), attribute));
    }
}

impl Attribute<'_> {
    /// The value as a filter, a deck or a count of members compares it; none for null, objects and arrays.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Number(text) => Some(text),
            Self::Text(text) => Some(text),
            Self::Bool(true) => Some("true"),
            Self::Bool(false) => Some("false"),
            Self::Null | Self::Nested(_) | Self::Other => None,
        }
    }

    /// The value as an exact number, whether written as one or as a text.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number(text) => number::decimal(text),
            Self::Text(text) => number::decimal(text),
            Self::Bool(_) | Self::Null | Self::Nested(_) | Self::Other => None,
        }
    }
}

fn parse_object<'e>(json: &'e str, depth: usize, left: &mut usize) -> Result<Attributes<'e>, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let attributes = Object { depth, left }.deserialize(&mut reader)?;
    reader.end()?;
    Ok(attributes)
}

struct Object<'l> {
    /// Levels still allowed, this one included.
    depth: usize,
    /// Members still allowed.
    left: &'l mut usize,
}

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = Attributes<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = Attributes<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with named values")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let Some(depth) = self.depth.checked_sub(1) else {
            return Err(M::Error::custom(format_args!("objects are nested more than {DEPTH_MAX} deep")));
        };
        let mut attributes = Vec::with_capacity(8);
        while let Some(name) = map.next_key_seed(Name)? {
            *self.left = self
                .left
                .checked_sub(1)
                .ok_or_else(|| M::Error::custom(format_args!("more than {ATTRIBUTES_MAX} attributes")))?;
            let raw: &'de RawValue = map.next_value()?;
            attributes.push((name, attribute(raw.get(), depth, self.left).map_err(M::Error::custom)?));
        }
        Ok(Attributes(attributes))
    }
}

/// One value that serde_json has already found to be well-formed JSON.
fn attribute<'e>(raw: &'e str, depth: usize, left: &mut usize) -> Result<Attribute<'e>, serde_json::Error> {
    Ok(match raw.as_bytes().first() {
        Some(b'"') => Attribute::Text(text(raw)?),
        Some(b'{') => Attribute::Nested(parse_object(raw, depth, left)?),
        Some(b'[') => Attribute::Other,
        Some(b't') => Attribute::Bool(true),
        Some(b'f') => Attribute::Bool(false),
        Some(b'n') => Attribute::Null,
        _ => Attribute::Number(raw),
    })
}

fn text(raw: &str) -> Result<Cow<'_, str>, serde_json::Error> {
    match raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(plain) if !plain.contains('\\') => Ok(Cow::Borrowed(plain)),
        _ => serde_json::from_str(raw).map(Cow::Owned),
    }
}

struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

#[cfg(test)]
mod tests;
