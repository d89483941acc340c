//! What pages show, in words already: templates hold no figures and make no decisions.

use documents::format;
use kernel::{
    Exact, Money,
    time::{Date, TimeZone, Timestamp},
};

mod bill;
mod invoices;
mod shell;

pub use bill::{BillView, LineView, share};
pub use invoices::InvoiceRow;
pub use shell::{Face, Place, Shell};

/// An amount, right-aligned by the template. A minus sign is never alone: the colour says it as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    pub text: String,
    pub negative: bool,
}

impl Amount {
    pub fn of(money: Money) -> Self {
        Self { text: format::money(money), negative: money.minor < 0 }
    }
}

/// A moment or a day, for people and for programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    pub iso: String,
    pub text: String,
}

impl Moment {
    pub fn day(date: Date) -> Self {
        Self { iso: date.to_string(), text: format::date(date) }
    }

    /// To the minute, on the clocks of `zone`.
    pub fn at(instant: Timestamp, zone: &TimeZone) -> Self {
        let local = instant.to_zoned(zone.clone());
        let text = format!("{}, {:02}:{:02}", format::date(local.date()), local.hour(), local.minute());
        Self { iso: instant.to_string(), text }
    }
}

/// A short line after a deed, from the address: `?done=replayed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    pub tone: &'static str,
    pub text: &'static str,
}

/// `1 event`, `102,417 events`.
pub fn counted(count: u64, noun: &str) -> String {
    format::counted(Exact::from_whole(count.into()), noun, None)
}

/// A reason as a sentence: `no meter listens` reads `No meter listens.`
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let mut sentence: String =
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect();
    if !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}

/// How much of a period is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elapsed {
    /// `12 days left, today included.`
    pub left: String,
    /// `19 of 31 days are over`
    pub text: String,
    /// 0 to 100.
    pub percent: i64,
}

impl Elapsed {
    /// `today` in the zone the period was cut in.
    pub fn of(first: Date, last: Date, today: Date) -> Self {
        let days = |from: Date, to: Date| from.until(to).map_or(0, |span| i64::from(span.get_days()));
        let all = (days(first, last) + 1).max(1);
        let over = days(first, today).clamp(0, all);
        let left = match all - over {
            0 => "The period is over.".to_owned(),
            1 => "Today is its last day.".to_owned(),
            left => format!("{left} days left, today included."),
        };
        Self { left, text: format!("{over} of {all} days are over"), percent: over * 100 / all }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_left_are_counted_with_today() {
        let elapsed = |today: &str| {
            let day = |text: &str| text.parse::<Date>().unwrap();
            Elapsed::of(day("2025-10-01"), day("2025-10-31"), day(today))
        };
        assert_eq!(elapsed("2025-10-20").left, "12 days left, today included.");
        assert_eq!(elapsed("2025-10-20").text, "19 of 31 days are over");
        assert_eq!(elapsed("2025-10-31").left, "Today is its last day.");
        assert_eq!(elapsed("2025-11-03").percent, 100);
        assert_eq!(elapsed("2025-09-01").percent, 0);
    }
}
