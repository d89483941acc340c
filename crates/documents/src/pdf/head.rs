//! Who bills whom, when, and how much: what the reader needs before the lines, and how to pay after them.

use super::{
    flow::{Flow, Mark, Piece, Role, Slice, beside, left, lines, right},
    fonts::Fonts,
    geometry::MARGIN,
    style::{AMOUNT, BODY, BRAND, DUE, LABEL, NOTE, Style, TILE, TITLE},
    wrap::wrap,
};
use crate::view::View;

const TILE_SIDE: f32 = 30.0;
const COLUMN_GAP: f32 = 18.0;
const FACTS_WIDTH: f32 = 142.0;
const BOX_HEIGHT: f32 = 58.0;
const BOX_PAD: f32 = 14.0;

pub fn place(flow: &mut Flow, view: &View, fonts: &Fonts) {
    let brand = brand(flow, view, fonts);
    flow.place(brand, 0.0);
    flow.gap(26.0);
    let parties = parties(flow, view, fonts);
    flow.place(parties, 0.0);
    flow.gap(18.0);
    let due = due(flow, view, fonts);
    flow.place(vec![due], 0.0);
    flow.gap(20.0);
}

/// How to pay, and whom to ask, after the totals.
pub fn place_payment(flow: &mut Flow, view: &View, fonts: &Fonts) {
    let width = flow.size().measure();
    let mut piece = Piece::new();
    if !view.payment.is_empty() {
        piece.extend(lines(fonts, "How to pay", LABEL, MARGIN, width, Role::Heading(flow.next())));
        for line in &view.payment {
            piece.extend(lines(fonts, line, BODY, MARGIN, width, Role::Paragraph(flow.next())));
        }
        flow.gap(22.0);
        flow.place(piece, 0.0);
    }
    if let Some(email) = &view.questions {
        let text = format!("Questions? Write to {email}.");
        flow.gap(10.0);
        let role = Role::Paragraph(flow.next());
        flow.place(lines(fonts, &text, NOTE, MARGIN, width, role), 0.0);
    }
}

/// The tile and the name on the left, the kind of document on the right.
fn brand(flow: &mut Flow, view: &View, fonts: &Fonts) -> Piece {
    let title_style = TITLE.coloured(view.palette.accent);
    let title = fonts.shape(view.title, title_style);
    let (size, title_role, name_role) = (flow.size(), Role::Title(flow.next()), Role::Paragraph(flow.next()));
    let x = MARGIN + TILE_SIDE + 10.0;
    let width = size.right() - title.width(title_style.size) - COLUMN_GAP - x;
    let names = wrap(&fonts.shape(&view.brand, BRAND), BRAND.size, width);
    let mut marks = vec![Mark::Box {
        x: MARGIN,
        y: 0.0,
        width: TILE_SIDE,
        height: TILE_SIDE,
        radius: 6.5,
        colour: view.palette.brand,
    }];
    let initials = fonts.shape(&view.initials, TILE);
    let tile_x = MARGIN + (TILE_SIDE - initials.width(TILE.size)) / 2.0;
    let tile_style = TILE.coloured(view.palette.on_brand);
    marks.push(left(tile_x, TILE_SIDE / 2.0 + TILE.size * 0.357, initials, tile_style, Role::Artifact));
    marks.push(right(size.right(), 22.5, title, title_style, title_role));
    let mut piece = vec![Slice { height: TILE_SIDE, marks }];
    for (index, name) in names.into_iter().enumerate() {
        let mark = |baseline| left(x, baseline, name, BRAND, name_role);
        match piece.first_mut().filter(|_| index == 0) {
            Some(first) => first.marks.push(mark(TILE_SIDE / 2.0 + BRAND.size * 0.357)),
            None => piece.push(Slice { height: BRAND.leading, marks: vec![mark(4.0)] }),
        }
    }
    piece
}

fn parties(flow: &mut Flow, view: &View, fonts: &Fonts) -> Piece {
    let rest = flow.size().measure() - 2.0 * COLUMN_GAP - FACTS_WIDTH;
    let (to_width, from_width) = (rest * 0.52, rest * 0.48);
    let from_x = MARGIN + to_width + COLUMN_GAP;
    let to = party(flow, fonts, "Bill to", &view.to, MARGIN, to_width);
    let from = party(flow, fonts, "From", &view.from, from_x, from_width);
    let facts = facts(flow, view, fonts, from_x + from_width + COLUMN_GAP, FACTS_WIDTH);
    beside(vec![to, from, facts])
}

fn party(flow: &mut Flow, fonts: &Fonts, label: &str, party: &[String], x: f32, width: f32) -> Vec<Slice> {
    let mut column = lines(fonts, label, LABEL, x, width, Role::Heading(flow.next()));
    for (index, line) in party.iter().enumerate() {
        let style = if index == 0 { BODY.bold() } else { BODY };
        column.extend(lines(fonts, line, style, x, width, Role::Paragraph(flow.next())));
    }
    column
}

/// Labels on the left of the column, facts on its right; the first line stands level with the parties' labels.
fn facts(flow: &mut Flow, view: &View, fonts: &Fonts, x: f32, width: f32) -> Vec<Slice> {
    let mut column = Vec::new();
    for (label, fact) in &view.facts {
        let role = Role::Paragraph(flow.next());
        let label_style = NOTE;
        // With a space, or the two would be read as one word.
        let label = fonts.shape(&format!("{label} "), label_style);
        let room = width - label.width(label_style.size) - 10.0;
        let style: Style = BODY.in_figures();
        for (index, run) in wrap(&fonts.shape(fact, style), style.size, room).into_iter().enumerate() {
            let baseline = style.leading * 0.76;
            let mut marks = Vec::new();
            if index == 0 {
                marks.push(left(x, baseline, label.clone(), label_style, role));
            }
            marks.push(right(x + width, baseline, run, style, role));
            column.push(Slice { height: style.leading, marks });
        }
    }
    column
}

/// The box everyone looks at first.
fn due(flow: &mut Flow, view: &View, fonts: &Fonts) -> Slice {
    let size = flow.size();
    let (x, right_x) = (MARGIN + BOX_PAD, size.right() - BOX_PAD);
    let tinted = Mark::Box {
        x: MARGIN,
        y: 0.0,
        width: size.measure(),
        height: BOX_HEIGHT,
        radius: 6.0,
        colour: view.palette.tint,
    };
    let note = fonts.shape(&view.due.note, DUE);
    let style = fonts.fit(&view.due.amount, AMOUNT, right_x - x - note.width(DUE.size) - COLUMN_GAP);
    let amount = fonts.shape(&view.due.amount, style.in_figures());
    let label = fonts.shape(view.due.label, LABEL);
    let (label_role, role) = (Role::Heading(flow.next()), Role::Paragraph(flow.next()));
    let note_role = Role::Paragraph(flow.next());
    let marks = vec![
        tinted,
        left(x, 18.5, label, LABEL, label_role),
        left(x, 43.0, amount, style, role),
        right(right_x, 43.0, note, DUE, note_role),
    ];
    Slice { height: BOX_HEIGHT, marks }
}
