//! One brand colour in, colours that can be read out.
//!
//! Accents keep the brand's hue. Their lightness is clamped, so that text on them and in them has a contrast of at
//! least 4.5 : 1 in the light and in the dark theme, whatever the brand (yellow becomes brown); a test sweeps 600 brands.
//! The raw brand colour is kept for the logo's tile alone.

use std::{fmt, str::FromStr};

mod oklch;

use oklch::Oklch;

/// A colour of sRGB, as the business file writes it: `#0b6e4f`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb {
    pub red: u8,
    pub green: u8,
    pub blue: u8,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a colour is six hexadecimal digits, like #0b6e4f")]
pub struct NotAColour;

/// What `/brand/{colour}.css` sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    pub brand: Rgb,
    /// Black or white, whichever reads better on the brand.
    pub on_brand: Rgb,
    pub accent_light: Rgb,
    pub accent_dark: Rgb,
}

impl Rgb {
    pub const WHITE: Self = Self { red: 255, green: 255, blue: 255 };
    pub const BLACK: Self = Self { red: 0, green: 0, blue: 0 };

    /// Contrast by WCAG 2: 1 (none) to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = oklch::linear(self);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl Palette {
    pub fn of(brand: Rgb) -> Self {
        let Oklch { l, c, h } = Oklch::from(brand);
        let on_brand = if brand.contrast(Rgb::WHITE) >= brand.contrast(Rgb::BLACK) { Rgb::WHITE } else { Rgb::BLACK };
        Self {
            brand,
            on_brand,
            accent_light: Oklch { l: l.clamp(0.36, 0.49), c: c.min(0.17), h }.into(),
            accent_dark: Oklch { l: l.clamp(0.72, 0.84), c: c.min(0.14), h }.into(),
        }
    }

    /// The style sheet of a business: nothing but these four.
    pub fn css(&self) -> String {
        format!(
            "@layer tokens{{:root{{--brand:{};--on-brand:{};--accent-light:{};--accent-dark:{}}}}}\n",
            self.brand, self.on_brand, self.accent_light, self.accent_dark
        )
    }
}

impl FromStr for Rgb {
    type Err = NotAColour;

    fn from_str(text: &str) -> Result<Self, NotAColour> {
        let digits = text.strip_prefix('#').unwrap_or(text);
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(NotAColour);
        }
        let [_, red, green, blue] = u32::from_str_radix(digits, 16).map_err(|_| NotAColour)?.to_be_bytes();
        Ok(Self { red, green, blue })
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

#[cfg(test)]
mod tests;
