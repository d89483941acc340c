//! Numbers as events write them: exact decimals within named limits.

use kernel::Decimal;

/// The largest value of one event, or amount of one event times its series' scale: a petabyte in bytes.
///
/// With [`PLACES_MAX`] it keeps a measure within 24 digits, so that tens of thousands of events that all stand at
/// both limits still add up in a [`Decimal`].
pub const VALUE_MAX: i64 = 1_000_000_000_000_000;

/// Decimal places of one event's value.
pub const PLACES_MAX: u32 = 9;

/// Decimal places of one event's amount, times its series' scale, and its largest size.
pub const AMOUNT_PLACES_MAX: u32 = 12;
pub const AMOUNT_MAX: i64 = 1_000_000_000_000;

/// Characters of a number's text; a longer one is not a quantity anybody measured.
pub const NUMBER_CHARS_MAX: usize = 64;

/// The exact decimal a text states: `-12.50`, `1e-3`. None if it is anything else, or has more than 28 digits.
///
/// Stricter than a decimal parser (no `+`, no `_`, no bare point) and wider than JSON (leading zeros pass).
pub fn decimal(text: &str) -> Option<Decimal> {
    if text.len() > NUMBER_CHARS_MAX {
        return None;
    }
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (digits, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, parse_exponent(exponent)?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction.trim_end_matches('0')),
        Some(_) => return None,
        None => (digits, ""),
    };
    if whole.is_empty() {
        return None;
    }
    let mut mantissa: i128 = 0;
    for byte in whole.bytes().chain(fraction.bytes()) {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit <= 9)?;
        mantissa = mantissa.checked_mul(10)?.checked_add(digit.into())?;
    }
    let mut scale = i32::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
    while scale > 0 && mantissa % 10 == 0 && mantissa != 0 && exponent != 0 {
        mantissa /= 10;
        scale -= 1;
    }
    if mantissa == 0 {
        return Some(Decimal::ZERO);
    }
    if scale < 0 {
        mantissa = mantissa.checked_mul(10i128.checked_pow(scale.unsigned_abs())?)?;
        scale = 0;
    }
    let mantissa = if negative { -mantissa } else { mantissa };
    Decimal::try_from_i128_with_scale(mantissa, scale.unsigned_abs()).ok()
}

fn parse_exponent(text: &str) -> Option<i32> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let well_formed = (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let size: i32 = if well_formed { digits.parse().ok()? } else { return None };
    Some(if negative { -size } else { size })
}

/// Whether one event may bring this value.
pub(super) fn is_within_limits(value: Decimal) -> bool {
    value.abs() <= Decimal::from(VALUE_MAX) && (value.scale() <= PLACES_MAX || value.normalize().scale() <= PLACES_MAX)
}

/// Whether one event may bring this amount, already multiplied by its series' scale.
pub(super) fn is_amount_within_limits(value: Decimal) -> bool {
    value.abs() <= Decimal::from(AMOUNT_MAX) && value.normalize().scale() <= AMOUNT_PLACES_MAX
}

/// The sum, or none if it has more digits than a [`Decimal`] holds. (The decimal library rounds instead.)
pub fn add_exactly(a: Decimal, b: Decimal) -> Option<Decimal> {
    let sum = a.checked_add(b)?;
    let exact = |sum: Decimal, a: Decimal, b: Decimal| sum.scale() >= a.scale().max(b.scale());
    if exact(sum, a, b) || sum.is_zero() {
        return Some(sum);
    }
    // Trailing zeros may have asked for more places than the figures need.
    let (a, b) = (a.normalize(), b.normalize());
    let sum = a.checked_add(b)?;
    exact(sum, a, b).then_some(sum)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(text: &str) -> Option<String> {
        decimal(text).map(|value| value.to_string())
    }

    #[test]
    fn numbers_keep_every_digit() {
        for (written, read) in [
            ("0", "0"),
            ("-0", "0"),
            ("12.50", "12.5"),
            ("007", "7"),
            ("0.1234567890123456789", "0.1234567890123456789"),
            ("1e3", "1000"),
            ("1.5E+2", "150"),
            ("25e-1", "2.5"),
            ("100e-30", "0.0000000000000000000000000001"),
            ("1.000000000000000000000000000000000000000", "1"),
            ("-3.25", "-3.25"),
        ] {
            assert_eq!(text(written).as_deref(), Some(read), "{written}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for wrong in [
            "",
            "-",
            "+1",
            "1.",
            ".5",
            "1_000",
            "1,5",
            "NaN",
            "Infinity",
            "1e",
            "1e1000",
            "1e-40",
            "0x10",
            " 1",
            "1 ",
            "--1",
            "1e5.5",
            "99999999999999999999999999999999999999999",
            "٣",
        ] {
            assert_eq!(decimal(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_sum_that_does_not_fit_is_refused_not_rounded() {
        let (large, small) = (decimal("9e27").unwrap(), decimal("0.1").unwrap());
        assert_ne!(large.checked_add(small), None);
        assert_eq!(add_exactly(large, decimal("0.01").unwrap()), None);
        assert_eq!(add_exactly(Decimal::MAX, Decimal::ONE), None);
        assert_eq!(add_exactly(small, small.trunc()).unwrap(), small);
    }

    proptest! {
        #[test]
        fn what_a_decimal_prints_is_read_back(mantissa in any::<i64>(), scale in 0u32..19) {
            let value = Decimal::from_i128_with_scale(mantissa.into(), scale);
            prop_assert_eq!(decimal(&value.to_string()), Some(value));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,40}") {
            let _ = decimal(&text);
        }
    }
}
