use billing::invoicing::Bill;
use kernel::{
    Period,
    time::{Date, SignedDuration, TimeZone, Timestamp},
};

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

/// `1 October 2025`: no order of figures to guess.
pub fn date(date: Date) -> String {
    format!("{} {} {}", date.day(), month(date), date.year())
}

/// First and last day, both included: `1–31 October 2025`, `15 October – 14 November 2025`.
pub fn days(first: Date, last: Date) -> String {
    if first == last {
        date(first)
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{}–{}", first.day(), date(last))
    } else if first.year() == last.year() {
        format!("{} {} – {}", first.day(), month(first), date(last))
    } else {
        format!("{} – {}", date(first), date(last))
    }
}

/// The days of an earlier period that a line of `bill` corrects.
///
/// A bill knows its first day and the instant it began, hence its offset from UTC; the earlier period began at a
/// midnight of the same zone, at most a summer-time hour away from that offset.
pub fn correction_days(bill: &Bill, earlier: Period) -> String {
    let first = nearest_midnight(bill, earlier.start);
    let after = nearest_midnight(bill, earlier.end);
    match (first, after.and_then(|day| day.yesterday().ok())) {
        (Some(first), Some(last)) => days(first, last),
        _ => earlier.to_string(),
    }
}

fn nearest_midnight(bill: &Bill, at: Timestamp) -> Option<Date> {
    let began = TimeZone::UTC.to_timestamp(bill.first_day.to_datetime(Default::default())).ok()?;
    let offset = bill.period.start.duration_until(began);
    let half_day = SignedDuration::from_hours(12);
    let local = at.checked_add(offset).ok()?.checked_add(half_day).ok()?;
    Some(TimeZone::UTC.to_datetime(local).date())
}

fn month(date: Date) -> &'static str {
    usize::try_from(date.month()).ok().and_then(|month| MONTHS.get(month.wrapping_sub(1))).copied().unwrap_or_default()
}
