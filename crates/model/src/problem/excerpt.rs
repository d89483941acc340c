//! The part of a file that is shown with an error.

use std::ops::Range;

use super::Lines;

/// Columns shown of a line longer than this, and most that is said of an offending text.
pub(super) const LINE_CHARS_MAX: usize = 240;

/// The one line that a span begins on; of a very long line, the part around it.
pub(crate) struct Excerpt {
    pub text: String,
    pub start: usize,
    pub end: usize,
    /// Whether it is the whole line.
    pub is_whole: bool,
}

impl Excerpt {
    pub fn around(lines: &Lines<'_>, line: usize, span: &Range<usize>) -> Self {
        let (line_start, line) = lines.line(line);
        let start = span.start.saturating_sub(line_start).min(line.len());
        let end = span.end.saturating_sub(line_start).clamp(start, line.len());
        if line.len() <= LINE_CHARS_MAX {
            return Self { text: line.to_owned(), start, end, is_whole: true };
        }
        let from = line.floor_char_boundary(start.saturating_sub(LINE_CHARS_MAX / 2));
        let to = line.ceil_char_boundary((start + LINE_CHARS_MAX / 2).min(line.len()));
        let text = line.get(from..to).unwrap_or_default().to_owned();
        let (start, end) = (start - from, end.min(to) - from);
        Self { text, start, end: end.max(start), is_whole: false }
    }
}
