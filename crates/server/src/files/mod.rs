//! Usage files. Whatever a file holds, each of its rows becomes the text of one CloudEvent, so that a file, a request
//! and the replay of a rejected event all pass the same door (`app::events`).
//!
//! Readers stream: a file of any size takes the memory of one row. Nothing in a file can stop its other rows from
//! being read; what cannot be read is said with its line.

mod args;
mod asterisk;
mod cells;
mod complaints;
mod detect;
mod event;
mod json;
mod lines;
mod mapping;
mod moment;
mod open;
mod paths;
mod progress;
mod table;

pub use args::{Reading, zone};
pub use complaints::Complaints;
pub use detect::Format;
pub use mapping::Mapping;
pub use open::{Terms, open};
pub use paths::{Input, inputs};
pub use progress::bar;

/// Bytes of one row; a longer one is a mistake in the file, such as a quote that is never closed.
pub const ROW_BYTES_MAX: usize = 65_536;

/// One row of a file, or one element of its JSON array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// From 1.
    pub line: u64,
    pub content: Content,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// The JSON text of a CloudEvent, not yet checked.
    Event(String),
    /// Nothing to meter, and no mistake: a call that was not answered.
    Passed(&'static str),
    Unreadable {
        /// The row as it is in the file, cut if it is long.
        raw: String,
        why: String,
    },
}

impl Row {
    fn unreadable(line: u64, raw: &str, why: impl Into<String>) -> Self {
        let raw = raw.chars().take(RAW_CHARS_MAX).collect();
        Self { line, content: Content::Unreadable { raw, why: why.into() } }
    }
}

/// Characters kept of a row that cannot be read.
const RAW_CHARS_MAX: usize = 1000;

#[cfg(test)]
mod tests;
