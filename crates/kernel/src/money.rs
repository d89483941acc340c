//! Money: whole minor units of one currency, and the one door from exact amounts to it.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::exact::{Exact, Overflow};

/// How a figure between two steps is placed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundingMode {
    /// To the nearest, ties away from zero: what a person does on paper.
    #[default]
    HalfUp,
    /// To the nearest, ties to the even digit.
    HalfEven,
    /// Away from zero.
    Up,
    /// Toward zero.
    Down,
}

/// Where an invoice is rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundingPlace {
    /// Once on the total; what the rounded lines do not add up to is a line of its own.
    #[default]
    Invoice,
    /// Each line, then the sum of the rounded lines.
    Line,
}

/// The named rule by which exact amounts become money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rounding {
    pub mode: RoundingMode,
    pub place: RoundingPlace,
}

/// An ISO 4217 currency.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a currency code of ISO 4217, like USD or EUR")]
pub struct NotACurrency(String);

impl Currency {
    pub const USD: Self = Self(iso_currency::Currency::USD);
    pub const EUR: Self = Self(iso_currency::Currency::EUR);

    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// Decimal places of the minor unit: 2 for USD, 0 for JPY, 3 for KWD.
    pub fn places(self) -> u32 {
        self.0.exponent().unwrap_or(2).into()
    }

    /// The sign printed before an amount, such as `$`; the code and a space where there is none of its own.
    pub fn symbol(self) -> String {
        match self.code() {
            "USD" => "$".into(),
            "EUR" => "€".into(),
            "GBP" => "£".into(),
            "JPY" => "¥".into(),
            code => format!("{code} "),
        }
    }
}

impl FromStr for Currency {
    type Err = NotACurrency;

    fn from_str(text: &str) -> Result<Self, NotACurrency> {
        iso_currency::Currency::from_code(text).map(Self).ok_or_else(|| NotACurrency(text.to_owned()))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A whole number of minor units (cents) of one currency. Range: `i64`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

impl Money {
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    pub const fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// The one door from exact amounts to money: rounds `amount` (in major units) to the minor unit.
    pub fn settle(amount: Exact, currency: Currency, mode: RoundingMode) -> Result<Self, Overflow> {
        let scale = Exact::from_whole(10i128.pow(currency.places()));
        let minor = amount.times(scale)?.round_whole(mode);
        Ok(Self { minor: i64::try_from(minor).map_err(|_| Overflow)?, currency })
    }

    /// The same amount in major units.
    pub fn exact(self) -> Exact {
        Exact::ratio(self.minor.into(), 10i128.pow(self.currency.places())).unwrap_or(Exact::ZERO)
    }

    /// Sums of one currency; [`Overflow`] also when the currencies differ.
    pub fn plus(self, other: Self) -> Result<Self, Overflow> {
        if self.currency != other.currency {
            return Err(Overflow);
        }
        Ok(Self { minor: self.minor.checked_add(other.minor).ok_or(Overflow)?, ..self })
    }

    pub fn negated(self) -> Self {
        Self { minor: self.minor.saturating_neg(), ..self }
    }

    pub fn minus(self, other: Self) -> Result<Self, Overflow> {
        self.plus(other.negated())
    }
}

/// The plain decimal, `2500.00`: no symbol, no grouping.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = self.currency.places() as usize;
        let digits = format!("{:0>width$}", self.minor.unsigned_abs(), width = places + 1);
        let (whole, cents) = digits.split_at(digits.len() - places);
        let sign = if self.minor < 0 { "-" } else { "" };
        if places == 0 { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{cents}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_prints_in_the_places_of_its_currency() {
        assert_eq!(Money::new(358_000, Currency::USD).to_string(), "3580.00");
        assert_eq!(Money::new(-5, Currency::USD).to_string(), "-0.05");
        assert_eq!(Money::new(1234, "JPY".parse().unwrap()).to_string(), "1234");
        assert_eq!(Money::new(1234, "KWD".parse().unwrap()).to_string(), "1.234");
    }

    #[test]
    fn settling_rounds_to_the_minor_unit() {
        let settle = |text: &str, code: &str| {
            Money::settle(text.parse().unwrap(), code.parse().unwrap(), RoundingMode::HalfUp).unwrap().to_string()
        };
        assert_eq!(settle("1.23556789", "USD"), "1.24");
        assert_eq!(settle("1.9556789", "JPY"), "2");
        assert_eq!(settle("1000/31", "USD"), "32.26");
    }
}
