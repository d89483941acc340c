//! Integer arithmetic of one event: a grid for its quantities, and a sum of fractions reduced once at its end.

use kernel::{Decimal, Exact, Overflow};

/// `10^exponent`; up to 10^38 lies within the range.
pub(super) fn ten_to(exponent: u32) -> Result<i128, Overflow> {
    10i128.checked_pow(exponent).ok_or(Overflow)
}

/// The decimal places within which every quantity of one event is a whole number of ticks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grid {
    places: u32,
    /// Ticks in one unit.
    pub unit: i128,
}

impl Grid {
    /// Fine enough for all of `quantities`.
    pub fn for_all(quantities: impl IntoIterator<Item = Decimal>) -> Result<Self, Overflow> {
        let places = quantities.into_iter().map(|quantity| quantity.scale()).max().unwrap_or(0);
        Ok(Self { places, unit: ten_to(places)? })
    }

    /// `quantity` in ticks; [`Overflow`] if it is finer than the grid.
    pub fn ticks(self, quantity: Decimal) -> Result<i128, Overflow> {
        let finer = self.places.checked_sub(quantity.scale()).ok_or(Overflow)?;
        if finer == 0 {
            return Ok(quantity.mantissa());
        }
        quantity.mantissa().checked_mul(ten_to(finer)?).ok_or(Overflow)
    }
}

/// A running sum, not in lowest terms: a common divisor at every step would cost more than the rest of a call's price.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sum {
    numerator: i128,
    denominator: i128,
}

impl Sum {
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };

    pub fn add(&mut self, numerator: i128, denominator: i128) -> Result<(), Overflow> {
        if denominator == self.denominator {
            self.numerator = self.numerator.checked_add(numerator).ok_or(Overflow)?;
        } else if numerator == 0 && denominator != 0 {
            // Nothing to add.
        } else if self.numerator == 0 {
            *self = Self { numerator, denominator };
        } else if let Some(sum) = self.aligned(numerator, denominator) {
            *self = sum;
        } else {
            let sum = self.exact()?.plus(Exact::ratio(numerator, denominator)?)?;
            *self = Self { numerator: sum.numerator(), denominator: sum.denominator() };
        }
        Ok(())
    }

    /// The sum over the larger of the denominators where it is a multiple of the other, else over their product.
    fn aligned(self, numerator: i128, denominator: i128) -> Option<Self> {
        let scaled = |by: i128, to: i128, plus: i128| to.checked_mul(by)?.checked_add(plus);
        if self.denominator.checked_rem(denominator)? == 0 {
            let numerator = scaled(self.denominator / denominator, numerator, self.numerator)?;
            return Some(Self { numerator, ..self });
        }
        if denominator.checked_rem(self.denominator)? == 0 {
            let numerator = scaled(denominator / self.denominator, self.numerator, numerator)?;
            return Some(Self { numerator, denominator });
        }
        Some(Self {
            numerator: scaled(denominator, self.numerator, numerator.checked_mul(self.denominator)?)?,
            denominator: self.denominator.checked_mul(denominator)?,
        })
    }

    pub fn add_decimal(&mut self, amount: Decimal) -> Result<(), Overflow> {
        self.add(amount.mantissa(), ten_to(amount.scale())?)
    }

    /// Adds `count * rate`, where `count` is a whole number.
    pub fn add_times(&mut self, count: i128, rate: Decimal) -> Result<(), Overflow> {
        self.add(count.checked_mul(rate.mantissa()).ok_or(Overflow)?, ten_to(rate.scale())?)
    }

    /// Adds what `length` ticks of `grid` cost at `rate` for every `per` units.
    pub fn add_length(&mut self, length: i128, grid: Grid, rate: Decimal, per: Decimal) -> Result<(), Overflow> {
        if rate.is_zero() {
            return Ok(());
        }
        let numerator = length.checked_mul(rate.mantissa()).ok_or(Overflow)?;
        let denominator = grid.unit.checked_mul(ten_to(rate.scale())?).ok_or(Overflow)?;
        match numerator.checked_mul(ten_to(per.scale())?).zip(denominator.checked_mul(per.mantissa())) {
            Some((numerator, denominator)) => self.add(numerator, denominator),
            None => {
                let part = Exact::ratio(numerator, denominator)?.over(per.into())?;
                self.add(part.numerator(), part.denominator())
            }
        }
    }

    pub fn exact(self) -> Result<Exact, Overflow> {
        Exact::ratio(self.numerator, self.denominator)
    }
}

/// `part / whole`, rounded up: how many steps of `whole` have started within `part`. Both are positive.
pub(super) fn started(part: i128, whole: i128) -> Result<i128, Overflow> {
    if whole <= 0 {
        return Err(Overflow);
    }
    let full = part.div_euclid(whole);
    Ok(if full * whole == part { full } else { full + 1 })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_equals_the_sum_in_lowest_terms(
            fractions in proptest::collection::vec((-1_000_000_000i128..1_000_000_000, 1i128..1_000_000), 0..12),
        ) {
            let mut sum = Sum::ZERO;
            let mut slowly = Ok(Exact::ZERO);
            for (numerator, denominator) in fractions {
                slowly = slowly.and_then(|slowly: Exact| slowly.plus(Exact::ratio(numerator, denominator)?));
                if sum.add(numerator, denominator).is_err() {
                    slowly = Err(Overflow);
                    break;
                }
            }
            if let Ok(slowly) = slowly {
                prop_assert_eq!(sum.exact(), Ok(slowly));
            }
        }

        #[test]
        fn steps_that_have_started(part in 0i128..10_000, whole in 1i128..100) {
            let steps = started(part, whole).unwrap();
            prop_assert!(steps * whole >= part && (steps - 1) * whole < part);
        }
    }

    #[test]
    fn what_does_not_fit_is_an_overflow() {
        let mut sum = Sum::ZERO;
        sum.add(i128::MAX, 1).unwrap();
        assert_eq!(sum.add(1, 1), Err(Overflow));
        assert_eq!(started(1, 0), Err(Overflow));
        assert_eq!(ten_to(39), Err(Overflow));
        let grid = Grid::for_all([Decimal::new(1, 2)]).unwrap();
        assert_eq!((grid.ticks(Decimal::ONE), grid.ticks(Decimal::new(1, 3))), (Ok(100), Err(Overflow)));
    }
}
