//! What stands on every page: who we are and which page this is; from the second page on, what it belongs to.

use super::{
    flow::{Mark, Page, Role, left, right},
    fonts::{Fonts, Run},
    geometry::{BOTTOM, MARGIN, PaperSize, TOP_NEXT},
    style::FOOT,
    wrap::wrap,
};
use crate::{colour::LINE, view::View};

/// More would leave no page for the lines. Whoever has more says it under "From", where nothing is left out.
const LINES_MAX: usize = 3;
const PAGE_NUMBER_WIDTH: f32 = 70.0;
const RULE_GAP: f32 = 7.0;
/// White between the body and the foot.
const BODY_GAP: f32 = 14.0;

pub struct Foot {
    size: PaperSize,
    lines: Vec<Run>,
}

impl Foot {
    pub fn of(view: &View, fonts: &Fonts, size: PaperSize) -> Self {
        let width = size.measure() - PAGE_NUMBER_WIDTH;
        let mut lines: Vec<Run> =
            view.foot.iter().flat_map(|line| wrap(&fonts.shape(line, FOOT), FOOT.size, width)).collect();
        if lines.len() > LINES_MAX {
            lines.clear();
        }
        Self { size, lines }
    }

    /// All it takes from the bottom of the body to the bottom margin.
    pub fn height(&self) -> f32 {
        BODY_GAP + RULE_GAP + self.text_height()
    }

    pub fn print(&self, pages: &mut [Page], view: &View, fonts: &Fonts) {
        let count = pages.len();
        let first_baseline = self.size.height() - BOTTOM - self.text_height() + FOOT.size;
        for (index, page) in pages.iter_mut().enumerate() {
            let rule_y = first_baseline - FOOT.size - RULE_GAP;
            page.push(Mark::rule(MARGIN, rule_y, self.size.measure(), 0.5, LINE));
            for (line, run) in (0u8..).zip(&self.lines) {
                let baseline = first_baseline + f32::from(line) * FOOT.leading;
                page.push(left(MARGIN, baseline, run.clone(), FOOT, Role::Artifact));
            }
            let number = fonts.shape(&format!("Page {} / {count}", index + 1), FOOT);
            page.push(right(self.size.right(), first_baseline, number, FOOT, Role::Artifact));
            if index > 0 {
                self.running_head(page, view, fonts);
            }
        }
    }

    /// One line: a name too long for it is given in full on the first page.
    fn running_head(&self, page: &mut Page, view: &View, fonts: &Fonts) {
        let baseline = TOP_NEXT - 26.0;
        let half = self.size.measure() / 2.0 - 10.0;
        let line = |text: &str| wrap(&fonts.shape(text, FOOT), FOOT.size, half).into_iter().next().unwrap_or_default();
        page.push(left(MARGIN, baseline, line(&view.brand), FOOT, Role::Artifact));
        page.push(right(self.size.right(), baseline, line(&view.heading()), FOOT, Role::Artifact));
        page.push(Mark::rule(MARGIN, baseline + 6.0, self.size.measure(), 0.5, LINE));
    }

    fn text_height(&self) -> f32 {
        self.lines.iter().map(|_| FOOT.leading).sum::<f32>().max(FOOT.leading)
    }
}
