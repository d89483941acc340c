use app::events::{Malformed, Parsed, parse_ndjson};
use sha2::{Digest as _, Sha256};

use crate::files::{Content, Row};

const ROWS_MAX: usize = 5_000;

/// Rows that are sent as one request.
#[derive(Debug, Default)]
pub struct Chunk {
    pub rows: Vec<Row>,
}

impl Chunk {
    pub fn is_full(&self) -> bool {
        self.rows.len() >= ROWS_MAX
    }

    /// What the rows say. The same rows, read again, give the same digest.
    pub fn digest(&self) -> [u8; 32] {
        let mut hasher = Sha256::new();
        for row in &self.rows {
            let text = match &row.content {
                Content::Event(text) => text.as_str(),
                Content::Unreadable { raw, .. } => raw.as_str(),
                Content::Passed(_) => continue,
            };
            hasher.update((text.len() as u64).to_be_bytes());
            hasher.update(text);
        }
        hasher.finalize().into()
    }

    /// The rows as a request's events, each with its line.
    pub fn events(&self) -> (Vec<Parsed<'_>>, Vec<u64>) {
        let (mut events, mut lines) = (Vec::with_capacity(self.rows.len()), Vec::with_capacity(self.rows.len()));
        for row in &self.rows {
            let parsed = match &row.content {
                Content::Passed(_) => continue,
                Content::Unreadable { raw, why } => vec![Err(Malformed { raw, id: None, why: why.clone() })],
                Content::Event(text) => parse_ndjson(text.as_bytes())
                    .unwrap_or_else(|why| vec![Err(Malformed { raw: text, id: None, why })]),
            };
            lines.extend(std::iter::repeat_n(row.line, parsed.len()));
            events.extend(parsed);
        }
        (events, lines)
    }
}
