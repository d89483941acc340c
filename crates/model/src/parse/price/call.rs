//! Calls: connection fee, started increments, tiers by elapsed time, and the time of day.

use kernel::{Decimal, time::Weekday};

use super::{
    Counted,
    shape::{ordered, present},
};
use crate::{
    Band, Call, CallTier,
    limits::{BANDS_MAX, TIERS_MAX},
    parse::reader::{Field, Table, clip},
    problem::ProblemKind,
    section::{Key, Kind, Section, key, section},
};

const CONNECT: Key = key("connect", Kind::Decimal, "A fee for each call that is connected.").default("0");
const CONNECT_AT_ZERO: Key =
    key("connect_at_zero", Kind::Flag, "Whether the connection fee is due for a call of zero length.").default("false");
const RATE: Key = key("rate", Kind::Decimal, "The price of `per` units, the whole call through.");
const PER: Key = key(
    "per",
    Kind::Positive,
    "How many of the event's units the rate is for: 60 for a price per minute of a call in seconds.",
)
.default("what one unit of the meter holds");
const INCREMENT: Key = key(
    "increment",
    Kind::Increment,
    "What a started increment holds, in the event's units; `\"30/6\"` for a first of 30, then of 6.",
)
.default("1");
const TIERS: Key = key("tiers", Kind::Tables(&CALL_TIER), "Instead of `rate`: rates by elapsed time.");
const MIN: Key = key("min", Kind::Decimal, "A floor for a call that is not of zero length.");
const MAX: Key = key("max", Kind::Decimal, "What one call costs at most; beyond it, it is free.");

pub(crate) static CALL: Section = section(
    "call",
    "The price of one call. A started increment is charged in full at the tier in force when it starts.",
    &[CONNECT, CONNECT_AT_ZERO, RATE, PER, INCREMENT, TIERS, MIN, MAX],
);

static CALL_TIER: Section = section(
    "call_tier",
    "A rate from so much elapsed time on.",
    &[
        key("from", Kind::Decimal, "Elapsed units at which the tier begins; the first begins at 0.").default("0"),
        key("rate", Kind::Decimal, "The price of `per` units.").required(),
        PER,
        key("increment", Kind::Positive, "What a started increment holds.").default("1"),
    ],
);

pub(crate) static BAND: Section = section(
    "band",
    "A call's price from a time of day on, until another band begins. The band is chosen anew for each increment.",
    &[
        key("name", Kind::Text, "What people call it: `peak`.").required(),
        key("days", Kind::Days, "The days on which it begins: `\"mon-fri\"`, or a list.").default("every day"),
        key("start", Kind::TimeOfDay, "The time of day at which it begins, in the tenant's zone.").default("\"00:00\""),
        key("month", Kind::Whole(1, 12), "Only in this month.").default("every month"),
        key("day_of_month", Kind::Whole(1, 31), "Only on this day of the month.").default("every day"),
        key(
            "weight",
            Kind::Decimal,
            "Of the bands that have begun on a day, the heaviest is in force; of equal weight, the latest.",
        )
        .default("0"),
        CONNECT,
        CONNECT_AT_ZERO,
        RATE,
        PER,
        INCREMENT,
        TIERS,
        MIN,
        MAX,
    ],
);

/// Reads the keys of a call, which may stand in a table of their own or in a band.
pub(super) fn call(table: &Table<'_>, counted: &Counted<'_>) -> Option<Call> {
    let amount = |name| table.get(name).map(|field| field.decimal());
    let (connect, min, max) = (amount("connect"), amount("min"), amount("max"));
    let connect_at_zero = table.get("connect_at_zero").map(|field| field.flag());
    let tiers = match table.one_of(&["rate", "tiers"], "its rate", true) {
        Some("rate") => flat(table, counted),
        Some(_) => stepped(table, counted),
        None => None,
    };
    ordered(table, min.flatten(), max.flatten())?;
    Some(Call {
        connect: connect.unwrap_or(Some(Decimal::ZERO))?,
        connect_at_zero: connect_at_zero.unwrap_or(Some(false))?,
        tiers: tiers?,
        min: present(min)?,
        max: present(max)?,
    })
}

/// One rate; a longer first increment is a tier of its own.
fn flat(table: &Table<'_>, counted: &Counted<'_>) -> Option<Vec<CallTier>> {
    let rate = table.get("rate")?.decimal();
    let per = per(table, counted);
    let (first, next) = table.get("increment").map_or(Some((Decimal::ONE, Decimal::ONE)), |field| field.blocks())?;
    let (rate, per) = (rate?, per?);
    let tier = |from, increment| CallTier { from, rate, per, increment };
    if first == next {
        Some(vec![tier(Decimal::ZERO, first)])
    } else {
        Some(vec![tier(Decimal::ZERO, first), tier(first, next)])
    }
}

