//! A document as HTML: a fragment for the portals, or a page of its own.

use askama::Template;
use model::Brand;

use crate::view::{Document, View};

/// The stylesheet of [`fragment`], to be served from the portal's own origin. It uses the tokens of the design system:
/// `--ink`, `--ink-2`, `--line`, `--surface`, `--accent`, `--accent-soft`, and the class `sr`.
pub const STYLE: &str = include_str!("../templates/paper.css");

const PAGE_STYLE: &str = include_str!("../templates/page.css");

/// The document as an `<article>`, without style or script of its own.
pub fn fragment(document: Document<'_>, brand: &Brand) -> String {
    rendered(&Fragment { view: View::of(document, brand) })
}

/// The document as one file: style inside, nothing loaded from anywhere, light and dark, ready to print.
pub fn page(document: Document<'_>, brand: &Brand) -> String {
    rendered(&Page { view: View::of(document, brand), page_css: PAGE_STYLE, paper_css: STYLE })
}

#[derive(Template)]
#[template(path = "invoice.html")]
struct Fragment {
    view: View,
}

#[derive(Template)]
#[template(path = "page.html")]
struct Page {
    view: View,
    page_css: &'static str,
    paper_css: &'static str,
}

/// Writing to a string cannot fail, and no template calls anything that can.
fn rendered(template: &impl Template) -> String {
    template.render().unwrap_or_default()
}

#[cfg(test)]
mod tests;
