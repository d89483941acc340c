//! What is said of events: the paths of attributes, and increments.

use kernel::Decimal;

use super::{Field, clip, decimal};
use crate::{limits::TEXT_CHARS_MAX, problem::ProblemKind, section::Kind};

impl Field<'_> {
    /// `"60/60"`, `"60"` or `60`: the first block, and those after it.
    pub fn blocks(&self) -> Option<(Decimal, Decimal)> {
        self.declared(|kind| matches!(kind, Kind::Increment).then_some(()));
        let text = self.number_text()?;
        let (first, next) = text.split_once('/').unwrap_or((text, text));
        let block = |text: &str| decimal(text.trim()).ok();
        let (Some(first), Some(next)) = (block(first), block(next)) else {
            self.report(
                ProblemKind::NotADecimal,
                format!("'{}' is not an increment", clip(text)),
                "expected first block / next blocks",
                &["write it like \"60/60\" or \"30/6\", in the event's own unit".to_owned()],
            );
            return None;
        };
        if first.is_zero() || next.is_zero() {
            self.report(
                ProblemKind::OutOfRange,
                "an increment of zero never ends",
                "must be above zero",
                &["for exact seconds write \"1/1\"".to_owned()],
            );
            return None;
        }
        Some((first, next))
    }

    /// The path of an attribute: letters, digits and `_` or `-`, dots descend.
    pub fn attribute(&self) -> Option<String> {
        self.declared(|kind| matches!(kind, Kind::Attribute).then_some(()));
        let text = self.text()?;
        let fits = |part: &str| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '$' | '@'))
        };
        if text.len() <= TEXT_CHARS_MAX && text.split('.').all(fits) {
            return Some(text.to_owned());
        }
        self.report(
            ProblemKind::NotAName,
            format!("'{}' cannot be the name of an attribute", clip(text)),
            "expected an attribute of the event",
            &["write the attribute's name, with dots to descend: \"billable_seconds\", \"call.destination\""
                .to_owned()],
        );
        None
    }
}
