//! The lines of the bill and their total.

mod columns;
mod rows;

use super::{
    flow::{Flow, Mark, Piece, Role, Slice, height, left, right},
    fonts::Fonts,
    geometry::MARGIN,
    style::{BODY, TOTAL},
};
use crate::{
    colour::{INK, MUTED},
    view::View,
};
use columns::Columns;

const TOTALS_HEIGHT: f32 = 50.0;
/// A head without a line below it says nothing.
const HEAD_NEEDS: f32 = 60.0;

/// A row, with what must stand above it and what is repeated above the rows after it.
struct Entry {
    piece: Piece,
    repeated: Option<Piece>,
    quiet: bool,
}

pub fn place(flow: &mut Flow, view: &View, fonts: &Fonts) {
    let columns = Columns::of(view, fonts, flow.size());
    let head = rows::head(&columns, fonts, flow.next());
    flow.need(head.height + HEAD_NEEDS);
    flow.place(vec![head.clone()], 0.0);
    flow.repeat(vec![head.clone()]);
    let entries = entries(flow, view, &columns, fonts, &head);
    // The totals stay with the last row, and a rounding line is no row to stand with them alone.
    let mut tails = vec![0.0; entries.len()];
    let mut tail = TOTALS_HEIGHT;
    for (entry, slot) in entries.iter().zip(&mut tails).rev().take(2) {
        *slot = tail;
        tail = if entry.quiet { tail + height(&entry.piece) } else { 0.0 };
    }
    for (entry, tail) in entries.into_iter().zip(tails) {
        flow.place(entry.piece, tail);
        if let Some(repeated) = entry.repeated {
            flow.repeat(repeated);
        }
    }
    flow.repeat(Piece::new());
    let rows = (flow.next(), flow.next());
    flow.place(vec![totals(view, &columns, fonts, rows)], 0.0);
}

fn entries(flow: &mut Flow, view: &View, columns: &Columns, fonts: &Fonts, head: &Slice) -> Vec<Entry> {
    let mut entries = Vec::new();
    let sections = &view.sections;
    for (index, section) in sections.iter().enumerate() {
        let title = section.title.as_deref();
        let mut above = match title {
            Some(title) => rows::group(title, view, columns, fonts, flow.next()),
            None => rows::apart(index > 0),
        };
        for (row_index, row) in section.rows.iter().enumerate() {
            let mut piece = std::mem::take(&mut above);
            piece.extend(rows::row(row, columns, fonts, flow.next()));
            let is_last = row_index + 1 == section.rows.len();
            let mut repeated = vec![head.clone()];
            if let Some(title) = title.filter(|_| !is_last) {
                repeated.extend(rows::group(&format!("{title} (continued)"), view, columns, fonts, 0));
            }
            let changes = row_index == 0 || is_last;
            entries.push(Entry { piece, repeated: Some(repeated).filter(|_| changes), quiet: row.quiet });
        }
    }
    if sections.is_empty() {
        let role = Role::GroupHead { row: flow.next() };
        let none = fonts.shape("No charges in this period.", BODY);
        let marks = vec![left(MARGIN, 16.0, none, BODY.coloured(MUTED), role)];
        entries.push(Entry { piece: vec![Slice { height: 26.0, marks }], repeated: None, quiet: false });
    }
    entries
}

fn totals(view: &View, columns: &Columns, fonts: &Fonts, rows: (u32, u32)) -> Slice {
    let amount_x = columns.amount.right;
    let (label, total) = &view.total;
    let total_style = fonts.fit(total, TOTAL, columns.measure() / 2.0).in_figures();
    let total = fonts.shape(total, total_style);
    let subtotal = fonts.shape(&view.subtotal, BODY.in_figures());
    // Labels end left of the wider of the two sums.
    let widest = total.width(total_style.size).max(subtotal.width(BODY.size));
    let label_x = amount_x - widest.max(columns.amount.width) - 18.0;
    let label = fonts.shape(label, TOTAL);
    let rule_x = (label_x - label.width(TOTAL.size)).min(columns.quantity.right);
    let muted = BODY.coloured(MUTED);
    let head = |row| Role::RowHead { row, columns: 3 };
    let cell = |row| Role::Cell { row, column: 3 };
    let marks = vec![
        right(label_x, 17.0, fonts.shape("Subtotal", muted), muted, head(rows.0)),
        right(amount_x, 17.0, subtotal, BODY.in_figures(), cell(rows.0)),
        Mark::rule(rule_x, 24.0, amount_x - rule_x, 0.9, INK),
        right(label_x, 40.0, label, TOTAL, head(rows.1)),
        right(amount_x, 40.0, total, total_style, cell(rows.1)),
    ];
    Slice { height: TOTALS_HEIGHT, marks }
}
