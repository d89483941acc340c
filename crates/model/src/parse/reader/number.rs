//! Exact numbers.

use kernel::Decimal;
use toml::de::DeValue;

use super::{Field, clip};
use crate::{
    limits::{DECIMALS_MAX, INTEGER_DIGITS_MAX},
    problem::ProblemKind,
    section::Kind,
};

/// Why a text is not an exact number.
pub(in crate::parse) enum NotDecimal {
    /// Not digits with at most one point.
    Malformed,
    TooLong,
}

/// An exact number: up to 12 digits, then up to 12 decimals. No sign, no exponent, no separators.
pub(in crate::parse) fn decimal(text: &str) -> Result<Decimal, NotDecimal> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) || text.ends_with('.') {
        return Err(NotDecimal::Malformed);
    }
    if whole.trim_start_matches('0').len() > INTEGER_DIGITS_MAX || fraction.len() > DECIMALS_MAX || text.len() > 40 {
        return Err(NotDecimal::TooLong);
    }
    Decimal::from_str_exact(text).map(|value| value.normalize()).map_err(|_| NotDecimal::TooLong)
}

/// What to do about a text that was meant as a number.
pub(in crate::parse) fn decimal_help(text: &str) -> String {
    if text.starts_with('-') {
        return "amounts here are never below zero".to_owned();
    }
    if text.contains(['$', '€', '£', '¥']) {
        return "write the amount without a currency sign: the file's currency holds for all of it".to_owned();
    }
    let bare: String = text.chars().filter(|c| !matches!(c, ',' | '_' | ' ' | '\'')).collect();
    if bare != text && decimal(&bare).is_ok() {
        return format!("write it without separators: \"{bare}\"");
    }
    "write digits, with a point before the decimals: \"0.025\"".to_owned()
}

impl<'a> Field<'a> {
    /// The text of an exact number: a text, or a bare whole number.
    pub fn number_text(&self) -> Option<&'a str> {
        match self.node.get_ref() {
            DeValue::String(text) => Some(text.as_ref()),
            DeValue::Integer(integer) if integer.radix() == 10 => Some(integer.as_str()),
            _ => {
                self.wrong_type("a number, like \"0.025\" in quotes, or a whole number");
                None
            }
        }
    }

    /// Zero or more.
    pub fn decimal(&self) -> Option<Decimal> {
        self.declared(|kind| matches!(kind, Kind::Decimal | Kind::Positive | Kind::PriceText).then_some(()));
        let text = self.number_text()?;
        match decimal(text.strip_prefix('+').unwrap_or(text)) {
            Ok(value) => Some(value),
            Err(NotDecimal::Malformed) => {
                let kind = if text.starts_with('-') { ProblemKind::OutOfRange } else { ProblemKind::NotADecimal };
                let message = format!("'{}' is not an exact number of zero or more", clip(text));
                self.report(kind, message, "expected a number", &[decimal_help(text)]);
                None
            }
            Err(NotDecimal::TooLong) => {
                self.too_long(text);
                None
            }
        }
    }

    pub fn too_long(&self, text: &str) {
        self.report(
            ProblemKind::OutOfRange,
            format!("'{}' has too many digits to stay exact", clip(text)),
            format!("at most {INTEGER_DIGITS_MAX} digits before the point and {DECIMALS_MAX} after it"),
            &[],
        );
    }

    pub fn positive(&self) -> Option<Decimal> {
        self.declared(|kind| matches!(kind, Kind::Positive).then_some(()));
        let value = self.decimal()?;
        if value > Decimal::ZERO {
            return Some(value);
        }
        self.report(
            ProblemKind::OutOfRange,
            format!("'{}' must be above zero", self.path),
            "zero makes no sense here",
            &[],
        );
        None
    }

    pub fn whole(&self, least: i64, most: i64) -> Option<i64> {
        self.declared(|kind| matches!(kind, Kind::Whole(low, high) if (low, high) == (least, most)).then_some(()));
        let text = self.number_text()?;
        let value = text.parse::<i64>().ok().filter(|value| (least..=most).contains(value));
        if value.is_none() {
            self.report(
                ProblemKind::OutOfRange,
                format!("'{}' must be a whole number from {least} to {most}", self.path),
                "out of range",
                &[],
            );
        }
        value
    }
}
