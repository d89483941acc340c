//! Writing a row as the CloudEvent it stands for.

use std::collections::BTreeMap;

use kernel::time::Timestamp;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

/// What a row says, in the words of CloudEvents. Values are texts, so that no digit is lost.
#[derive(Clone, Debug)]
pub struct Fields<'f> {
    pub id: &'f str,
    pub source: &'f str,
    pub kind: &'f str,
    pub tenant: &'f str,
    pub at: Timestamp,
    /// By path: dots descend.
    pub data: Vec<(&'f str, &'f str)>,
}

impl Fields<'_> {
    pub fn to_json(&self) -> String {
        let mut data = Map::new();
        for (path, value) in &self.data {
            put(&mut data, path, value);
        }
        serde_json::json!({
            "specversion": "1.0",
            "id": self.id,
            "source": self.source,
            "type": self.kind,
            "subject": self.tenant,
            "time": self.at.to_string(),
            "data": data,
        })
        .to_string()
    }
}

/// Puts `value` at `path`; where a text stands in the way, the path is taken as one name.
fn put(data: &mut Map<String, Value>, path: &str, value: &str) {
    if let Some((first, rest)) = path.split_once('.') {
        let inner = data.entry(first).or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(inner) = inner {
            return put(inner, rest, value);
        }
    }
    data.insert(path.to_owned(), value.into());
}

/// Ids for rows that have none: made of what the row says, so that reading a file again gives the same ids, and of how
/// often the same row stood before it in the file, so that two equal rows are two events.
#[derive(Debug, Default)]
pub struct ContentIds {
    seen: BTreeMap<[u8; 16], u64>,
}

impl ContentIds {
    pub fn of<'c>(&mut self, cells: impl Iterator<Item = &'c [u8]>) -> String {
        let mut hasher = Sha256::new();
        for cell in cells {
            hasher.update((cell.len() as u64).to_be_bytes());
            hasher.update(cell);
        }
        let mut digest = [0u8; 16];
        for (byte, hashed) in digest.iter_mut().zip(hasher.finalize()) {
            *byte = hashed;
        }
        let before = self.seen.entry(digest).or_insert(0);
        let text: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        let id = if *before == 0 { text } else { format!("{text}-{}", *before + 1) };
        *before += 1;
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_descend() {
        let mut data = Map::new();
        put(&mut data, "call.seconds", "60");
        put(&mut data, "call.from", "1");
        put(&mut data, "plain", "x");
        put(&mut data, "plain.deeper", "y");
        let text = Value::Object(data).to_string();
        assert_eq!(text, r#"{"call":{"from":"1","seconds":"60"},"plain":"x","plain.deeper":"y"}"#);
    }

    #[test]
    fn equal_rows_are_different_events_and_ids_come_back() {
        let ids = || {
            let mut ids = ContentIds::default();
            [["a", "bc"], ["ab", "c"], ["a", "bc"]].map(|row| ids.of(row.iter().map(|cell| cell.as_bytes())))
        };
        let [first, other, again] = ids();
        assert_ne!(first, other, "cells are kept apart");
        assert_eq!(again, format!("{first}-2"));
        assert_eq!(ids(), [first, other, again]);
    }
}
