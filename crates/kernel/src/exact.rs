//! Exact arithmetic for quantities and amounts until they are settled into money.

use std::{cmp::Ordering, fmt, str::FromStr};

use num_integer::Integer;
use rust_decimal::Decimal;

use crate::money::RoundingMode;

/// A rational number, always in lowest terms with a positive denominator.
///
/// Prices are decimals, but `0.05 per 60 seconds` for 7 seconds is not: a fraction keeps it exact, so that
/// adding a million calls and rounding once gives the same cent whatever the order.
/// Range: numerator and denominator each within `i128`; anything beyond is [`Overflow`], never a wrong figure.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Exact {
    numerator: i128,
    denominator: i128,
}

/// The figure does not fit: more than 38 significant digits, or a division by zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the figure is too large or too finely divided to be exact")]
pub struct Overflow;

/// The text is neither a decimal (`12.5`) nor a fraction (`1/3`).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is neither a decimal like 12.5 nor a fraction like 1/3")]
pub struct NotExact(String);

impl Default for Exact {
    fn default() -> Self {
        Self::ZERO
    }
}

impl Exact {
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// `numerator / denominator` in lowest terms.
    pub fn ratio(numerator: i128, denominator: i128) -> Result<Self, Overflow> {
        if denominator == 0 {
            return Err(Overflow);
        }
        if denominator == 1 {
            return Ok(Self { numerator, denominator });
        }
        // gcd of i128::MIN would itself overflow.
        if numerator == i128::MIN || denominator == i128::MIN {
            return Err(Overflow);
        }
        let divisor = common_divisor(numerator, denominator);
        let sign = denominator.signum();
        Ok(Self { numerator: numerator / divisor * sign, denominator: denominator / divisor * sign })
    }

    pub fn numerator(self) -> i128 {
        self.numerator
    }

    pub fn denominator(self) -> i128 {
        self.denominator
    }

    pub fn is_zero(self) -> bool {
        self.numerator == 0
    }

    pub fn is_negative(self) -> bool {
        self.numerator < 0
    }

    pub fn is_positive(self) -> bool {
        self.numerator > 0
    }

    pub fn is_whole(self) -> bool {
        self.denominator == 1
    }

    pub fn negated(self) -> Self {
        // Only i128::MIN has no opposite, and `ratio` refuses it.
        Self { numerator: self.numerator.saturating_neg(), ..self }
    }

    pub fn plus(self, other: Self) -> Result<Self, Overflow> {
        if self.denominator == 1 && other.denominator == 1 {
            return self.numerator.checked_add(other.numerator).map(Self::from_whole).ok_or(Overflow);
        }
        if self.denominator == other.denominator {
            return Self::ratio(self.numerator.checked_add(other.numerator).ok_or(Overflow)?, self.denominator);
        }
        let divisor = common_divisor(self.denominator, other.denominator);
        let (left, right) = (other.denominator / divisor, self.denominator / divisor);
        let sum = self
            .numerator
            .checked_mul(left)
            .zip(other.numerator.checked_mul(right))
            .and_then(|(a, b)| a.checked_add(b))
            .ok_or(Overflow)?;
        Self::ratio(sum, self.denominator.checked_mul(left).ok_or(Overflow)?)
    }

    pub fn minus(self, other: Self) -> Result<Self, Overflow> {
        self.plus(other.negated())
    }

    pub fn times(self, other: Self) -> Result<Self, Overflow> {
        if self.denominator == 1 && other.denominator == 1 {
            return self.numerator.checked_mul(other.numerator).map(Self::from_whole).ok_or(Overflow);
        }
        // Cancel across before multiplying, to stay in range as long as the result does.
        let a = Self::ratio(self.numerator, other.denominator)?;
        let b = Self::ratio(other.numerator, self.denominator)?;
        Ok(Self {
            numerator: a.numerator.checked_mul(b.numerator).ok_or(Overflow)?,
            denominator: a.denominator.checked_mul(b.denominator).ok_or(Overflow)?,
        })
    }

    pub fn over(self, other: Self) -> Result<Self, Overflow> {
        self.times(Self::ratio(other.denominator, other.numerator)?)
    }

    /// The largest whole number not above this one.
    pub fn floor(self) -> i128 {
        self.numerator.div_euclid(self.denominator)
    }

    /// The smallest whole number not below this one.
    pub fn ceil(self) -> i128 {
        let floor = self.floor();
        if self.is_whole() { floor } else { floor + 1 }
    }

    /// How many started steps of `step` this quantity fills: 61 seconds in steps of 60 is 2.
    pub fn started(self, step: Self) -> Result<Self, Overflow> {
        Ok(Self::from_whole(self.over(step)?.ceil()))
    }

