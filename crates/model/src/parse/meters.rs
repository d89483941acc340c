//! `[meters]`: what is measured.

use kernel::Decimal;

use super::reader::{Field, Table, clip, name_fault};
use crate::{
    Filter, Fold, Increment, Level, Meter, Unit,
    limits::{ENTRIES_MAX, TEXT_CHARS_MAX},
    problem::ProblemKind,
    section::{Kind, Section, key, section},
};

pub(crate) static METER: Section = section(
    "meter",
    "What is measured: how events of one type become a quantity. Exactly one of `count`, `sum`, `max`, `last`, \
     `unique` and `time_weighted` says how.",
    &[
        key("event", Kind::Text, "The CloudEvents `type` it listens to: `\"call.completed\"`. The event's subject is the tenant.")
            .required(),
        key("count", Kind::Flag, "How many events there are: `count = true`."),
        key("sum", Kind::Attribute, "The sum of this attribute."),
        key("max", Kind::Attribute, "The largest value of this attribute in the period."),
        key("last", Kind::Attribute, "The value of this attribute in the period's latest event."),
        key("unique", Kind::Attribute, "How many different values of this attribute there are."),
        key(
            "time_weighted",
            Kind::Attribute,
            "The average over the period of a level that stays until the next event, also into the next period.",
        ),
        key(
            "levels",
            Kind::Choice(&[("level", "each event states the new level"), ("change", "each event states how much the level changed")]),
            "What an event of a time-weighted meter states.",
        )
        .default("\"level\""),
        key(
            "only",
            Kind::Map(&Kind::Texts),
            "Only events whose attribute has this value, or one of these: `only = { direction = \"outbound\" }`.",
        )
        .default("every event of the type"),
        key(
            "increment",
            Kind::Increment,
            "Rounds each event up, in the event's own unit: first block / next blocks. `\"60/60\"` bills started minutes of seconds.",
        )
        .default("none: exact"),
        key("ignore_below", Kind::Decimal, "A value below this counts as zero: a call too short to bill. Needs an `increment`.")
            .default("0"),
        key(
            "unit",
            Kind::AnyOf(&[Kind::Text, Kind::Table(&UNIT)]),
            "The unit that clients read: `\"GB\"`, or `{ name = \"minute\", of = 60 }` where 60 of the event's units make one.",
        )
        .default("the meter's name without its final s"),
    ],
);

pub(crate) static UNIT: Section = section(
    "unit",
    "The unit that clients read.",
    &[
        key("name", Kind::Text, "One of it: `minute`.").required(),
        key("plural", Kind::Text, "Many of it.")
            .default("the name with an s; unchanged if it is written in capitals, like GB"),
        key("of", Kind::Positive, "How many of the event's units make one.").default("1"),
    ],
);

const FOLDS: [&str; 6] = ["count", "sum", "max", "last", "unique", "time_weighted"];

pub(super) fn meter(field: &Field<'_>, name: &str) -> Option<Meter> {
    let table = field.table(&METER)?;
    let event = table.get("event").and_then(|field| event(&field));
    let fold = fold(&table);
    let only = table.get("only").map_or(Some(Vec::new()), |field| only(&field));
    let increment = increment(&table);
    let unit = match table.get("unit") {
        Some(field) => unit(&field),
        None => Some(unit_of(name.strip_suffix('s').filter(|one| !one.is_empty()).unwrap_or(name), Some(name))),
    };
    Some(Meter { event: event?, only: only?, fold: fold?, increment: increment?, unit: unit? })
}

fn event(field: &Field<'_>) -> Option<String> {
    let text = field.title()?;
    if text.len() <= TEXT_CHARS_MAX && !text.chars().any(char::is_whitespace) {
        return Some(text);
    }
    field.report(
        ProblemKind::NotAName,
        format!("'{}' cannot be the type of an event", clip(&text)),
        "expected a CloudEvents type",
        &["a type has no spaces: \"call.completed\"".to_owned()],
    );
    None
}

