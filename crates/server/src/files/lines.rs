//! Text lines, numbered, of bounded length.

use std::io::{self, BufRead};

use super::ROW_BYTES_MAX;

pub struct Lines<R> {
    reader: R,
    number: u64,
    buffer: Vec<u8>,
}

/// A line without its end, or why it is none.
pub type Line<'l> = Result<&'l str, String>;

impl<R: BufRead> Lines<R> {
    pub fn new(reader: R) -> Self {
        Self { reader, number: 0, buffer: Vec::new() }
    }

    /// The next line with its number; none at the end of the file.
    pub fn next(&mut self) -> io::Result<Option<(u64, Line<'_>)>> {
        self.buffer.clear();
        let length = self.read_line()?;
        if length == 0 {
            return Ok(None);
        }
        self.number += 1;
        if length > ROW_BYTES_MAX {
            return Ok(Some((self.number, Err(format!("the line has more than {ROW_BYTES_MAX} bytes")))));
        }
        let line = std::str::from_utf8(&self.buffer)
            .map(|line| line.trim_end_matches(['\n', '\r']))
            .map_err(|error| format!("the line is not UTF-8 text (byte {})", error.valid_up_to() + 1));
        Ok(Some((self.number, line)))
    }

    /// Reads to the end of the line, keeps what fits, and returns the whole line's bytes.
    fn read_line(&mut self) -> io::Result<usize> {
        let mut length = 0;
        loop {
            let available = match self.reader.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let end = available.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(available.len(), |place| place + 1);
            if length <= ROW_BYTES_MAX {
                self.buffer.extend(available.iter().take(taken));
            }
            self.reader.consume(taken);
            length += taken;
            if end.is_some() || taken == 0 {
                return Ok(length);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_numbered_and_bounded() {
        let text = format!("one\r\n\n{}\nfour", "x".repeat(ROW_BYTES_MAX * 3));
        let mut lines = Lines::new(io::BufReader::with_capacity(1000, text.as_bytes()));
        let mut next = || lines.next().unwrap().map(|(number, line)| (number, line.map(str::to_owned)));
        assert_eq!(next(), Some((1, Ok("one".into()))));
        assert_eq!(next(), Some((2, Ok(String::new()))));
        assert!(matches!(next(), Some((3, Err(why))) if why.contains("bytes")));
        assert_eq!(next(), Some((4, Ok("four".into()))));
        assert_eq!(next(), None);
    }
}
