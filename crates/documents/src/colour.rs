//! The brand's colour, made fit to be read: as a tile, as an accent on white, and as an accent on dark.
//!
//! Only additions and multiplications, so every machine comes to the same colour.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    pub r: u8,
    pub g: u8,
    pub b: u8,
}

/// What a document needs of a brand's colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// As the brand wrote it; for areas, never for text.
    pub brand: Colour,
    /// White or near black: whichever is easier to read on `brand`.
    pub on_brand: Colour,
    /// The brand, darkened until text in it can be read on white and on `tint`.
    pub accent: Colour,
    /// A breath of the brand, behind the amount due.
    pub tint: Colour,
    /// The brand, lightened until text in it can be read on a dark page.
    pub accent_on_dark: Colour,
}

pub const WHITE: Colour = Colour { r: 255, g: 255, b: 255 };
pub const BLACK: Colour = Colour { r: 0, g: 0, b: 0 };
/// Near black, for text.
pub const INK: Colour = Colour { r: 17, g: 24, b: 39 };
/// For labels and notes: 6.1 to 1 on white.
pub const MUTED: Colour = Colour { r: 85, g: 94, b: 108 };
/// Hairlines.
pub const LINE: Colour = Colour { r: 220, g: 224, b: 230 };

const DARK_PAGE: Colour = Colour { r: 22, g: 24, b: 29 };
const FALLBACK: Colour = Colour { r: 0x3b, g: 0x5b, b: 0xdb };
/// WCAG AA asks for 4.5; the rest covers the approximation in [`Colour::luminance`].
const CONTRAST_MIN: f32 = 4.7;
const STEP_PERCENT: u16 = 4;
/// How much white is in the tint.
const TINT_PERCENT: u16 = 92;

impl Palette {
    /// From `#rrggbb`; anything else is the house's blue.
    pub fn of(hex: &str) -> Self {
        let brand = Colour::parse(hex).unwrap_or(FALLBACK);
        let on_brand = if brand.contrast(WHITE) >= brand.contrast(INK) { WHITE } else { INK };
        let tint = brand.mix(WHITE, TINT_PERCENT);
        let mut accent = brand;
        while accent.contrast(tint) < CONTRAST_MIN && accent != BLACK {
            accent = accent.mix(BLACK, STEP_PERCENT);
        }
        let mut accent_on_dark = brand;
        while accent_on_dark.contrast(DARK_PAGE) < CONTRAST_MIN + 1.5 && accent_on_dark != WHITE {
            accent_on_dark = accent_on_dark.mix(WHITE, STEP_PERCENT);
        }
        Self { brand, on_brand, accent, tint, accent_on_dark }
    }
}

impl Colour {
    pub fn parse(hex: &str) -> Option<Self> {
        let digits = hex.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let channel = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        Some(Self { r: channel(0)?, g: channel(2)?, b: channel(4)? })
    }

    /// How much darker one is than the other, by WCAG: 1 to 21.
    pub fn contrast(self, other: Self) -> f32 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Relative luminance, with a cubic in place of the power curve: within 0.002 of it.
    fn luminance(self) -> f32 {
        let linear = |channel: u8| {
            let c = f32::from(channel) / 255.0;
            c * (c * (c * 0.305_306 + 0.682_171) + 0.012_523)
        };
        0.2126 * linear(self.r) + 0.7152 * linear(self.g) + 0.0722 * linear(self.b)
    }

    /// This colour with `percent` of the other; always at least one step towards it.
    fn mix(self, other: Self, percent: u16) -> Self {
        let channel = |from: u8, to: u8| {
            let mixed = (u16::from(from) * (100 - percent) + u16::from(to) * percent) / 100;
            let mixed = u8::try_from(mixed).unwrap_or(to);
            if mixed == from && to > from { from + 1 } else { mixed }
        };
        Self { r: channel(self.r, other.r), g: channel(self.g, other.g), b: channel(self.b, other.b) }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.r, self.g, self.b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The real curve, to check the approximation against.
    fn true_contrast(a: Colour, b: Colour) -> f64 {
        let luminance = |colour: Colour| {
            let linear = |channel: u8| {
                let c = f64::from(channel) / 255.0;
                if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b)
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_brand_can_be_read() {
        for r in (0..=255).step_by(15) {
            for g in (0..=255).step_by(15) {
                for b in (0..=255).step_by(15) {
                    let palette = Palette::of(&format!("#{r:02x}{g:02x}{b:02x}"));
                    assert!(true_contrast(palette.accent, palette.tint) >= 4.5, "{palette:?}");
                    assert!(true_contrast(palette.accent, WHITE) >= 4.5, "{palette:?}");
                    assert!(true_contrast(palette.accent_on_dark, DARK_PAGE) >= 5.5, "{palette:?}");
                    assert!(true_contrast(palette.brand, palette.on_brand) >= 4.0, "{palette:?}");
                }
            }
        }
        for ink in [INK, MUTED] {
            assert!(true_contrast(ink, WHITE) >= 6.0);
        }
    }

    #[test]
    fn a_colour_that_reads_well_is_left_alone() {
        let palette = Palette::of("#0b6e4f");
        assert_eq!(palette.accent.to_string(), "#0b6e4f");
        assert_eq!(palette.on_brand, WHITE);
        assert_eq!(Palette::of("#ffd400").on_brand, INK);
        for wrong in ["", "0b6e4f", "#0b6e4", "#0b6e4g", "#0b6e4f0", "#ééé"] {
            assert_eq!(Palette::of(wrong).brand, FALLBACK, "{wrong}");
        }
    }
}
