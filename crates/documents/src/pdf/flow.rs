//! Placing pieces on pages, top to bottom.

use super::{
    fonts::{Fonts, Run},
    geometry::{BOTTOM, PaperSize, TOP, TOP_NEXT},
    style::Style,
};
use crate::colour::Colour;

/// Something to draw, in points from the top left of its slice or, once placed, of its page.
#[derive(Clone, Debug)]
pub enum Mark {
    Text { x: f32, baseline: f32, run: Run, style: Style, role: Role },
    Box { x: f32, y: f32, width: f32, height: f32, radius: f32, colour: Colour },
}

/// What a text is to a reader that cannot see the paper. Numbers are the order of reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Repeated or decorative: not read.
    Artifact,
    Title(u32),
    Heading(u32),
    Paragraph(u32),
    ColumnHead {
        row: u32,
        column: u32,
    },
    /// Heads all four columns.
    GroupHead {
        row: u32,
    },
    /// Spans so many columns.
    RowHead {
        row: u32,
        columns: u32,
    },
    Cell {
        row: u32,
        column: u32,
    },
}

/// What cannot be torn: at most a line of each column.
#[derive(Clone, Debug, Default)]
pub struct Slice {
    pub height: f32,
    pub marks: Vec<Mark>,
}

/// Slices that stay together unless they are taller than a page.
pub type Piece = Vec<Slice>;

pub type Page = Vec<Mark>;

pub struct Flow {
    size: PaperSize,
    bottom: f32,
    done: Vec<Page>,
    page: Page,
    y: f32,
    /// Placed at the top of each new page.
    repeated: Piece,
    order: u32,
}

impl Flow {
    pub fn new(size: PaperSize, foot_height: f32) -> Self {
        let bottom = size.height() - BOTTOM - foot_height;
        Self { size, bottom, done: Vec::new(), page: Vec::new(), y: TOP, repeated: Piece::new(), order: 0 }
    }

    pub fn size(&self) -> PaperSize {
        self.size
    }

    /// The next number in the order of reading.
    pub fn next(&mut self) -> u32 {
        self.order += 1;
        self.order
    }

    /// White space, except at the top of a page, where there is enough.
    pub fn gap(&mut self, height: f32) {
        if !self.is_fresh() {
            self.y += height;
        }
    }

    /// Places the piece, on a new page if it and `tail` points after it do not fit on this one.
    ///
    /// A piece taller than a page is torn between slices; even then `tail` stays with the last of them.
    pub fn place(&mut self, piece: Piece, tail: f32) {
        let height = height(&piece);
        if self.fits(height + tail) {
            piece.into_iter().for_each(|slice| self.put(slice));
            return;
        }
        if height + tail <= self.body() {
            self.turn();
            piece.into_iter().for_each(|slice| self.put(slice));
            return;
        }
        let last = piece.len().saturating_sub(1);
        for (index, slice) in piece.into_iter().enumerate() {
            let needed = slice.height + if index == last { tail } else { 0.0 };
            if !self.fits(needed) && !self.is_fresh() {
                self.turn();
            }
            self.put(slice);
        }
    }

    /// Starts a new page if `height` does not fit on this one.
    pub fn need(&mut self, height: f32) {
        if !self.fits(height) && !self.is_fresh() && height <= self.body() {
            self.turn();
        }
    }

    /// Places the piece on top of every page begun from now on, instead of what was repeated before. It is not read again.
    pub fn repeat(&mut self, mut piece: Piece) {
        for mark in piece.iter_mut().flat_map(|slice| &mut slice.marks) {
            if let Mark::Text { role, .. } = mark {
                *role = Role::Artifact;
            }
        }
        self.repeated = piece;
    }

    pub fn finish(mut self) -> Vec<Page> {
        self.done.push(self.page);
        self.done
    }

    fn fits(&self, height: f32) -> bool {
        self.y + height <= self.bottom + 0.01
    }

    /// How much a fresh page takes.
    fn body(&self) -> f32 {
        self.bottom - TOP_NEXT - height(&self.repeated)
    }

    /// Nothing but a repeated head is on this page yet.
    fn is_fresh(&self) -> bool {
        self.y <= if self.done.is_empty() { TOP } else { self.bottom - self.body() } + 0.01
    }

    fn turn(&mut self) {
        self.done.push(std::mem::take(&mut self.page));
        self.y = TOP_NEXT;
        for slice in self.repeated.clone() {
            self.put(slice);
        }
    }

    fn put(&mut self, slice: Slice) {
        let y = self.y;
        self.page.extend(slice.marks.into_iter().map(|mark| mark.lowered(y)));
        self.y += slice.height;
    }
}

impl Mark {
    fn lowered(mut self, by: f32) -> Self {
        match &mut self {
            Self::Text { baseline: y, .. } | Self::Box { y, .. } => *y += by,
        }
        self
    }

    pub fn rule(x: f32, y: f32, width: f32, thickness: f32, colour: Colour) -> Self {
        Self::Box { x, y, width, height: thickness, radius: 0.0, colour }
    }
}

pub fn height(piece: &[Slice]) -> f32 {
    piece.iter().map(|slice| slice.height).sum()
}

/// Text that begins at `x`.
pub fn left(x: f32, baseline: f32, run: Run, style: Style, role: Role) -> Mark {
    Mark::Text { x, baseline, run, style, role }
}

/// Text that ends at `x`.
pub fn right(x: f32, baseline: f32, run: Run, style: Style, role: Role) -> Mark {
    Mark::Text { x: x - run.width(style.size), baseline, run, style, role }
}

/// Lines under each other as slices, each with its text at `x`.
pub fn lines(fonts: &Fonts, text: &str, style: Style, x: f32, width: f32, role: Role) -> Vec<Slice> {
    let run = fonts.shape(text, style);
    let line = |run| Slice { height: style.leading, marks: vec![left(x, style.leading * 0.76, run, style, role)] };
    super::wrap::wrap(&run, style.size, width).into_iter().map(line).collect()
}

/// Columns side by side: the first slices of all become one, and so on.
pub fn beside(columns: Vec<Vec<Slice>>) -> Piece {
    let mut piece: Piece = Vec::new();
    for column in columns {
        for (index, slice) in column.into_iter().enumerate() {
            match piece.get_mut(index) {
                Some(row) => {
                    row.height = row.height.max(slice.height);
                    row.marks.extend(slice.marks);
                }
                None => piece.push(slice),
            }
        }
    }
    piece
}
