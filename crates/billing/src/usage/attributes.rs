//! The attributes of an event: its `data` object and its CloudEvents extensions, borrowed from the text.

use std::borrow::Cow;

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
    /// Reads a JSON object.
    pub fn parse(_json: &'e str) -> Result<Self, NotAttributes> {
        todo!()
    }

    /// The attribute at a path: dots descend.
    pub fn get(&self, _path: &str) -> Option<&Attribute<'e>> {
        todo!()
    }
}
