//! Prices as a person writes them: `3/month`, `100-300/month`, `1500 once`, `500/node/year`, `2.99%`.

use kernel::Decimal;

use crate::{
    Cadence,
    parse::reader::{Field, NotDecimal, clip, decimal, decimal_help, percent},
    problem::ProblemKind,
};

/// The periods a price can fall due in, in months.
const PERIODS: [(&str, u32); 4] = [("month", 1), ("quarter", 3), ("half-year", 6), ("year", 12)];

const UNIT_CHARS_MAX: usize = 32;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Amount {
    One(Decimal),
    Range(Decimal, Decimal),
    /// As a fraction.
    Percent(Decimal),
}

/// What follows the amount: per what, and how often.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Per {
    pub unit: Option<String>,
    pub cadence: Option<Cadence>,
}

/// Reads a whole price text.
pub(super) fn price(field: &Field<'_>) -> Option<(Amount, Per)> {
    let text = field.number_text()?.trim();
    let (amount_text, rest) = split(text);
    let amount = amount(field, text, amount_text)?;
    let per = per(rest).map_err(|fault| not_a_price(field, text, &fault)).ok()?;
    Some((amount, per))
}

/// Reads what stands alone in `per`: `node/year`, `month`, `person once`.
pub(super) fn per_field(field: &Field<'_>) -> Option<Per> {
    let text = field.text()?.trim();
    let with_slash = if text == "once" { " once".to_owned() } else { format!("/{text}") };
    per(&with_slash).map_err(|fault| not_a_price(field, text, &fault)).ok()
}

/// The amount, and what follows it.
fn split(text: &str) -> (&str, &str) {
    let end = text.find('/').or_else(|| text.strip_suffix("once").map(|amount| amount.trim_end().len()));
    let (amount, rest) = end.and_then(|end| text.split_at_checked(end)).unwrap_or((text, ""));
    (amount.trim(), rest)
}

fn amount(field: &Field<'_>, text: &str, written: &str) -> Option<Amount> {
    let number = |part: &str| match decimal(part) {
        Ok(value) => Some(value),
        Err(NotDecimal::TooLong) => {
            field.too_long(part);
            None
        }
        Err(NotDecimal::Malformed) if part.starts_with('-') => {
            let message = format!("'{}' is below zero", clip(text));
            field.report(ProblemKind::OutOfRange, message, "a price cannot be negative", &[decimal_help(part)]);
            None
        }
        Err(NotDecimal::Malformed) => {
            not_a_price(field, text, &decimal_help(part));
            None
        }
    };
    if written.ends_with('%') {
        let Some(share) = percent(written) else {
            not_a_price(field, text, "write a percentage like \"2.99%\"");
            return None;
        };
        return field.at_most_whole(share).map(Amount::Percent);
    }
    match written.split_once('-').filter(|(low, _)| !low.is_empty()) {
        None => number(written).map(Amount::One),
        Some((low, high)) => {
            let (low, high) = (number(low.trim_end())?, number(high.trim_start())?);
            if low > high {
                field.backwards(text);
                return None;
            }
            Some(if low == high { Amount::One(low) } else { Amount::Range(low, high) })
        }
    }
}

/// Reads `""`, `" once"`, `"/month"`, `"/node"`, `"/node/year"`, `"/person once"`.
fn per(rest: &str) -> Result<Per, String> {
    let rest = rest.trim();
    if rest.is_empty() {
        return Ok(Per::default());
    }
    let (rest, once) = match rest.strip_suffix("once") {
        Some(before) if before.is_empty() || before.ends_with(' ') => (before.trim_end(), true),
        _ => (rest, false),
    };
    let mut parts: Vec<&str> = rest.split('/').skip(1).map(str::trim).collect();
    let period = parts.last().and_then(|part| period(part));
    if period.is_some() {
        parts.pop();
    }
    let cadence = match (period, once) {
        (Some(_), true) => return Err("it falls due once, or every period, not both".to_owned()),
        (Some(months), false) => Some(Cadence::Months(months)),
        (None, true) => Some(Cadence::Once),
        (None, false) => None,
    };
    match parts.as_slice() {
        [] => Ok(Per { unit: None, cadence }),
        [unit] => Ok(Per { unit: Some(self::unit(unit)?), cadence }),
        _ => Err("after the amount comes a unit, then a period: \"500/node/year\"".to_owned()),
    }
}

fn period(text: &str) -> Option<u32> {
    PERIODS.iter().find(|(name, _)| *name == text).map(|(_, months)| *months)
}

/// A unit's name, as it stands in a price.
fn unit(text: &str) -> Result<String, String> {
    let fits = text.chars().count() <= UNIT_CHARS_MAX
        && text.starts_with(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    if !fits {
        return Err(format!("'{}' is neither a unit nor a period (month, quarter, half-year, year)", clip(text)));
    }
    // A period almost spelled right is a slip, not a unit that happens to look like one.
    let slip = ["monthly", "yearly", "annual", "months", "years", "mo", "yr", "annum", "week", "weeks"];
    if slip.contains(&text) {
        return Err("the periods are month, quarter, half-year and year".to_owned());
    }
    Ok(text.to_owned())
}

fn not_a_price(field: &Field<'_>, text: &str, fault: &str) {
    field.report(
        ProblemKind::NotAPrice,
        format!("'{}' is not a price", clip(text)),
        "expected a price",
        &[
            fault.to_owned(),
            "prices are written like \"0.025\", \"3/month\", \"500/node/year\", \"1500 once\" or, as a range, \
             \"100-300/month\""
                .to_owned(),
        ],
    );
}
