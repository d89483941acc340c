//! Columns that line up in a fixed-width terminal, by the width characters take there. The first column wraps.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

const GAP: usize = 2;
/// The first column is never squeezed below this, whatever the terminal.
const FIRST_MIN: usize = 24;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

pub struct Column {
    head: &'static str,
    align: Align,
}

impl Column {
    pub fn new(head: &'static str, align: Align) -> Self {
        Self { head, align }
    }
}

enum Row {
    Cells(Vec<String>),
    Rule,
}

pub struct Grid {
    columns: Vec<Column>,
    rows: Vec<Row>,
}

impl Grid {
    pub fn new(columns: Vec<Column>) -> Self {
        let head = columns.iter().map(|column| column.head.to_owned()).collect();
        Self { columns, rows: vec![Row::Cells(head), Row::Rule] }
    }

    /// Missing cells at the end are empty.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(Row::Cells(cells));
    }

    pub fn rule(&mut self) {
        self.rows.push(Row::Rule);
    }

    pub fn write(&self, width: usize) -> String {
        let widths = self.widths(width);
        let total = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
        let mut text = String::new();
        for row in &self.rows {
            match row {
                Row::Rule => text.push_str(&"─".repeat(total)),
                Row::Cells(cells) => self.write_cells(cells, &widths, &mut text),
            }
            text.push('\n');
        }
        text
    }

    fn widths(&self, width: usize) -> Vec<usize> {
        let widest = |index: usize| {
            let cells = self.rows.iter().filter_map(|row| match row {
                Row::Cells(cells) => cells.get(index),
                Row::Rule => None,
            });
            cells.map(|cell| cell.width()).max().unwrap_or(0)
        };
        let mut widths: Vec<usize> = (0..self.columns.len()).map(widest).collect();
        let others = widths.iter().skip(1).sum::<usize>() + GAP * widths.len().saturating_sub(1);
        if let Some(first) = widths.first_mut() {
            *first = (*first).min(width.saturating_sub(others).max(FIRST_MIN));
        }
        widths
    }

    fn write_cells(&self, cells: &[String], widths: &[usize], text: &mut String) {
        let first = cells.first().map(String::as_str).unwrap_or_default();
        let wrapped = wrap(first, widths.first().copied().unwrap_or(FIRST_MIN));
        for (depth, piece) in wrapped.iter().enumerate() {
            let mut line = String::new();
            for (index, (column, &width)) in self.columns.iter().zip(widths).enumerate() {
                let cell = match (index, depth) {
                    (0, _) => piece,
                    (_, 0) => cells.get(index).map(String::as_str).unwrap_or_default(),
                    _ => "",
                };
                let pad = " ".repeat(width.saturating_sub(cell.width()));
                let gap = if index == 0 { "" } else { "  " };
                match column.align {
                    Align::Left => line.extend([gap, cell, &pad]),
                    Align::Right => line.extend([gap, &pad, cell]),
                }
            }
            if depth > 0 {
                text.push('\n');
            }
            text.push_str(line.trim_end());
        }
    }
}

/// Breaks between words; a word wider than a line is broken between the characters a reader sees.
fn wrap(text: &str, width: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    // The line so far is `text[start..end]`.
    let (mut start, mut end) = (0, 0);
    for (at, word) in words(text) {
        let candidate = text.get(start..at + word.len()).unwrap_or_default();
        if candidate.width() <= width {
            end = at + word.len();
            continue;
        }
        if end > start {
            lines.push(text.get(start..end).unwrap_or_default());
        }
        start = at;
        end = at;
        for (offset, cluster) in word.grapheme_indices(true) {
            let reach = at + offset + cluster.len();
            if end > start && text.get(start..reach).unwrap_or_default().width() > width {
                lines.push(text.get(start..end).unwrap_or_default());
                start = end;
            }
            end = reach;
        }
    }
    lines.push(text.get(start..end).unwrap_or_default());
    lines
}

/// The words between single spaces, each with the byte it starts at.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    text.split(' ').map(move |word| {
        let at = next;
        next += word.len() + 1;
        (at, word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_wrap_and_overlong_ones_break() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij kl", 4), ["abcd", "efgh", "ij", "kl"]);
        assert_eq!(wrap("", 4), [""]);
        assert_eq!(wrap("通話料 minutes", 6), ["通話料", "minute", "s"]);
    }

    #[test]
    fn wide_names_line_up() {
        let mut grid = Grid::new(vec![Column::new("Name", Align::Left), Column::new("Sum", Align::Right)]);
        grid.row(vec!["東京".into(), "1".into()]);
        grid.row(vec!["ab".into(), "200".into()]);
        assert_eq!(grid.write(80), "Name  Sum\n─────────\n東京    1\nab    200\n");
    }
}
