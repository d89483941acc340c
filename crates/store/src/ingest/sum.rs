//! Adding decimals exactly, whatever their scales: `Decimal`'s own addition rounds when a sum needs more than 96 bits.

use kernel::Decimal;

/// Decimal places that every [`Decimal`] fits into.
const PLACES: u32 = 28;
const ONE: i128 = 10_i128.pow(PLACES);

/// The sum of fewer than 2^31 decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    /// As long as all values fit together: one figure at one scale.
    figure: i128,
    scale: u32,
    /// What did not: whole units, and parts of a unit at 28 places. Both stay far from the ends of `i128`, because
    /// each decimal is below 2^96 and each part below 10^28.
    whole: i128,
    part: i128,
}

impl Sum {
    pub(crate) fn add(&mut self, value: Decimal) {
        let (figure, scale) = (value.mantissa(), value.scale());
        let aligned = |figure: i128, from: u32, to: u32| figure.checked_mul(10_i128.checked_pow(to - from)?);
        let added = match scale.cmp(&self.scale) {
            std::cmp::Ordering::Equal => self.figure.checked_add(figure),
            std::cmp::Ordering::Less => {
                aligned(figure, scale, self.scale).and_then(|figure| self.figure.checked_add(figure))
            }
            std::cmp::Ordering::Greater => {
                aligned(self.figure, self.scale, scale).and_then(|own| own.checked_add(figure))
            }
        };
        match added {
            Some(sum) => (self.figure, self.scale) = (sum, self.scale.max(scale)),
            None => {
                let (whole, part) = split(figure, scale);
                self.whole += whole;
                self.part += part;
            }
        }
    }
}

fn split(figure: i128, scale: u32) -> (i128, i128) {
    let unit = 10_i128.pow(scale.min(PLACES));
    (figure / unit, figure % unit * (ONE / unit))
}

/// As PostgreSQL's `numeric` reads it.
impl std::fmt::Display for Sum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, part) = split(self.figure, self.scale);
        let (mut whole, mut part) = (whole + self.whole, part + self.part);
        whole += part / ONE;
        part %= ONE;
        if whole > 0 && part < 0 {
            (whole, part) = (whole - 1, part + ONE);
        } else if whole < 0 && part > 0 {
            (whole, part) = (whole + 1, part - ONE);
        }
        let sign = if whole < 0 || part < 0 { "-" } else { "" };
        write!(f, "{sign}{}", whole.unsigned_abs())?;
        if part == 0 {
            return Ok(());
        }
        let digits = format!("{:0width$}", part.unsigned_abs(), width = PLACES as usize);
        write!(f, ".{}", digits.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(values: &[&str]) -> String {
        let mut sum = Sum::default();
        for value in values {
            sum.add(value.parse().unwrap());
        }
        sum.to_string()
    }

    #[test]
    fn sums_are_exact_whatever_the_scales() {
        assert_eq!(sum(&[]), "0");
        assert_eq!(sum(&["60", "60", "-0.5"]), "119.5");
        assert_eq!(sum(&["0.1", "0.02", "0.003"]), "0.123");
        assert_eq!(sum(&["-1", "0.25"]), "-0.75");
        assert_eq!(sum(&["1", "-1.25"]), "-0.25");
        let large = "79228162514264337593543950335";
        assert_eq!(sum(&[large, "0.0000000000000000000000000001"]), format!("{large}.0000000000000000000000000001"));
        assert_eq!(sum(&["0.0000000000000000000000000001", large]), format!("{large}.0000000000000000000000000001"));
        assert_eq!(sum(&["7.9228162514264337593543950335", large, "-7.9228162514264337593543950335"]), large);
        let negative = format!("-{large}");
        assert_eq!(sum(&["0.5", &negative]), "-79228162514264337593543950334.5");
    }
}
