//! Letters as the font draws them: which exist, how wide they are, how pairs of them kern.

use std::{ops::Range, sync::OnceLock};

use krilla::text::Font;
use rustybuzz::{Direction, Feature, Script, ShapePlan, UnicodeBuffer, script, ttf_parser::Tag};

use super::style::{Style, Weight};

/// Noto Sans, regular and bold.
pub struct Fonts {
    regular: Face,
    bold: Face,
}

pub struct Face {
    shaper: rustybuzz::Face<'static>,
    pub font: Font,
    units_per_em: f32,
    /// How to shape words, then figures, of each script. Working it out costs more than shaping a line.
    plans: Vec<(Script, ShapePlan, ShapePlan)>,
}

/// A stretch of text on one line, measured once and drawn from the same figures.
#[derive(Clone, Debug, Default)]
pub struct Run {
    pub text: String,
    pub glyphs: Vec<Glyph>,
}

/// Lengths in em.
#[derive(Clone, Debug)]
pub struct Glyph {
    pub id: u32,
    /// The bytes of the run's text it stands for.
    pub range: Range<usize>,
    pub advance: f32,
    pub dx: f32,
    pub dy: f32,
}

impl Fonts {
    /// Read once; they are part of the program.
    pub fn embedded() -> Option<&'static Self> {
        static FONTS: OnceLock<Option<Fonts>> = OnceLock::new();
        let read = || Some(Self { regular: Face::of(notosans::REGULAR_TTF)?, bold: Face::of(notosans::BOLD_TTF)? });
        FONTS.get_or_init(read).as_ref()
    }

    pub fn face(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    /// The text as glyphs. Figures do not kern, so that they stand in columns.
    pub fn shape(&self, text: &str, style: Style) -> Run {
        let face = self.face(style.weight);
        let text = face.drawable(text);
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(&text);
        buffer.guess_segment_properties();
        let known = face.plans.iter().find(|(script, ..)| *script == buffer.script());
        let Some((script, words, figures)) = known.or(face.plans.first()) else { return Run::default() };
        buffer.set_script(*script);
        // No script that runs the other way is in the font; what is left of one are replacements.
        buffer.set_direction(Direction::LeftToRight);
        let plan = if style.figures { figures } else { words };
        let shaped = rustybuzz::shape_with_plan(&face.shaper, plan, buffer);
        Run { glyphs: face.glyphs(&shaped, text.len()), text }
    }

    /// The style's size, or the largest at which `text` fits `width`; not below 5 points.
    pub fn fit(&self, text: &str, style: Style, width: f32) -> Style {
        let natural = self.shape(text, style).width(style.size);
        if natural <= width { style } else { Style { size: (style.size * width / natural).max(5.0), ..style } }
    }
}

impl Face {
    fn of(bytes: &'static [u8]) -> Option<Self> {
        let shaper = rustybuzz::Face::from_slice(bytes, 0)?;
        #[expect(clippy::cast_precision_loss, reason = "an em is at most 16,384 units")]
        let units_per_em = shaper.units_per_em() as f32;
        let no_kerning = [Feature::new(Tag::from_bytes(b"kern"), 0, ..)];
        let plan = |script, features| ShapePlan::new(&shaper, Direction::LeftToRight, Some(script), None, features);
        // The first is also for what has no script of its own: figures, signs.
        let scripts = [script::LATIN, script::GREEK, script::CYRILLIC];
        let plans = scripts.map(|script| (script, plan(script, &[]), plan(script, &no_kerning))).into();
        Some(Self { units_per_em, plans, shaper, font: Font::new(bytes.into(), 0)? })
    }

    /// What the font has no letter for becomes U+FFFD; joiners and variation selectors, which have no look, go.
    fn drawable(&self, text: &str) -> String {
        let has = |c: char| self.shaper.glyph_index(c).is_some_and(|glyph| glyph.0 != 0);
        let is_private = |c: char| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..);
        let seen = text
            .chars()
            .filter(|c| !matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}'));
        seen.map(|c| if has(c) && !is_private(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
    }

    fn glyphs(&self, shaped: &rustybuzz::GlyphBuffer, text_len: usize) -> Vec<Glyph> {
        let starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        let ends = starts.iter().enumerate().map(|(index, start)| {
            starts.iter().skip(index + 1).find(|next| *next > start).copied().unwrap_or(text_len)
        });
        #[expect(clippy::cast_precision_loss, reason = "font units are small")]
        let em = |units: i32| units as f32 / self.units_per_em;
        let placed = shaped.glyph_infos().iter().zip(shaped.glyph_positions()).zip(starts.iter().zip(ends));
        placed
            .map(|((info, position), (&start, end))| Glyph {
                id: info.glyph_id,
                range: start..end,
                advance: em(position.x_advance),
                dx: em(position.x_offset),
                dy: em(position.y_offset),
            })
            .collect()
    }
}

impl Run {
    /// In points at this size, up to the last letter that is seen.
    pub fn width(&self, size: f32) -> f32 {
        let unseen = self.text.len() - self.text.trim_end_matches(' ').len();
        let seen = self.glyphs.get(..self.glyphs.len().saturating_sub(unseen)).unwrap_or_default();
        seen.iter().map(|glyph| glyph.advance).sum::<f32>() * size
    }

    /// Some of the glyphs with the text they stand for.
    pub fn slice(&self, glyphs: Range<usize>) -> Self {
        let glyphs = self.glyphs.get(glyphs).unwrap_or_default();
        let start = glyphs.first().map_or(0, |glyph| glyph.range.start);
        let end = glyphs.last().map_or(start, |glyph| glyph.range.end);
        let moved =
            |glyph: &Glyph| Glyph { range: glyph.range.start - start..glyph.range.end - start, ..glyph.clone() };
        Self {
            text: self.text.get(start..end).unwrap_or_default().to_owned(),
            glyphs: glyphs.iter().map(moved).collect(),
        }
    }

    /// Whether the glyph begins a new cluster, so that the text may be cut before it.
    pub fn begins_cluster(&self, index: usize) -> bool {
        let start = |index: usize| self.glyphs.get(index).map(|glyph| glyph.range.start);
        index == 0 || start(index) != start(index - 1)
    }

    /// The last character the glyph stands for.
    pub fn last_char(&self, index: usize) -> Option<char> {
        self.glyphs
            .get(index)
            .and_then(|glyph| self.text.get(glyph.range.clone()))
            .and_then(|text| text.chars().next_back())
    }
}
