//! `[growth]`: what the business plans to be. Checked like everything else, and kept as written for the forecast.

use serde_json::{Map, Value};

use super::{
    price::fee,
    reader::{Field, Table, clip, decimal},
};
use crate::{
    limits::{ENTRIES_MAX, TEXTS_MAX},
    problem::ProblemKind,
    section::{Kind, Section, key, section},
};

const MONTHS: &[&str] = &["month", "year"];

pub(crate) static GROWTH: Section = section(
    "growth",
    "What the business plans to be: the drivers of the forecast. Ranges are allowed where the plan states one.",
    &[
        key("start", Kind::Date, "The first day of the plan: `\"2026-01-01\"`."),
        key("horizon", Kind::Duration(MONTHS), "How far the plan looks: `\"5 years\"`."),
        key("cash", Kind::Decimal, "Cash in hand at the start.").default("0"),
        key("segments", Kind::Named(&SEGMENT), "Kinds of customers, and how they come, grow and leave."),
        key("mix", Kind::Map(&Kind::Percent), "Shares of revenue by stream, as the plan states them."),
        key("costs", Kind::Table(&COSTS), "What the business costs, besides what its products cost."),
        key("capital", Kind::Named(&CAPITAL), "Money raised, and what for."),
        key("plan", Kind::Named(&STAGE), "The figures that the plan states for a point in time, to compare with."),
        key("targets", Kind::Map(&Kind::Figures), "Ratios and figures aimed at: `gross_margin = \"85%\"`."),
        key("valuation", Kind::Table(&VALUATION), "How the business is valued."),
    ],
);

static SEGMENT: Section = section(
    "growth_segment",
    "One kind of customer.",
    &[
        key("title", Kind::Text, "What people call it."),
        key("plans", Kind::List(&Kind::Name("plans")), "The plans that these customers take."),
        key("customers", Kind::Decimal, "Customers at the start.").default("0"),
        key("new_per_month", Kind::Figures, "New customers a month."),
        key("acquisition_cost", Kind::Figures, "What winning one customer costs."),
        key("churn_per_month", Kind::Shares, "Share of customers who leave in a month."),
        key("retention", Kind::Durations(MONTHS), "How long a customer stays, as the plan states it."),
        key("revenue", Kind::PriceText, "Average revenue from one customer: `\"3500/month\"`."),
        key("expansion", Kind::PriceText, "By how much a customer's revenue grows: `\"50/month\"`."),
        key("units", Kind::Figures, "Nodes, seats or subscribers of one customer."),
        key("usage", Kind::MapOf("meters", &Kind::Decimal), "Average usage of one customer a month, by meter."),
        key("lifetime_value", Kind::Figures, "Lifetime value, as the plan states it."),
        key("payback", Kind::Durations(MONTHS), "Until the acquisition cost is earned back, as the plan states it."),
        key("sales_cycle", Kind::Durations(MONTHS), "From first contact to contract."),
        key("deal", Kind::Figures, "Size of one deal, as the plan states it."),
    ],
);

static COSTS: Section = section(
    "growth_costs",
    "What the business costs, besides what its products cost.",
    &[
        key(
            "fixed",
            Kind::Map(&Kind::PriceText),
            "The same however many clients there are: `servers = \"2000/month\"`.",
        ),
        key("per_tenant", Kind::Map(&Kind::PriceText), "For every client."),
        key("stepped", Kind::Named(&STEP), "One more for every so many clients, the first started one included."),
        key("share", Kind::Map(&Kind::Percent), "Shares of revenue."),
    ],
);

static STEP: Section = section(
    "growth_step",
    "A cost that grows in steps.",
    &[
        key("each", Kind::PriceText, "What one step costs: `\"4000/month\"`.").required(),
        key("tenants", Kind::Whole(1, 1_000_000), "How many clients one step serves.").required(),
    ],
);

static CAPITAL: Section = section(
    "growth_capital",
    "Money raised.",
    &[
        key("amount", Kind::Decimal, "How much.").required(),
        key("on", Kind::Date, "When."),
        key("use", Kind::Map(&Kind::Percent), "What for, in shares."),
    ],
);

static STAGE: Section = section(
    "growth_stage",
    "Figures that the plan states for a point in time.",
    &[
        key("month", Kind::Whole(1, 600), "Months after the start, at the end of which they hold.").required(),
        key("customers", Kind::Figures, "Customers."),
        key("units", Kind::Figures, "Nodes, seats or subscribers in all."),
        key("revenue", Kind::PriceText, "Revenue: `\"35000/month\"` or `\"5000000/year\"`."),
        key("recurring", Kind::PriceText, "Of it, recurring."),
        key("cost", Kind::PriceText, "Cost."),
        key("profit", Kind::PriceText, "Profit."),
        key("streams", Kind::Map(&Kind::PriceText), "Revenue by stream."),
    ],
);

static VALUATION: Section = section(
    "growth_valuation",
    "How the business is valued.",
    &[
        key("multiple", Kind::Figures, "Times revenue: `\"8-15\"`.").required(),
        key("market", Kind::Decimal, "The market's size."),
        key("share", Kind::Shares, "Share of it."),
    ],
);

