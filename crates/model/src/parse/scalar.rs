//! Single values: texts, exact numbers, percentages, durations, choices.

use kernel::Decimal;
use toml::de::DeValue;

use super::reader::{Field, clip, nearest};
use crate::{
    limits::{DECIMALS_MAX, INTEGER_DIGITS_MAX, PROSE_CHARS_MAX, TEXT_CHARS_MAX, TEXTS_MAX},
    problem::ProblemKind,
    section::Kind,
};

/// Why a text is not an exact number.
pub(super) enum NotDecimal {
    /// Not digits with at most one point.
    Malformed,
    TooLong,
}

/// An exact number: up to 12 digits, then up to 12 decimals. No sign, no exponent, no separators.
pub(super) fn decimal(text: &str) -> Result<Decimal, NotDecimal> {
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
pub(super) fn decimal_help(text: &str) -> String {
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
    pub fn text(&self) -> Option<&'a str> {
        match self.node.get_ref() {
            DeValue::String(text) => Some(text.as_ref()),
            _ => {
                self.wrong_type("a text in quotes");
                None
            }
        }
    }

    /// Text for people: not empty, no control characters, at most so many characters.
    fn words(&self, most: usize) -> Option<String> {
        let text = self.text()?;
        let length = text.chars().count();
        let fault = if text.trim().is_empty() {
            "it is empty".to_owned()
        } else if length > most {
            format!("it has {length} characters, and {most} is the most")
        } else if text.chars().any(|c| c.is_control() || is_direction(c)) {
            "it has control characters in it".to_owned()
        } else {
            return Some(text.trim().to_owned());
        };
        self.report(ProblemKind::NotText, format!("'{}' cannot be shown: {fault}", self.path), fault, &[]);
        None
    }

    pub fn title(&self) -> Option<String> {
        self.declared(|kind| matches!(kind, Kind::Text | Kind::Texts).then_some(()));
        self.words(TEXT_CHARS_MAX)
    }

    pub fn prose(&self) -> Option<String> {
        self.declared(|kind| matches!(kind, Kind::Prose).then_some(()));
        self.words(PROSE_CHARS_MAX)
    }

    /// One text, or a list of them.
    pub fn texts(&self) -> Option<Vec<String>> {
        self.declared(|kind| matches!(kind, Kind::Texts).then_some(()));
        if self.is_list() {
            let items = self.items(TEXTS_MAX);
            let texts: Vec<String> = items.iter().filter_map(Field::title).collect();
            return (texts.len() == items.len()).then_some(texts);
        }
        self.title().map(|text| vec![text])
    }

    pub fn flag(&self) -> Option<bool> {
        self.declared(|kind| matches!(kind, Kind::Flag).then_some(()));
        match self.node.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            _ => {
                self.wrong_type("true or false");
                None
            }
        }
    }

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

    pub fn choice<T: Copy>(&self, choices: &[(&'static str, T)]) -> Option<T> {
        let same =
            |declared: &[(&str, &str)]| declared.iter().map(|(name, _)| name).eq(choices.iter().map(|(name, _)| name));
        self.declared(|kind| matches!(kind, Kind::Choice(declared) if same(declared)).then_some(()));
        let text = self.text()?;
        if let Some((_, value)) = choices.iter().find(|(name, _)| *name == text) {
            return Some(*value);
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let label = match nearest(text, &names) {
            Some(near) => format!("did you mean '{near}'?"),
            None => "not a choice".to_owned(),
        };
        self.report(
            ProblemKind::NotOneOf,
            format!("'{}' is not a choice for '{}'", clip(text), self.path),
            label,
            &[format!("choose one of: {}", names.join(", "))],
        );
        None
    }

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
    pub fn shares(&self) -> Option<crate::Share> {
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
        Some(crate::Share { low: self.at_most_whole(low)?, high: self.at_most_whole(high)? })
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

/// Characters that turn the direction of what follows: they can make a text read as another.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `2.99%` as 0.0299.
pub(super) fn percent(text: &str) -> Option<Decimal> {
    let value = decimal(text.strip_suffix('%')?.trim_end()).ok()?;
    value.checked_div(Decimal::ONE_HUNDRED).map(|share| share.normalize())
}

impl<'a> Field<'a> {
    /// `"60/60"`, `"60"` or `60`: the first block, and those after it.
    pub fn blocks(&self) -> Option<(Decimal, Decimal)> {
        self.declared(|kind| matches!(kind, Kind::Increment).then_some(()));
        let text = self.number_text()?;
        let (first, next) = text.split_once('/').unwrap_or((text, text));
        let block = |text: &str| decimal(text.trim()).ok();
        let (Some(first), Some(next)) = (block(first), block(next)) else {
            self.report(
                ProblemKind::NotADecimal,
                format!("'{}' is not an increment", clip(text)),
                "expected first block / next blocks",
                &["write it like \"60/60\" or \"30/6\", in the event's own unit".to_owned()],
            );
            return None;
        };
        if first.is_zero() || next.is_zero() {
            self.report(
                ProblemKind::OutOfRange,
                "an increment of zero never ends",
                "must be above zero",
                &["for exact seconds write \"1/1\"".to_owned()],
            );
            return None;
        }
        Some((first, next))
    }

    /// The path of an attribute: letters, digits and `_` or `-`, dots descend.
    pub fn attribute(&self) -> Option<String> {
        self.declared(|kind| matches!(kind, Kind::Attribute).then_some(()));
        let text = self.text()?;
        let fits = |part: &str| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '$' | '@'))
        };
        if text.len() <= TEXT_CHARS_MAX && text.split('.').all(fits) {
            return Some(text.to_owned());
        }
        self.report(
            ProblemKind::NotAName,
            format!("'{}' cannot be the name of an attribute", clip(text)),
            "expected an attribute of the event",
            &["write the attribute's name, with dots to descend: \"billable_seconds\", \"call.destination\""
                .to_owned()],
        );
        None
    }
}
