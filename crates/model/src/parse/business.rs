//! `[business]` and `[options]`: who we are, and what we chose where products disagree.

use kernel::{
    Currency, Rounding,
    money::{RoundingMode, RoundingPlace},
    time::TimeZone,
};

use super::reader::{Field, Table, clip, nearest};
use crate::{
    Options,
    problem::ProblemKind,
    section::{Kind, Section, key, section},
};

pub(crate) static BUSINESS: Section = section(
    "business",
    "Who we are, and the currency and time zone that everything is billed in.",
    &[
        key("name", Kind::Text, "The business's name.").required(),
        key("currency", Kind::Currency, "The currency of every amount, by its ISO 4217 code: `\"USD\"`.").required(),
        key("timezone", Kind::Zone, "The IANA time zone in which days and months begin: `\"America/New_York\"`.")
            .required(),
    ],
);

pub(crate) static OPTIONS: Section = section(
    "options",
    "Where billing products disagree: our choice, by name.",
    &[
        key(
            "rounding",
            Kind::Choice(&[
                ("half_up", "to the nearest, ties away from zero"),
                ("half_even", "to the nearest, ties to the even digit"),
                ("up", "away from zero"),
                ("down", "toward zero"),
            ]),
            "How an exact amount becomes money.",
        )
        .default("\"half_up\""),
        key(
            "round",
            Kind::Choice(&[
                ("invoice", "once, on the total; what the rounded lines do not add up to is a line of its own"),
                ("line", "each line, then the sum of the rounded lines"),
            ]),
            "Where it is rounded.",
        )
        .default("\"invoice\""),
        key("flat_fee_at_zero", Kind::Flag, "Whether the first tier's flat fee is due when nothing was used.")
            .default("true"),
        key(
            "late_events",
            Kind::Duration(&["day"]),
            "How long after its month ended an event is still accepted; it becomes a correction.",
        )
        .default("\"90 days\""),
        key(
            "future_events",
            Kind::Duration(&["second", "minute", "hour"]),
            "How far ahead of the clock an event may be dated.",
        )
        .default("\"1 hour\""),
        key("close_after", Kind::Duration(&["hour", "day"]), "How long after its end a period is closed by itself.")
            .default("\"24 hours\""),
        key("due", Kind::Duration(&["day"]), "From an invoice's issue until it is due.").default("\"14 days\""),
        key("notice", Kind::Duration(&["day"]), "How long before it takes effect a client learns of a new price.")
            .default("\"30 days\""),
    ],
);

pub(super) struct Heading {
    pub name: String,
    pub currency: Currency,
    pub zone_name: String,
    pub zone: TimeZone,
}

pub(super) fn heading(table: &Table<'_>) -> Option<Heading> {
    let name = table.get("name").and_then(|field| field.title());
    let currency = table.get("currency").and_then(|field| currency(&field));
    let zone = table.get("timezone").and_then(|field| zone(&field));
    let (zone_name, zone) = zone?;
    Some(Heading { name: name?, currency: currency?, zone_name, zone })
}

fn currency(field: &Field<'_>) -> Option<Currency> {
    let text = field.text()?;
    // Codes for testing and for metals are in the list, but nobody can be billed in them.
    if let Ok(currency) = text.parse()
        && !text.starts_with('X')
    {
        return Some(currency);
    }
    let capitals = text.to_ascii_uppercase();
    let label = if capitals != text && capitals.parse::<Currency>().is_ok() {
        format!("did you mean '{capitals}'?")
    } else {
        "expected a code of ISO 4217".to_owned()
    };
    let message = format!("'{}' is not a currency", clip(text));
    field.report(
        ProblemKind::NotACurrency,
        message,
        label,
        &["write three capital letters: \"USD\", \"EUR\"".to_owned()],
    );
    None
}

fn zone(field: &Field<'_>) -> Option<(String, TimeZone)> {
    let text = field.text()?;
    // The database takes any capitals; the file says the name as it is.
    if let Ok(zone) = TimeZone::get(text)
        && zone.iana_name() == Some(text)
    {
        return Some((text.to_owned(), zone));
    }
    let known: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
    let names: Vec<&str> = known.iter().map(String::as_str).collect();
    let place = names.iter().find(|name| name.rsplit('/').next().is_some_and(|place| place.eq_ignore_ascii_case(text)));
    let label = match place.copied().or_else(|| nearest(text, &names)) {
        Some(near) => format!("did you mean '{near}'?"),
        None => "expected a time zone of the IANA database".to_owned(),
    };
    let message = format!("'{}' is not a time zone", clip(text));
    field.report(
        ProblemKind::NotAZone,
        message,
        label,
        &["write a place: \"America/New_York\", \"Europe/Paris\", \"UTC\"".to_owned()],
    );
    None
}

pub(super) fn options(field: Option<&Field<'_>>) -> Option<Options> {
    let mut options = Options::default();
    let Some(field) = field else { return Some(options) };
    let table = field.table(&OPTIONS)?;
    let rounding = rounding(&table);
    let flat = table.get("flat_fee_at_zero").map(|field| field.flag());
    let days = |name| table.get(name).map(|field| field.days());
    let (late, due, notice) = (days("late_events"), days("due"), days("notice"));
    let future = table
        .get("future_events")
        .map(|field| field.duration(&[("hour", 3600), ("minute", 60), ("second", 1)], 366 * 86_400));
    let close = table.get("close_after").map(|field| field.duration(&[("hour", 1), ("day", 24)], 24 * 366));
    options.rounding = rounding?;
    set(&mut options.flat_fee_at_zero, flat)?;
    set(&mut options.late_days_max, late)?;
    set(&mut options.future_seconds_max, future)?;
    set(&mut options.close_after_hours, close)?;
    set(&mut options.due_days, due)?;
    set(&mut options.notice_days, notice)?;
    Some(options)
}

fn rounding(table: &Table<'_>) -> Option<Rounding> {
    let modes = [
        ("half_up", RoundingMode::HalfUp),
        ("half_even", RoundingMode::HalfEven),
        ("up", RoundingMode::Up),
        ("down", RoundingMode::Down),
    ];
    let places = [("invoice", RoundingPlace::Invoice), ("line", RoundingPlace::Line)];
    let mode = table.get("rounding").map_or(Some(RoundingMode::default()), |field| field.choice(&modes));
    let place = table.get("round").map_or(Some(RoundingPlace::default()), |field| field.choice(&places));
    Some(Rounding { mode: mode?, place: place? })
}

/// Puts in what was read; an absent key leaves the default, an unreadable one is an error already.
fn set<T>(slot: &mut T, read: Option<Option<T>>) -> Option<()> {
    if let Some(value) = read {
        *slot = value?;
    }
    Some(())
}
