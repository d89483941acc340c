//! Figures out of the tables: decimals are strings.

use kernel::{Decimal, Exact, RoundingMode, time::Timestamp};
use serde_json::Value;

/// A decimal, written as a string or as a whole number.
#[track_caller]
pub fn decimal(value: &Value) -> Decimal {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Decimal::from_str_exact(&text).unwrap_or_else(|_| panic!("'{text}' is not a decimal"))
}

/// A decimal that may be left out.
pub fn decimal_or(value: &Value, default: Decimal) -> Decimal {
    optional(value).unwrap_or(default)
}

pub fn optional(value: &Value) -> Option<Decimal> {
    (!value.is_null()).then(|| decimal(value))
}

#[track_caller]
pub fn exact(value: &Value) -> Exact {
    decimal(value).into()
}

pub fn whole<N: TryFrom<i128>>(value: &Value) -> Option<N> {
    let decimal = optional(value)?;
    assert!(decimal.is_integer(), "{decimal} is not whole");
    N::try_from(decimal.trunc().mantissa()).ok()
}

/// A moment of a clock on the wall; the tables are in UTC.
pub fn moment(value: &Value) -> Timestamp {
    let text = value.as_str().unwrap();
    text.parse().or_else(|_| format!("{text}Z").parse()).unwrap_or_else(|_| panic!("'{text}' is not a time"))
}

/// `HH:MM` or `HH:MM:SS` as seconds after midnight.
pub fn time_of_day(value: &Value) -> u32 {
    let text = value.as_str().unwrap();
    let seconds = text.split(':').zip([3600, 60, 1]).map(|(part, weight)| part.parse::<u32>().unwrap() * weight);
    seconds.sum()
}

/// The amount rounded as the case says, if it says so.
pub fn rounded(amount: Exact, rounding: &Value) -> Exact {
    let mode = match rounding["mode"].as_str() {
        None => return amount,
        Some("up") => RoundingMode::Up,
        Some("down") => RoundingMode::Down,
        Some("half_up") => RoundingMode::HalfUp,
        Some("half_even") => RoundingMode::HalfEven,
        Some(mode) => panic!("no rounding mode '{mode}'"),
    };
    amount.round(whole(&rounding["dp"]).unwrap(), mode).unwrap()
}
