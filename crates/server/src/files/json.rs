//! JSON: one event on each line, or events in arrays and one after another, however they are broken into lines.

use std::io::{self, BufRead};

use super::{Content, ROW_BYTES_MAX, Row, lines::Lines};

/// One event on each line.
pub struct Ndjson<R> {
    lines: Lines<R>,
}

impl<R: BufRead> Ndjson<R> {
    pub fn new(reader: R) -> Self {
        Self { lines: Lines::new(reader) }
    }
}

impl<R: BufRead> Iterator for Ndjson<R> {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            return match self.lines.next() {
                Err(error) => Some(Err(error)),
                Ok(None) => None,
                Ok(Some((_, Ok(line)))) if line.trim().is_empty() => continue,
                Ok(Some((line, Ok(text)))) => Some(Ok(Row { line, content: Content::Event(text.trim().to_owned()) })),
                Ok(Some((line, Err(why)))) => Some(Ok(Row::unreadable(line, "", why))),
            };
        }
    }
}

/// Elements of JSON arrays, and objects one after another.
pub struct Elements<R> {
    reader: R,
    line: u64,
    /// Arrays opened and not yet closed, outside of any event.
    open: u32,
    /// Whether an element may come: at the beginning, and after a comma.
    expects: bool,
    done: bool,
}

impl<R: BufRead> Elements<R> {
    pub fn new(reader: R) -> Self {
        Self { reader, line: 1, open: 0, expects: true, done: false }
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.reader.fill_buf() {
                Ok(available) => return Ok(available.first().copied()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn take(&mut self, byte: u8) {
        self.reader.consume(1);
        if byte == b'\n' {
            self.line += 1;
        }
    }

    /// The next event, or what stands in its place.
    fn element(&mut self) -> io::Result<Option<Row>> {
        while let Some(byte) = self.peek()? {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => self.take(byte),
                b'[' if self.open == 0 => {
                    self.take(byte);
                    (self.open, self.expects) = (1, true);
                }
                b']' if self.open == 1 => {
                    self.take(byte);
                    (self.open, self.expects) = (0, true);
                }
                b',' if self.open == 1 && !self.expects => {
                    self.take(byte);
                    self.expects = true;
                }
                b'{' if self.expects => {
                    // Objects one after another need no commas; elements of an array do.
                    self.expects = self.open == 0;
                    return self.object().map(Some);
                }
                _ => return self.junk().map(Some),
            }
        }
        if std::mem::replace(&mut self.open, 0) == 1 {
            return Ok(Some(Row::unreadable(self.line, "", "the array is not closed: the file seems to be cut off")));
        }
        Ok(None)
    }

    /// An object up to its closing brace.
    fn object(&mut self) -> io::Result<Row> {
        let line = self.line;
        let (mut text, mut length) = (Vec::new(), 0usize);
        let (mut depth, mut in_string, mut escaped) = (0u32, false, false);
        while let Some(byte) = self.peek()? {
            self.take(byte);
            length += 1;
            if length <= ROW_BYTES_MAX {
                // One line, as the event would be written in a file of lines.
                text.push(if byte == b'\n' || byte == b'\r' { b' ' } else { byte });
            }
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_string => escaped = true,
                b'"' => in_string = !in_string,
                b'{' | b'[' if !in_string => depth += 1,
                b'}' | b']' if !in_string => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Ok(whole(line, length, text));
            }
        }
        self.open = 0;
        let raw = String::from_utf8_lossy(&text).into_owned();
        Ok(Row::unreadable(line, &raw, "the event is not closed: the file seems to be cut off here"))
    }

    /// Something that is no event, up to the end of its line.
    fn junk(&mut self) -> io::Result<Row> {
        let line = self.line;
        let mut text = Vec::new();
        while let Some(byte) = self.peek()? {
            self.take(byte);
            if byte == b'\n' {
                break;
            }
            if text.len() < ROW_BYTES_MAX {
                text.push(byte);
            }
        }
        match text.trim_ascii_end().last() {
            Some(b']') => (self.open, self.expects) = (0, true),
            last => self.expects = self.open == 0 || last == Some(&b','),
        }
        let raw = String::from_utf8_lossy(&text).into_owned();
        Ok(Row::unreadable(line, &raw, "an event is a JSON object, and something else stands here"))
    }
}

fn whole(line: u64, length: usize, text: Vec<u8>) -> Row {
    if length > ROW_BYTES_MAX {
        return Row::unreadable(line, "", format!("the event has more than {ROW_BYTES_MAX} bytes"));
    }
    match String::from_utf8(text) {
        Ok(text) => Row { line, content: Content::Event(text) },
        Err(_) => Row::unreadable(line, "", "the event is not UTF-8 text"),
    }
}

impl<R: BufRead> Iterator for Elements<R> {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let element = self.element().transpose();
        self.done = !matches!(element, Some(Ok(_)));
        element
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elements(text: &str) -> Vec<(u64, Result<String, String>)> {
        let shown = |row: Row| match row.content {
            Content::Event(text) => (row.line, Ok(text)),
            Content::Unreadable { why, .. } => (row.line, Err(why)),
            Content::Passed(why) => (row.line, Err(why.into())),
        };
        Elements::new(text.as_bytes()).map(|row| shown(row.unwrap())).collect()
    }

    fn ok(line: u64, text: &str) -> (u64, Result<String, String>) {
        (line, Ok(text.into()))
    }

    #[test]
    fn arrays_and_objects_in_a_row_are_taken_apart() {
        assert_eq!(
            elements("[{\"a\":1},\n {\"b\":[2,{\"c\":\"]}\\\"\"}]}]\n"),
            [ok(1, r#"{"a":1}"#), ok(2, r#"{"b":[2,{"c":"]}\""}]}"#)]
        );
        assert_eq!(elements("{\n\"a\":1\n}\n{}"), [ok(1, r#"{ "a":1 }"#), ok(4, "{}")]);
        assert_eq!(elements("[]\n[{}]"), [ok(2, "{}")]);
        assert_eq!(elements(" \n"), []);
    }

    #[test]
    fn what_is_broken_is_said_where_it_is() {
        let fails = |text: &str, line: u64, words: &str| {
            let found = elements(text);
            let (at, why) = found.last().cloned().unwrap();
            assert_eq!(at, line, "{found:?}");
            assert!(why.unwrap_err().contains(words), "{found:?}");
        };
        fails("[{\"a\":1},", 1, "not closed");
        fails("[{\"a\":1},\n{\"a\":", 2, "cut off");
        fails("[1, 2]", 1, "JSON object");
        fails("[{} {}]", 1, "JSON object");
        fails("hello", 1, "JSON object");
        fails(&format!("[{{\"a\":\"{}\"}}]", "x".repeat(ROW_BYTES_MAX)), 1, "bytes");
    }
}