    /// Rounds to `places` decimal places; negative places round left of the point.
    pub fn round(self, places: i32, mode: RoundingMode) -> Result<Self, Overflow> {
        let scale = 10i128.checked_pow(places.unsigned_abs()).ok_or(Overflow)?;
        let scale = if places >= 0 { Self::from_whole(scale) } else { Self::ratio(1, scale)? };
        Self::from_whole(self.times(scale)?.round_whole(mode)).over(scale)
    }

    /// Rounds to a whole number.
    pub fn round_whole(self, mode: RoundingMode) -> i128 {
        let floor = self.floor();
        // The part above the floor, as a fraction of one: compare its double with the denominator.
        let above = self.numerator.rem_euclid(self.denominator);
        if above == 0 {
            return floor;
        }
        let half = above.cmp(&(self.denominator - above));
        let away_is_up = self.numerator > 0;
        let up = match mode {
            RoundingMode::Up => away_is_up,
            RoundingMode::Down => !away_is_up,
            RoundingMode::HalfUp => half == Ordering::Greater || (half == Ordering::Equal && away_is_up),
            RoundingMode::HalfEven => half == Ordering::Greater || (half == Ordering::Equal && floor % 2 != 0),
        };
        if up { floor + 1 } else { floor }
    }

    /// The same figure as a decimal, if it ends within 28 places.
    pub fn to_decimal(self) -> Option<Decimal> {
        let (mut rest, mut twos, mut fives) = (self.denominator, 0u32, 0u32);
        while rest % 2 == 0 {
            rest /= 2;
            twos += 1;
        }
        while rest % 5 == 0 {
            rest /= 5;
            fives += 1;
        }
        if rest != 1 {
            return None;
        }
        let places = twos.max(fives);
        let factor = 10i128.checked_pow(places)? / self.denominator;
        Decimal::try_from_i128_with_scale(self.numerator.checked_mul(factor)?, places).ok()
    }

    /// The figure rounded to `places` as a decimal with exactly that many places, for display.
    pub fn to_decimal_rounded(self, places: u32, mode: RoundingMode) -> Result<Decimal, Overflow> {
        let scale = Self::from_whole(10i128.checked_pow(places).ok_or(Overflow)?);
        Decimal::try_from_i128_with_scale(self.times(scale)?.round_whole(mode), places).map_err(|_| Overflow)
    }

    pub const fn from_whole(whole: i128) -> Self {
        Self { numerator: whole, denominator: 1 }
    }

    /// The sum of many, or [`Overflow`].
    pub fn sum(items: impl IntoIterator<Item = Self>) -> Result<Self, Overflow> {
        items.into_iter().try_fold(Self::ZERO, Self::plus)
    }
}

/// The greatest common divisor. Most figures fit into 64 bits, where it takes half the time.
fn common_divisor(a: i128, b: i128) -> i128 {
    match (u64::try_from(a.unsigned_abs()), u64::try_from(b.unsigned_abs())) {
        (Ok(a), Ok(b)) => a.gcd(&b).into(),
        _ => a.gcd(&b),
    }
}

impl From<Decimal> for Exact {
    fn from(value: Decimal) -> Self {
        let value = value.normalize();
        // At most 28 places: 10^28 and a 96-bit mantissa both fit, so this cannot fail.
        Self::ratio(value.mantissa(), 10i128.pow(value.scale())).unwrap_or(Self::ZERO)
    }
}

impl From<i64> for Exact {
    fn from(value: i64) -> Self {
        Self::from_whole(value.into())
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.denominator == other.denominator {
            return self.numerator.cmp(&other.numerator);
        }
        // Compare whole parts, then the reciprocals of what is left: exact and never out of range.
        match self.floor().cmp(&other.floor()) {
            Ordering::Equal => {
                let left = self.numerator.rem_euclid(self.denominator);
                let right = other.numerator.rem_euclid(other.denominator);
                match (left, right) {
                    (0, 0) => Ordering::Equal,
                    (0, _) => Ordering::Less,
                    (_, 0) => Ordering::Greater,
                    _ => Self { numerator: other.denominator, denominator: right }
                        .cmp(&Self { numerator: self.denominator, denominator: left }),
                }
            }
            unequal => unequal,
        }
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_decimal() {
            Some(decimal) => write!(f, "{}", decimal.normalize()),
            None => write!(f, "{}/{}", self.numerator, self.denominator),
        }
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Exact {
    type Err = NotExact;

    fn from_str(text: &str) -> Result<Self, NotExact> {
        let wrong = || NotExact(text.to_owned());
        match text.split_once('/') {
            Some((numerator, denominator)) => {
                let parse = |part: &str| part.parse::<i128>().map_err(|_| wrong());
                Self::ratio(parse(numerator)?, parse(denominator)?).map_err(|_| wrong())
            }
            None => Decimal::from_str_exact(text).map(Self::from).map_err(|_| wrong()),
        }
    }
}

impl serde::Serialize for Exact {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Exact {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
