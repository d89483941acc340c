//! What a client reads on a line, in plain English.

use kernel::{
    Decimal, Exact, Period, RoundingMode,
    time::{Date, TimeZone},
};
use model::{Cadence, Matching};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `1,000`; `10.5`: thousands grouped, at most four places.
pub(super) fn figure(value: Exact) -> String {
    let Ok(rounded) = value.to_decimal_rounded(4, RoundingMode::HalfUp) else { return value.to_string() };
    let text = rounded.normalize().to_string();
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.as_str()),
    };
    let (whole, fraction) = unsigned.split_once('.').map_or((unsigned, ""), |(whole, fraction)| (whole, fraction));
    let digits = whole.len();
    let mut grouped = String::with_capacity(digits + digits / 3);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (digits - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{grouped}{point}{fraction}")
}

/// A tier by the units it holds: `first 1,000`, `1,001–10,000`, `above 10,000`; nothing for the only tier.
pub(super) fn tier(lower: Decimal, upper: Option<Decimal>) -> Option<String> {
    let lower_text = figure(lower.into());
    match upper {
        Some(upper) if lower.is_zero() => Some(format!("first {}", figure(upper.into()))),
        Some(upper) if lower.is_integer() && upper.is_integer() => {
            let next = Exact::from(lower).plus(Exact::ONE).map_or(lower_text, figure);
            Some(format!("{next}–{}", figure(upper.into())))
        }
        Some(upper) => Some(format!("above {lower_text}, up to {}", figure(upper.into()))),
        None if lower.is_zero() => None,
        None => Some(format!("above {lower_text}")),
    }
}

/// A row of a deck: `to 44…` for a prefix, its own name otherwise, `other` for what no row matches.
pub(super) fn row(matching: Matching, row: Option<&str>) -> String {
    match (row, matching) {
        (None | Some(""), _) => "other".to_owned(),
        (Some(row), Matching::Prefix) => format!("to {row}…"),
        (Some(row), Matching::Exact) => row.to_owned(),
    }
}

/// `10% volume discount`, where a list price is lowered by a percentage that ends.
pub(super) fn discount(list: Decimal, each: Decimal) -> Option<String> {
    let off = Exact::from(list).minus(each.into()).ok()?;
    let percent = off.over(list.into()).ok()?.times(Exact::from(100)).ok()?;
    let is_plain =
        percent.is_positive() && percent.to_decimal().is_some_and(|percent| percent.normalize().scale() <= 2);
    is_plain.then(|| format!("{}% volume discount", figure(percent)))
}

/// `12 months`, where a fee falls due more than once.
pub(super) fn times(cadence: Cadence, times: u32) -> Option<String> {
    match (cadence, times) {
        (_, 0 | 1) | (Cadence::Once, _) => None,
        (Cadence::Months(1), times) => Some(format!("{times} months")),
        (Cadence::Months(12), times) => Some(format!("{times} years")),
        (Cadence::Months(months), times) => Some(format!("{times} times {months} months")),
    }
}

/// `October 2025`, `2025`, or `5 Oct 2025 to 18 Oct 2025`, both days inclusive.
pub(super) fn period(period: &Period, zone: &TimeZone) -> String {
    let (first, after) = (period.first_day(zone), period.day_after(zone));
    let last = after.yesterday().unwrap_or(after);
    let is_whole = |period: Result<Period, kernel::period::PeriodError>| {
        period.is_ok_and(|whole| whole.first_day(zone) == first && whole.day_after(zone) == after)
    };
    if is_whole(Period::month_of(first, zone)) {
        return format!("{} {}", month(first), first.year());
    }
    if is_whole(Period::parse(&format!("{:04}", first.year()), zone)) {
        return first.year().to_string();
    }
    let day = |date: Date| {
        let name: String = month(date).chars().take(3).collect();
        format!("{} {name} {}", date.day(), date.year())
    };
    format!("{} to {}", day(first), day(last))
}

fn month(date: Date) -> &'static str {
    usize::try_from(date.month() - 1).ok().and_then(|index| MONTHS.get(index)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at, exact, number, utc};

    #[test]
    fn figures_are_grouped() {
        for (value, text) in [
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("-1234567.5", "-1,234,567.5"),
            ("1/3", "0.3333"),
            ("100000", "100,000"),
        ] {
            assert_eq!(figure(exact(value)), text);
        }
    }

    #[test]
    fn tiers_say_which_units_they_hold() {
        let words = |lower: &str, upper: Option<&str>| tier(number(lower), upper.map(number));
        assert_eq!(words("0", Some("1000")).as_deref(), Some("first 1,000"));
        assert_eq!(words("1000", Some("10000")).as_deref(), Some("1,001–10,000"));
        assert_eq!(words("0.5", Some("2")).as_deref(), Some("above 0.5, up to 2"));
        assert_eq!(words("10000", None).as_deref(), Some("above 10,000"));
        assert_eq!(words("0", None), None);
    }

    #[test]
    fn rows_discounts_and_times() {
        assert_eq!(row(Matching::Prefix, Some("44")), "to 44…");
        assert_eq!(row(Matching::Exact, Some("eu-west")), "eu-west");
        assert_eq!(row(Matching::Prefix, Some("")), "other");
        assert_eq!(row(Matching::Exact, None), "other");
        assert_eq!(discount(number("500"), number("450")).as_deref(), Some("10% volume discount"));
        assert_eq!(discount(number("500"), number("500")), None);
        assert_eq!(discount(number("300"), number("200")), None);
        assert_eq!(discount(number("0"), number("0")), None);
        assert_eq!(times(Cadence::Months(1), 12).as_deref(), Some("12 months"));
        assert_eq!(times(Cadence::Months(12), 1), None);
    }

    #[test]
    fn periods_are_named_as_people_do() {
        assert_eq!(period(&utc("2025-10"), &TimeZone::UTC), "October 2025");
        assert_eq!(period(&utc("2024"), &TimeZone::UTC), "2024");
        let fortnight = Period { start: at("2025-10-05T00:00:00Z"), end: at("2025-10-19T00:00:00Z") };
        assert_eq!(period(&fortnight, &TimeZone::UTC), "5 Oct 2025 to 18 Oct 2025");
    }
}
