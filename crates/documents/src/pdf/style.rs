//! Sizes in points, weights, colours: the whole typography of the paper in one place.

use crate::colour::{Colour, INK, MUTED};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Bold,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    pub weight: Weight,
    pub size: f32,
    /// From one baseline to the next.
    pub leading: f32,
    pub colour: Colour,
    /// Figures in columns: no kerning.
    pub figures: bool,
}

impl Style {
    const fn of(weight: Weight, size: f32, leading: f32, colour: Colour) -> Self {
        Self { weight, size, leading, colour, figures: false }
    }

    pub const fn bold(self) -> Self {
        Self { weight: Weight::Bold, ..self }
    }

    pub const fn in_figures(self) -> Self {
        Self { figures: true, ..self }
    }

    pub const fn coloured(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }
}

pub const BODY: Style = Style::of(Weight::Regular, 9.0, 12.5, INK);
pub const LABEL: Style = Style::of(Weight::Bold, 7.5, 12.5, MUTED);
pub const NOTE: Style = Style::of(Weight::Regular, 7.5, 10.5, MUTED);
pub const GROUP: Style = Style::of(Weight::Bold, 9.0, 12.5, INK);
pub const BRAND: Style = Style::of(Weight::Bold, 13.0, 17.0, INK);
pub const TILE: Style = Style::of(Weight::Bold, 12.5, 12.5, INK);
pub const TITLE: Style = Style::of(Weight::Bold, 24.0, 30.0, INK);
pub const AMOUNT: Style = Style::of(Weight::Bold, 21.0, 26.0, INK);
/// Beside the amount due.
pub const DUE: Style = Style::of(Weight::Bold, 10.0, 12.5, INK);
pub const TOTAL: Style = Style::of(Weight::Bold, 12.0, 18.0, INK);
pub const FOOT: Style = Style::of(Weight::Regular, 7.0, 9.5, MUTED);