pub(super) fn growth(field: &Field<'_>) -> Option<Value> {
    collect(&field.table(&GROWTH)?).map(Value::Object)
}

/// Reads a table by its declaration alone. Every key is read, so that every error is found.
fn collect(table: &Table<'_>) -> Option<Map<String, Value>> {
    let mut values = Map::new();
    let mut whole = true;
    for key in table.section.keys {
        let Some(field) = table.get(key.name) else { continue };
        match value(&field, key.kind) {
            Some(value) => drop(values.insert(key.name.to_owned(), value)),
            None => whole = false,
        }
    }
    whole.then_some(values)
}

fn value(field: &Field<'_>, kind: Kind) -> Option<Value> {
    match kind {
        Kind::Text => field.title().map(Value::from),
        Kind::Decimal => field.decimal().map(|value| Value::from(value.to_string())),
        Kind::Whole(least, most) => field.whole(least, most).map(Value::from),
        Kind::Percent => field.percent().and_then(|_| written(field)),
        Kind::Shares => field.shares().and_then(|_| written(field)),
        Kind::Figures => figures(field).and_then(|()| written(field)),
        Kind::Duration(units) | Kind::Durations(units) => stretch(field, units).and_then(|()| written(field)),
        Kind::PriceText => fee(field).and_then(|_| written(field)),
        Kind::Date => date(field).map(|date| Value::from(date.to_string())),
        Kind::Name(section) => field.defined(section).map(Value::from),
        Kind::List(kind) => {
            let items = field.items(TEXTS_MAX);
            let values: Vec<Value> = items.iter().filter_map(|item| value(item, *kind)).collect();
            (field.is_list() && values.len() == items.len()).then_some(Value::Array(values))
        }
        Kind::Table(section) => collect(&field.table(section)?).map(Value::Object),
        Kind::Named(section) => named(field, |field| collect(&field.table(section)?).map(Value::Object)),
        Kind::Map(kind) => named(field, |field| value(field, *kind)),
        Kind::MapOf(section, kind) => by_names(field, section, *kind),
        _ => None,
    }
}

/// The text or whole number as it stands in the file.
fn written(field: &Field<'_>) -> Option<Value> {
    field.number_text().map(|text| Value::from(text.trim()))
}

fn named(field: &Field<'_>, read: impl Fn(&Field<'_>) -> Option<Value>) -> Option<Value> {
    let entries = field.entries();
    let count = entries.len();
    let values: Map<String, Value> =
        entries.into_iter().filter_map(|(name, field)| read(&field).map(|value| (name, value))).collect();
    (field.is_table() && values.len() == count).then_some(Value::Object(values))
}

fn by_names(field: &Field<'_>, section: &'static str, kind: Kind) -> Option<Value> {
    let rows = field.rows(ENTRIES_MAX);
    let count = rows.len();
    let mut values = Map::new();
    for (key, field) in rows {
        let known = field.defined_key(key, section);
        if let (Some(()), Some(value)) = (known, value(&field, kind)) {
            values.insert(key.get_ref().clone().into_owned(), value);
        }
    }
    (values.len() == count).then_some(Value::Object(values))
}

/// `"10"`, `"8-15"`, `"120%"`, `"2-3%"`.
fn figures(field: &Field<'_>) -> Option<()> {
    let text = field.number_text()?.trim();
    let bare = text.strip_suffix('%').unwrap_or(text);
    let (low, high) = bare.split_once('-').unwrap_or((bare, bare));
    let (Ok(low), Ok(high)) = (decimal(low.trim()), decimal(high.trim())) else {
        field.report(
            ProblemKind::NotADecimal,
            format!("'{}' is neither a figure nor a range of two", clip(text)),
            "expected a figure",
            &["write it like \"10\", \"8-15\", \"120%\" or \"2-3%\"".to_owned()],
        );
        return None;
    };
    if low > high {
        field.backwards(text);
        return None;
    }
    Some(())
}

/// `"5 years"`, `"6-12 months"`.
fn stretch(field: &Field<'_>, units: &[&str]) -> Option<()> {
    let text = field.text()?.trim();
    let parsed = text.split_once(' ').and_then(|(count, unit)| {
        units.iter().find(|name| unit == **name || unit.strip_suffix('s') == Some(name))?;
        let (low, high) = count.split_once('-').unwrap_or((count, count));
        Some((decimal(low).ok()?, decimal(high).ok()?))
    });
    match parsed {
        Some((low, high)) if low <= high => Some(()),
        Some(_) => {
            field.backwards(text);
            None
        }
        None => {
            field.report(
                ProblemKind::NotADuration,
                format!("'{}' is not a length of time", clip(text)),
                format!("a number, or a range, and a unit: {}", units.join(", ")),
                &[],
            );
            None
        }
    }
}

/// A day, as a TOML date or as a text.
fn date(field: &Field<'_>) -> Option<kernel::time::Date> {
    let text = if field.is_str() { field.text()? } else { field.raw() };
    let shaped = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let date = text.parse().ok().filter(|_| shaped);
    if date.is_none() {
        field.report(
            ProblemKind::NotADate,
            format!("'{}' is not a day", clip(text)),
            "expected a date",
            &["write it like \"2026-01-31\"".to_owned()],
        );
    }
    date
}
