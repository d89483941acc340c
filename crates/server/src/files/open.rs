use std::io::{self, BufRead, BufReader, Read};

use kernel::time::TimeZone;

use super::{
    Format, Mapping, Row,
    asterisk::Calls,
    detect::{delimiter, detect},
    json::{Elements, Ndjson},
    paths::Input,
    table::Table,
};

/// How rows become events where the file itself does not say.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Of the file, if it is not to be found out.
    pub format: Option<Format>,
    pub mapping: Option<Mapping>,
    /// Of times without one of their own.
    pub zone: TimeZone,
    /// The type of events from tables.
    pub kind: Option<String>,
    /// The source of events from tables.
    pub source: Option<String>,
}

/// The rows of one file, in its order.
pub type Rows = Box<dyn Iterator<Item = io::Result<Row>>>;

const BUFFER_BYTES: usize = 128 * 1024;

/// Opens a file; `watch` is told of all bytes read, for a progress bar.
pub fn open(input: &Input, terms: &Terms, watch: impl Fn(u64) + 'static) -> io::Result<Rows> {
    let mut reader = BufReader::with_capacity(BUFFER_BYTES, Watched { reader: input.open()?, watch });
    if reader.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
        reader.consume(3); // A byte order mark says nothing.
    }
    let (format, delimiter) = match terms.format {
        Some(format) => (format, delimiter(reader.fill_buf()?)),
        // A mapping is for tables.
        None if terms.mapping.is_some() && !starts_json(reader.fill_buf()?) => {
            (Format::Csv, delimiter(reader.fill_buf()?))
        }
        None => detect(input.path(), &mut reader)?,
    };
    Ok(match format {
        Format::Ndjson => Box::new(Ndjson::new(reader)),
        Format::Json => Box::new(Elements::new(reader)),
        Format::Csv => Box::new(Table::new(reader, delimiter, terms.clone())),
        Format::Asterisk => Box::new(Calls::new(reader, terms.clone())),
    })
}

fn starts_json(head: &[u8]) -> bool {
    matches!(head.iter().find(|byte| !byte.is_ascii_whitespace()), Some(b'{' | b'['))
}

struct Watched<R, W> {
    reader: R,
    watch: W,
}

impl<R: Read, W: Fn(u64)> Read for Watched<R, W> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        (self.watch)(read as u64);
        Ok(read)
    }
}
