//! Breaking a run of text into lines that fit.

use super::fonts::Run;

/// Room for rounding in sums of widths, in em.
const SLACK: f32 = 0.001;

/// Lines of at most `width` points at `size`. Breaks after spaces, hyphens and slashes; a word wider than the line is cut
/// where it is full, without a hyphen. The space at which a line broke stays at its end, unseen, so that what is copied
/// from the paper, or read aloud, is what was meant. At least one line.
pub fn wrap(run: &Run, size: f32, width: f32) -> Vec<Run> {
    let limit = width / size + SLACK;
    let mut lines = Vec::new();
    // The line so far is `start..at`, `wide` em; it may end before `gap`.
    let (mut start, mut wide, mut gap) = (0, 0.0, None);
    let mut at = 0;
    while let Some(glyph) = run.glyphs.get(at) {
        let is_space = run.last_char(at) == Some(' ');
        if wide + glyph.advance > limit && at > start && !is_space {
            let cut = gap.unwrap_or_else(|| cluster_start(run, start, at));
            lines.push(trimmed(run, start, cut));
            (start, wide, gap) = (cut, 0.0, None);
            at = cut;
            continue;
        }
        wide += glyph.advance;
        at += 1;
        if is_space || (matches!(run.last_char(at - 1), Some('-' | '–' | '/')) && run.begins_cluster(at)) {
            gap = Some(at);
        }
    }
    if start < run.glyphs.len() || lines.is_empty() {
        lines.push(trimmed(run, start, run.glyphs.len()));
    }
    lines
}

/// The nearest cut at or before `at` that leaves something on the line, or after it if one cluster is wider than the line.
fn cluster_start(run: &Run, start: usize, at: usize) -> usize {
    let before = (start + 1..=at).rev().find(|&index| run.begins_cluster(index));
    before.unwrap_or_else(|| {
        (at + 1..run.glyphs.len()).find(|&index| run.begins_cluster(index)).unwrap_or(run.glyphs.len())
    })
}

/// Of the spaces at the end, one is left.
fn trimmed(run: &Run, start: usize, end: usize) -> Run {
    let is_space = |index: usize| run.last_char(index) == Some(' ');
    let seen = (start..end).rev().find(|&index| !is_space(index)).map_or(start, |index| index + 1);
    run.slice(start..end.min(seen + 1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        arbitrary,
        pdf::{fonts::Fonts, style::BODY},
    };

    fn lines(text: &str, width: f32) -> Vec<String> {
        let run = Fonts::embedded().unwrap().shape(text, BODY);
        wrap(&run, BODY.size, width).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn text_breaks_between_words_and_after_hyphens() {
        assert_eq!(lines("Outbound minutes, Germany", 60.0), ["Outbound ", "minutes, ", "Germany"]);
        assert_eq!(lines("fail-over 60/60", 26.0), ["fail-", "over ", "60/60"]);
        assert_eq!(lines("", 60.0), [""]);
    }

    #[test]
    fn an_overlong_word_is_cut_and_loses_nothing() {
        let word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk";
        let cut = lines(word, 80.0);
        assert!(cut.len() > 2);
        assert_eq!(cut.concat(), word);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_line_fits_and_every_letter_is_on_one(text in arbitrary::words(), width in 20.0f32..300.0) {
            let fonts = Fonts::embedded().unwrap();
            let run = fonts.shape(&crate::format::printable(&text), BODY);
            let lines = wrap(&run, BODY.size, width);
            let squeezed = |text: &str| text.replace(' ', "");
            let all: String = lines.iter().map(|line| squeezed(&line.text)).collect();
            prop_assert_eq!(all, squeezed(&run.text));
            for line in &lines {
                let clusters = (1..line.glyphs.len()).filter(|&index| line.begins_cluster(index)).count();
                prop_assert!(line.width(BODY.size) <= width + 0.1 || clusters == 0);
            }
        }
    }
}
