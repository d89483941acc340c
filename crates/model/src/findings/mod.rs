//! What is suspicious in a sound file: warnings, never errors.

mod below_cost;
mod cliff;
mod locate;
mod render;
mod total;
mod unused;
mod wording;

use std::ops::Range;

use crate::{Business, Errors, parse};

/// The kinds of finding. Their codes are stable, for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingKind {
    /// A larger quantity costs less in total.
    PriceCliff,
    /// What is sold costs us more.
    BelowCost,
    /// A plan without any product.
    EmptyPlan,
    /// A price range that each client is billed by, and that no contract has picked from yet.
    UnpickedRange,
    /// A product in no plan.
    UnsoldProduct,
    /// A meter that no product prices and no plan limits.
    UnpricedMeter,
    /// A confidential word where clients read.
    ConfidentialWord,
    /// Wording that the brand gave up.
    DeprecatedWord,
    /// Wording that the brand asks for, and nothing uses.
    RequiredWord,
}

impl FindingKind {
    pub const ALL: [Self; 9] = [
        Self::PriceCliff,
        Self::BelowCost,
        Self::EmptyPlan,
        Self::UnpickedRange,
        Self::UnsoldProduct,
        Self::UnpricedMeter,
        Self::ConfidentialWord,
        Self::DeprecatedWord,
        Self::RequiredWord,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::PriceCliff => "price_cliff",
            Self::BelowCost => "below_cost",
            Self::EmptyPlan => "empty_plan",
            Self::UnpickedRange => "unpicked_range",
            Self::UnsoldProduct => "unsold_product",
            Self::UnpricedMeter => "unpriced_meter",
            Self::ConfidentialWord => "confidential_word",
            Self::DeprecatedWord => "deprecated_word",
            Self::RequiredWord => "required_word",
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub kind: FindingKind,
    /// Where in the file's structure: `plans.essential.products.nodes`.
    pub path: String,
    /// Line and column, both from 1, if the text was at hand. What a plan takes over is found at the plan.
    pub place: Option<(usize, usize)>,
    /// One sentence, without a full stop.
    pub message: String,
    /// What to do about it.
    pub advice: String,
    span: Range<usize>,
}

impl Finding {
    fn new(kind: FindingKind, path: String, message: String, advice: impl Into<String>) -> Self {
        Self { kind, path, place: None, message, advice: advice.into(), span: 0..0 }
    }
}

/// The findings of one file, with its text for rendering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    pub file: String,
    pub findings: Vec<Finding>,
    source: String,
}

/// What is suspicious, without places. In the order of the kinds, then of the file.
pub fn findings(business: &Business) -> Vec<Finding> {
    let mut found = Vec::new();
    cliff::find(business, &mut found);
    below_cost::find(business, &mut found);
    unused::find(business, &mut found);
    wording::find(business, &mut found);
    found.sort_by_key(|finding| finding.kind);
    found
}

/// Reads a business file and looks for what is suspicious in it, each finding with its place.
///
/// # Errors
///
/// As [`parse`].
pub fn check(text: &str, file_name: &str) -> Result<(Business, Findings), Errors> {
    let business = parse(text, file_name)?;
    let mut found = findings(&business);
    locate::places(text, &mut found);
    Ok((business, Findings { file: file_name.to_owned(), findings: found, source: text.to_owned() }))
}

#[cfg(test)]
mod tests;
