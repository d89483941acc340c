//! Rows of cells: CSV, read with bounds.

use std::{
    cell::Cell,
    io::{self, Read},
    rc::Rc,
};

use csv::ByteRecord;

use super::ROW_BYTES_MAX;

/// Rows of a CSV file, without a header of its own.
pub struct Cells<R: Read> {
    reader: csv::Reader<Bounded<R>>,
    left: Rc<Cell<usize>>,
    record: ByteRecord,
    done: bool,
}

/// A row with its line, or why the rest of the file cannot be read.
pub enum Found<'c> {
    Row(u64, &'c ByteRecord),
    Broken(u64, String),
}

/// What is read ahead of a row's end.
const AHEAD_BYTES: usize = 8192;

impl<R: Read> Cells<R> {
    pub fn new(reader: R, delimiter: u8) -> Self {
        let left = Rc::new(Cell::new(0));
        let bounded = Bounded { reader, left: left.clone() };
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .buffer_capacity(AHEAD_BYTES)
            .from_reader(bounded);
        Self { reader, left, record: ByteRecord::new(), done: false }
    }

    /// Reads no further.
    pub fn stop(&mut self) {
        self.done = true;
    }

    /// The next row that is not empty; none at the end.
    pub fn next(&mut self) -> io::Result<Option<Found<'_>>> {
        if self.done {
            return Ok(None);
        }
        self.left.set(ROW_BYTES_MAX + 2 * AHEAD_BYTES);
        let read = self.reader.read_byte_record(&mut self.record);
        let line = self.record.position().map_or(0, csv::Position::line);
        match read {
            Ok(true) => Ok(Some(Found::Row(line, &self.record))),
            Ok(false) => {
                self.done = true;
                Ok(None)
            }
            Err(error) => {
                self.done = true;
                match error.into_kind() {
                    csv::ErrorKind::Io(error)
                        if error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<TooLong>) =>
                    {
                        let why = format!("{error}; nothing after this line could be read");
                        Ok(Some(Found::Broken(self.reader.position().line().max(line), why)))
                    }
                    csv::ErrorKind::Io(error) => Err(error),
                    other => Ok(Some(Found::Broken(line, format!("{other:?}")))),
                }
            }
        }
    }
}

/// A row that never ends would otherwise be read into memory whole.
struct Bounded<R> {
    reader: R,
    left: Rc<Cell<usize>>,
}

#[derive(Debug, thiserror::Error)]
#[error("the row has more than {ROW_BYTES_MAX} bytes: perhaps a quote is not closed")]
struct TooLong;

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        match self.left.get().checked_sub(read) {
            Some(left) => {
                self.left.set(left);
                Ok(read)
            }
            None => Err(io::Error::other(TooLong)),
        }
    }
}
