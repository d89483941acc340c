//! Percentages, ranges of them, and lengths of time.

use kernel::Decimal;

use super::{Field, clip, decimal};
use crate::{Share, problem::ProblemKind, section::Kind};

impl<'a> Field<'a> {
    /// `"2.99%"`, as a fraction: 0.0299. From 0 to 100 %.
    pub fn percent(&self) -> Option<Decimal> {
        self.declared(|kind| matches!(kind, Kind::Percent).then_some(()));
        let text = self.percentage_text()?;
        let share = percent(text);
        if share.is_none() {
            self.not_a_percentage(text, "write it like \"2.99%\"");
        }
        share.and_then(|share| self.at_most_whole(share))
    }

    /// `"15%"` or `"10-20%"`, as fractions.
    pub fn shares(&self) -> Option<Share> {
        self.declared(|kind| matches!(kind, Kind::Shares).then_some(()));
        let text = self.percentage_text()?;
        let (low, high) = text.split_once('-').unwrap_or((text, text));
        let (low, high) = (low.trim(), high.trim());
        let low = if low.ends_with('%') { low.to_owned() } else { format!("{low}%") };
        let (Some(low), Some(high)) = (percent(&low), percent(high)) else {
            self.not_a_percentage(text, "write it like \"15%\", or as a range \"10-20%\"");
            return None;
        };
        if low > high {
            self.backwards(text);
            return None;
        }
        Some(Share { low: self.at_most_whole(low)?, high: self.at_most_whole(high)? })
    }

    fn percentage_text(&self) -> Option<&'a str> {
        if self.is_str() {
            return self.text();
        }
        self.wrong_type("a percentage in quotes, like \"15%\"");
        None
    }

    fn not_a_percentage(&self, text: &str, help: &str) {
        let message = format!("'{}' is not a percentage", clip(text));
        self.report(ProblemKind::NotAPercentage, message, "expected a percentage", &[help.to_owned()]);
    }

    pub fn at_most_whole(&self, share: Decimal) -> Option<Decimal> {
        if share <= Decimal::ONE {
            return Some(share);
        }
        self.report(ProblemKind::OutOfRange, "a share cannot be more than 100%", "more than the whole", &[]);
        None
    }

    pub fn backwards(&self, text: &str) {
        self.report(
            ProblemKind::RangeOrder,
            format!("the range '{}' begins above its end", clip(text)),
            "low first, then high",
            &[],
        );
    }

    /// `"30 days"` in units of these: each with its plural, and how much it is. Returns the sum in the smallest.
    pub fn duration(&self, units: &[(&str, u32)], most: u32) -> Option<u32> {
        let text = if self.is_str() { self.text()? } else { self.raw() };
        let named: Vec<&str> = units.iter().map(|(unit, _)| *unit).collect();
        let parsed = text.split_once(' ').and_then(|(count, unit)| {
            let size = units.iter().find(|(name, _)| unit == *name || unit.strip_suffix('s') == Some(name))?.1;
            count.parse::<u32>().ok()?.checked_mul(size)
        });
        match parsed.filter(|value| *value <= most) {
            Some(value) => Some(value),
            None => {
                self.report(
                    ProblemKind::NotADuration,
                    format!("'{}' is not a length of time this can be", clip(text)),
                    format!("a number and a unit of time: {}", named.join(", ")),
                    &[format!("write it like \"30 {}s\"", named.first().unwrap_or(&"day"))],
                );
                None
            }
        }
    }

    /// Days, up to ten years.
    pub fn days(&self) -> Option<u32> {
        self.declared(|kind| matches!(kind, Kind::Duration(["day"])).then_some(()));
        self.duration(&[("day", 1)], 3660)
    }
}

/// `2.99%` as 0.0299.
pub(in crate::parse) fn percent(text: &str) -> Option<Decimal> {
    let value = decimal(text.strip_suffix('%')?.trim_end()).ok()?;
    value.checked_div(Decimal::ONE_HUNDRED).map(|share| share.normalize())
}