fn stepped(table: &Table<'_>, counted: &Counted<'_>) -> Option<Vec<CallTier>> {
    for name in ["per", "increment"] {
        if let Some(field) = table.get(name) {
            field.report(
                ProblemKind::Together,
                format!("'{name}' stands in each of the 'tiers', not beside them"),
                "belongs into the tiers",
                &[],
            );
        }
    }
    let field = table.get("tiers")?;
    let items = field.items(TIERS_MAX);
    let mut tiers: Vec<CallTier> = Vec::new();
    for item in &items {
        let table = item.table(&CALL_TIER)?;
        let from = table.get("from").map_or(Some(Decimal::ZERO), |field| field.decimal())?;
        let due = tiers.last().map_or(from == Decimal::ZERO, |before| from > before.from);
        if !due {
            let what =
                if tiers.is_empty() { "the first tier begins at 0" } else { "each tier begins after the one before" };
            table.report(table.problem(ProblemKind::TierOrder, what).label("begins here").path(&item.path));
            return None;
        }
        tiers.push(CallTier {
            from,
            rate: table.get("rate")?.decimal()?,
            per: per(&table, counted)?,
            increment: table.get("increment").map_or(Some(Decimal::ONE), |field| field.positive())?,
        });
    }
    if field.is_empty_list() {
        field.report(ProblemKind::MissingKey, format!("'{}' has no tiers", field.path), "empty", &[]);
    }
    (!tiers.is_empty()).then_some(tiers)
}

/// What the rate is for: stated, or one unit of the meter.
pub(super) fn per(table: &Table<'_>, counted: &Counted<'_>) -> Option<Decimal> {
    match table.get("per") {
        Some(field) => field.positive(),
        None => Some(counted.meter().map_or(Decimal::ONE, |meter| meter.unit.of)),
    }
}

pub(super) fn bands(field: &Field<'_>, counted: &Counted<'_>) -> Option<Vec<Band>> {
    let items = field.items(BANDS_MAX);
    let mut bands: Vec<Band> = Vec::new();
    for item in &items {
        let Some(band) = item.table(&BAND).and_then(|table| band(&table, counted)) else { continue };
        if let Some(other) = bands.iter().find(|other| begins_with(other, &band)) {
            item.report(
                ProblemKind::Ambiguous,
                format!("bands '{}' and '{}' begin at the same moment with the same weight", other.name, band.name),
                "which of the two holds?",
                &["give one of them a higher 'weight'".to_owned()],
            );
        }
        bands.push(band);
    }
    if field.is_empty_list() {
        field.report(ProblemKind::MissingKey, format!("'{}' has no bands", field.path), "empty", &[]);
    }
    (!items.is_empty() && bands.len() == items.len()).then_some(bands)
}

fn begins_with(one: &Band, other: &Band) -> bool {
    let same_day = one.days.is_empty() && other.days.is_empty() || one.days.iter().any(|day| other.days.contains(day));
    (one.start_s, one.month, one.day_of_month, one.weight)
        == (other.start_s, other.month, other.day_of_month, other.weight)
        && same_day
}

fn band(table: &Table<'_>, counted: &Counted<'_>) -> Option<Band> {
    let name = table.get("name").and_then(|field| field.title());
    let days = table.get("days").map_or(Some(Vec::new()), |field| days(&field));
    let start_s = table.get("start").map_or(Some(0), |field| time_of_day(&field));
    let small = |name, least, most| table.get(name).map(|field| field.whole(least, most));
    let (month, day_of_month) = (small("month", 1, 12), small("day_of_month", 1, 31));
    let weight = table.get("weight").map_or(Some(Decimal::ZERO), |field| field.decimal());
    let call = call(table, counted);
    let narrow = |value: Option<i64>| value.and_then(|value| i8::try_from(value).ok());
    Some(Band {
        name: name?,
        days: days?,
        start_s: start_s?,
        month: narrow(present(month)?),
        day_of_month: narrow(present(day_of_month)?),
        weight: weight?,
        call: call?,
    })
}

const DAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

/// `"mon-fri"`, `"sat"`, or a list of such.
fn days(field: &Field<'_>) -> Option<Vec<Weekday>> {
    let items = if field.is_list() { field.items(DAYS.len()) } else { vec![field.clone()] };
    let mut days = Vec::new();
    for item in &items {
        for day in stretch(item)? {
            if !days.contains(&day) {
                days.push(day);
            }
        }
    }
    Some(days)
}

fn stretch(field: &Field<'_>) -> Option<Vec<Weekday>> {
    let text = field.text()?;
    let place = |name: &str| DAYS.iter().position(|(day, _)| *day == name.trim());
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (Some(first), Some(last)) = (place(first), place(last)) else {
        field.report(
            ProblemKind::NotOneOf,
            format!("'{}' is not a day of the week", clip(text)),
            "expected days",
            &["write mon, tue, wed, thu, fri, sat or sun, or a stretch like \"mon-fri\"".to_owned()],
        );
        return None;
    };
    // From Saturday to Monday goes over the end of the week.
    let count = (last + DAYS.len() - first) % DAYS.len() + 1;
    Some(DAYS.iter().cycle().skip(first).take(count).map(|(_, day)| *day).collect())
}

/// `"08:00"` as seconds after midnight.
fn time_of_day(field: &Field<'_>) -> Option<u32> {
    let text = field.text()?;
    let part = |text: &str, most: u32| {
        let fits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<u32>().ok().filter(|value| fits && *value <= most)
    };
    let seconds =
        text.split_once(':').and_then(|(hours, minutes)| Some(part(hours, 23)? * 3600 + part(minutes, 59)? * 60));
    if seconds.is_none() {
        field.report(
            ProblemKind::NotOneOf,
            format!("'{}' is not a time of day", clip(text)),
            "expected hours and minutes",
            &["write it like \"08:00\"".to_owned()],
        );
    }
    seconds
}
