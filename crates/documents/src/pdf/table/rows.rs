use super::columns::Columns;
use crate::{
    colour::{INK, LINE, MUTED},
    pdf::{
        flow::{Mark, Piece, Role, Slice, beside, left, lines, right},
        fonts::Fonts,
        geometry::MARGIN,
        style::{BODY, GROUP, LABEL, NOTE, Style},
        wrap::wrap,
    },
    view::{Row, View},
};

const HEAD_HEIGHT: f32 = 19.0;
const ROW_PAD: f32 = 4.5;
const GROUP_GAP: f32 = 9.0;

pub fn head(columns: &Columns, fonts: &Fonts, row: u32) -> Slice {
    let (baseline, role) = (9.0, |column| Role::ColumnHead { row, column });
    let shaped = |text| fonts.shape(text, LABEL);
    let marks = vec![
        left(MARGIN, baseline, shaped("Description"), LABEL, role(0)),
        right(columns.quantity.right, baseline, shaped("Quantity"), LABEL, role(1)),
        right(columns.price.right, baseline, shaped("Unit price"), LABEL, role(2)),
        right(columns.amount.right, baseline, shaped("Amount"), LABEL, role(3)),
        Mark::rule(MARGIN, HEAD_HEIGHT - 4.0, columns.measure(), 0.9, INK),
    ];
    Slice { height: HEAD_HEIGHT, marks }
}

pub fn group(title: &str, view: &View, columns: &Columns, fonts: &Fonts, row: u32) -> Piece {
    let style = GROUP.coloured(view.palette.accent);
    let mut piece = apart(true);
    piece.extend(lines(fonts, title, style, MARGIN, columns.measure(), Role::GroupHead { row }));
    piece
}

/// White space above rows without a head, so that they are not taken for rows of the group before.
pub fn apart(really: bool) -> Piece {
    if really { vec![Slice { height: GROUP_GAP, marks: Vec::new() }] } else { Piece::new() }
}

/// The description over its note on the left, figures on the right, a hairline below.
pub fn row(row: &Row, columns: &Columns, fonts: &Fonts, number: u32) -> Piece {
    let body = if row.quiet { BODY.coloured(MUTED) } else { BODY };
    let head = Role::RowHead { row: number, columns: 1 };
    let mut text = lines(fonts, &row.description, body, MARGIN, columns.description_width, head);
    if let Some(note) = &row.note {
        text.extend(lines(fonts, note, NOTE, MARGIN, columns.description_width, head));
    }
    let cells =
        [(&row.quantity, columns.quantity, 1), (&row.price, columns.price, 2), (&row.amount, columns.amount, 3)];
    let mut side_by_side = vec![text];
    for (figures, column, index) in cells {
        let style: Style = body.in_figures();
        let runs = wrap(&fonts.shape(figures, style), style.size, column.width);
        let role = Role::Cell { row: number, column: index };
        let line = |run| Slice {
            height: style.leading,
            marks: vec![right(column.right, style.leading * 0.76, run, style, role)],
        };
        side_by_side.push(runs.into_iter().map(line).collect());
    }
    let mut piece = vec![Slice { height: ROW_PAD, marks: Vec::new() }];
    piece.extend(beside(side_by_side));
    let rule = Mark::rule(MARGIN, ROW_PAD, columns.measure(), 0.5, LINE);
    piece.push(Slice { height: ROW_PAD + 0.5, marks: vec![rule] });
    piece
}
