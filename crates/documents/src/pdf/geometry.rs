//! Paper, in points (1/72 inch) from the top left.

/// What the paper is cut to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaperSize {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 inches.
    Letter,
}

/// Left and right of everything: 20 mm.
pub const MARGIN: f32 = 56.7;
/// Above the first page.
pub const TOP: f32 = 52.0;
/// Above the following pages, below their running head.
pub const TOP_NEXT: f32 = 74.0;
/// Below the foot.
pub const BOTTOM: f32 = 34.0;

impl PaperSize {
    pub fn width(self) -> f32 {
        match self {
            Self::A4 => 595.28,
            Self::Letter => 612.0,
        }
    }

    pub fn height(self) -> f32 {
        match self {
            Self::A4 => 841.89,
            Self::Letter => 792.0,
        }
    }

    pub fn right(self) -> f32 {
        self.width() - MARGIN
    }

    /// Between the margins.
    pub fn measure(self) -> f32 {
        self.width() - 2.0 * MARGIN
    }
}
