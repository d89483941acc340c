use std::{
    io::{self, BufRead},
    path::Path,
};

use csv::ReaderBuilder;

use super::asterisk;

/// What a usage file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// CloudEvents, one on each line.
    Ndjson,
    /// CloudEvents in a JSON array, or one after another.
    Json,
    /// A table with a header; see --map.
    Csv,
    /// Asterisk's Master.csv.
    Asterisk,
}

/// Looks at the name and the first bytes. The delimiter is that of a table.
pub fn detect(path: &Path, reader: &mut impl BufRead) -> io::Result<(Format, u8)> {
    let head = reader.fill_buf()?;
    let first = head.iter().find(|byte| !byte.is_ascii_whitespace()).copied();
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let ends = |end: &str| name.ends_with(end);
    Ok(match first {
        Some(b'[') => (Format::Json, b','),
        Some(b'{') if ends(".json") => (Format::Json, b','),
        Some(b'{') => (Format::Ndjson, b','),
        _ if ends(".ndjson") || ends(".jsonl") || ends(".json") => (Format::Ndjson, b','),
        _ if name == "master.csv" || looks_like_calls(head) => (Format::Asterisk, b','),
        _ => (Format::Csv, delimiter(head)),
    })
}

fn looks_like_calls(head: &[u8]) -> bool {
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(head);
    let first = reader.byte_records().next();
    first.is_some_and(|record| record.is_ok_and(|record| asterisk::is_call(&record)))
}

/// The one of comma, semicolon and tab that the first line has most of.
pub fn delimiter(head: &[u8]) -> u8 {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |delimiter: &u8| line.iter().filter(|byte| *byte == delimiter).count();
    // Of equals, the last wins.
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_and_the_name_decide() {
        let call = "\"abc\",\"1\",\"2\",\"c\",\"\",\"x\",\"y\",\"Dial\",\"\",\"2025-10-01 12:00:00\",\"\",\"2025-10-01 12:01:00\",60,55,\"ANSWERED\",\"BILLING\"\n";
        for (name, text, format) in [
            ("a.ndjson", "{}\n", Format::Ndjson),
            ("a.json", "{}\n", Format::Json),
            ("a", " [{}]", Format::Json),
            ("-", "{}", Format::Ndjson),
            ("a.csv", "at,tenant\n", Format::Csv),
            ("Master.csv", "", Format::Asterisk),
            ("calls.csv", call, Format::Asterisk),
        ] {
            assert_eq!(detect(Path::new(name), &mut text.as_bytes()).unwrap().0, format, "{name}");
        }
        assert_eq!(delimiter(b"at;tenant;a,b\n"), b';');
        assert_eq!(delimiter(b"at\ttenant"), b'\t');
        assert_eq!(delimiter(b"at"), b',');
    }
}