fn fold(table: &Table<'_>) -> Option<Fold> {
    let name = table.one_of(&FOLDS, "how its events become a quantity", true);
    let levels = table.get("levels");
    if let Some(levels) = levels.as_ref().filter(|_| name.is_some_and(|name| name != "time_weighted")) {
        levels.report(ProblemKind::Together, "'levels' belongs to 'time_weighted'", "does nothing here", &[]);
    }
    let field = table.get(name?)?;
    if name == Some("count") {
        if field.flag()? {
            return Some(Fold::Count);
        }
        field.report(
            ProblemKind::OutOfRange,
            "a meter either counts, or says how else it measures",
            "counts nothing",
            &["write count = true, or one of sum, max, last, unique, time_weighted".to_owned()],
        );
        return None;
    }
    let attribute = field.attribute()?;
    match name? {
        "sum" => Some(Fold::Sum(attribute)),
        "max" => Some(Fold::Max(attribute)),
        "last" => Some(Fold::Last(attribute)),
        "unique" => Some(Fold::Unique(attribute)),
        _ => {
            let choices = [("level", Level::Level), ("change", Level::Change)];
            let each = levels.map_or(Some(Level::Level), |field| field.choice(&choices))?;
            Some(Fold::TimeWeighted { attribute, each })
        }
    }
}

fn only(field: &Field<'_>) -> Option<Vec<Filter>> {
    let mut filters = Vec::new();
    let rows = field.rows(ENTRIES_MAX);
    let count = rows.len();
    for (key, field) in rows {
        let attribute = key.get_ref().clone().into_owned();
        let fits = attribute.split('.').all(|part| name_fault(&part.to_ascii_lowercase()).is_none());
        if !fits {
            let message = format!("'{}' cannot be the name of an attribute", clip(&attribute));
            let problem = crate::problem::Problem::new(ProblemKind::NotAName, key.span(), message);
            field.reader.report(problem.path(&field.path).label("expected an attribute of the event"));
            continue;
        }
        if let Some(values) = field.texts() {
            filters.push(Filter { attribute, values });
        }
    }
    (filters.len() == count).then_some(filters)
}

/// None if unreadable; `Some(None)` if there is none.
fn increment(table: &Table<'_>) -> Option<Option<Increment>> {
    let ignore_below = table.get("ignore_below");
    let Some(field) = table.get("increment") else {
        let Some(field) = ignore_below else { return Some(None) };
        field.report(
            ProblemKind::Together,
            "'ignore_below' needs an 'increment' beside it",
            "no increment",
            &["write increment = \"1/1\" to bill exactly what is above".to_owned()],
        );
        return None;
    };
    if ["count", "unique", "time_weighted"].iter().any(|fold| table.has(fold)) {
        field.report(
            ProblemKind::Together,
            "an increment rounds the value of each event, and this meter reads none",
            "only with 'sum', 'max' or 'last'",
            &[],
        );
        return None;
    }
    let blocks = field.blocks();
    let ignore_below = ignore_below.map_or(Some(Decimal::ZERO), |field| field.decimal());
    let (first, next) = blocks?;
    Some(Some(Increment { first, next, ignore_below: ignore_below? }))
}

fn unit(field: &Field<'_>) -> Option<Unit> {
    if !field.is_table() {
        return field.title().map(|name| unit_of(&name, None));
    }
    let table = field.table(&UNIT)?;
    let name = table.get("name").and_then(|field| field.title());
    let plural = table.get("plural").map(|field| field.title());
    let of = table.get("of").map_or(Some(Decimal::ONE), |field| field.positive());
    if matches!(plural, Some(None)) {
        return None;
    }
    Some(Unit { of: of?, ..unit_of(&name?, plural.flatten().as_deref()) })
}

fn unit_of(name: &str, plural: Option<&str>) -> Unit {
    let capitals = name.chars().all(|c| !c.is_lowercase());
    let plural = plural.map_or_else(|| if capitals { name.to_owned() } else { format!("{name}s") }, str::to_owned);
    Unit { name: name.replace('_', " "), plural: plural.replace('_', " "), of: Decimal::ONE }
}
