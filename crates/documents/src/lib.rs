//! Bills and invoices on paper: as JSON, HTML, PDF and a table for the terminal.
//!
//! Pure: the same bill and brand give the same bytes. What a client gets is rendered from a [`billing::invoicing::Bill`]
//! or [`billing::invoicing::Invoice`], which have no place for a cost; only [`json::bill_json`] and [`text::table`] take
//! costs, in an argument of its own that client-facing callers leave out.

pub mod format;
pub mod html;
pub mod json;
pub mod pdf;
pub mod text;

mod colour;
mod costs;
mod view;

pub use view::Document;

#[cfg(test)]
mod arbitrary;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
