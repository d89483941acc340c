//! A document as PDF/A-3 with embedded fonts, tagged for readers that cannot see, laid out by hand.
//!
//! `view` says the words, `fonts` measures them, `flow` places them on pages, `paint` writes the pages. Layout and
//! painting are apart, so a test can ask where things are without reading a PDF.
//!
//! Letters: Latin, Greek, Cyrillic. Any other character (CJK, Arabic, emoji) prints as `�`, visibly, because a name that
//! silently loses letters is worse; the HTML and JSON of the same invoice carry it whole.

mod flow;
mod fonts;
mod foot;
mod geometry;
mod head;
mod paint;
mod style;
mod table;
mod wrap;

use model::Brand;

use crate::view::{Document, View};
use flow::Flow;
use fonts::Fonts;
pub use geometry::PaperSize;

/// The paper could not be written. Never the fault of what is printed on it.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    #[error("the embedded fonts cannot be read")]
    Fonts,
    #[error("the PDF could not be written: {0}")]
    Write(String),
}

/// The document as a PDF/A-3a that is PDF/UA-1, too. The same document, brand and size give the same bytes.
pub fn pdf(document: Document<'_>, brand: &Brand, size: PaperSize) -> Result<Vec<u8>, PdfError> {
    let fonts = Fonts::embedded().ok_or(PdfError::Fonts)?;
    let view = View::of(document, brand);
    let pages = layout(&view, fonts, size);
    paint::paint(&pages, size, &view, paint::Imprint::of(document, &view), fonts)
}

/// Every mark of every page, feet and running heads included.
fn layout(view: &View, fonts: &Fonts, size: PaperSize) -> Vec<flow::Page> {
    let foot = foot::Foot::of(view, fonts, size);
    let mut flow = Flow::new(size, foot.height());
    head::place(&mut flow, view, fonts);
    table::place(&mut flow, view, fonts);
    head::place_payment(&mut flow, view, fonts);
    let mut pages = flow.finish();
    foot.print(&mut pages, view, fonts);
    pages
}

#[cfg(test)]
mod tests;
