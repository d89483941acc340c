//! Rounding of one event: first block, then started blocks.

use kernel::Decimal;
use model::Increment;

/// The value as it is billed, in the same unit; none if it leaves the range of exact decimals.
///
/// Below `ignore_below` it is zero; above zero it is at least the first block; what exceeds the first block is
/// counted in started next blocks. Zero stays zero.
pub(super) fn apply(increment: &Increment, value: Decimal) -> Option<Decimal> {
    if value < increment.ignore_below || value <= Decimal::ZERO {
        return Some(Decimal::ZERO);
    }
    if value <= increment.first {
        return Some(increment.first);
    }
    if increment.next <= Decimal::ZERO {
        return Some(value);
    }
    // Whole numbers of the finest place of the three: division leaves an exact remainder.
    let places = value.scale().max(increment.first.scale()).max(increment.next.scale());
    let whole = |decimal: Decimal| decimal.mantissa().checked_mul(10i128.checked_pow(places - decimal.scale())?);
    let (value, first, next) = (whole(value)?, whole(increment.first)?, whole(increment.next)?);
    let beyond = value.checked_sub(first)?;
    let blocks = beyond / next + i128::from(beyond % next != 0);
    Decimal::try_from_i128_with_scale(first.checked_add(blocks.checked_mul(next)?)?, places).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn increment(first: &str, next: &str, ignore_below: &str) -> Increment {
        let number = |text: &str| text.parse().unwrap();
        Increment { first: number(first), next: number(next), ignore_below: number(ignore_below) }
    }

    #[test]
    fn started_blocks_count_in_full() {
        for (first, next, ignore, value, billed) in [
            ("60", "60", "0", "0", "0"),
            ("60", "60", "0", "1", "60"),
            ("60", "60", "0", "60", "60"),
            ("60", "60", "0", "61", "120"),
            ("30", "6", "0", "29", "30"),
            ("30", "6", "0", "31", "36"),
            ("30", "6", "0", "36", "36"),
            ("30", "6", "0", "36.001", "42"),
            ("6", "6", "0", "7", "12"),
            ("60", "60", "6", "5", "0"),
            ("60", "60", "6", "6", "60"),
            ("0", "1", "0", "0.2", "1"),
            ("0.5", "0.1", "0", "0.51", "0.6"),
        ] {
            let result = apply(&increment(first, next, ignore), value.parse().unwrap()).unwrap();
            assert_eq!(result, billed.parse::<Decimal>().unwrap(), "{value} in {first}/{next}");
        }
    }

    proptest! {
        #[test]
        fn never_less_and_never_a_block_too_much(value in 1i64..1_000_000, places in 0u32..4, first in 0i64..200, next in 1i64..200) {
            let value = Decimal::new(value, places);
            let increment = Increment { first: first.into(), next: next.into(), ignore_below: Decimal::ZERO };
            let billed = apply(&increment, value).unwrap();
            prop_assert!(billed >= value && billed >= increment.first);
            prop_assert!(billed - value < increment.next || billed == increment.first);
        }
    }
}
