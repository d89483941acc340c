//! The shapes a price can have, one key for each.

use kernel::Decimal;

use super::{
    Counted,
    call::{BAND, CALL, bands, call},
    deck::{DECK, deck},
    sequence::{SEQUENCE, sequence},
    tiers::{Source, TIER, tiers},
};
use crate::{
    Fold, Percent, Shape,
    parse::reader::{Field, Table},
    problem::ProblemKind,
    section::{Key, Kind, Section, key, section},
};

/// The keys of which a price has exactly one.
pub(super) const SHAPES: [&str; 10] =
    ["each", "graduated", "volume", "package", "percent", "factor", "call", "bands", "sequence", "deck"];

/// The same, inside a deck's row: a deck cannot hold another.
pub(super) const ROW_SHAPES: [&str; 9] =
    ["each", "graduated", "volume", "package", "percent", "factor", "call", "bands", "sequence"];

pub(super) const EACH: Key = key("each", Kind::PriceText, "Each unit, or the fee, at this price.");
pub(super) const GRADUATED: Key =
    key("graduated", Kind::Tables(&TIER), "Each unit at the price of the tier it falls in.");
pub(super) const VOLUME: Key =
    key("volume", Kind::Tables(&TIER), "All units at the price of the tier that their number falls in.");
pub(super) const LIST: Key = key(
    "list",
    Kind::Decimal,
    "The list price of one unit, which tiers take `off`. A plan may put another in its place.",
);
pub(super) const PACKAGE: Key = key("package", Kind::Table(&PACKAGES), "Started packages of so many units.");
pub(super) const PERCENT: Key = key(
    "percent",
    Kind::AnyOf(PERCENT_FORMS),
    "Each event by itself: a share of its value, `\"2.99%\"`, or with a fixed part and bounds.",
);
pub(super) const FACTOR: Key = key(
    "factor",
    Kind::Decimal,
    "The quantity times this: cost-plus, as `\"1.15\"` for 15 % on top of a metered cost.",
);
pub(super) const CALLS: Key =
    key("call", Kind::Table(&CALL), "Each event by itself, as a call: connection fee, increments, rates.");
pub(super) const BANDS: Key = key("bands", Kind::Tables(&BAND), "Each event by itself, as a call, by the time of day.");
pub(super) const SEQUENCES: Key = key(
    "sequence",
    Kind::Table(&SEQUENCE),
    "Each event by itself, as a sequence of proportional, block and fixed parts.",
);
pub(super) const DECKS: Key =
    key("deck", Kind::Table(&DECK), "By an attribute of the event: a destination's prefix, a region.");

static PERCENT_FORMS: &[Kind] = &[Kind::Percent, Kind::Table(&PERCENTAGE)];

static PACKAGES: Section = section(
    "package",
    "Units sold in packages; a started one is charged whole.",
    &[
        key("size", Kind::Positive, "Units in one package.").required(),
        key("price", Kind::Decimal, "Price of one package.").required(),
    ],
);

static PERCENTAGE: Section = section(
    "percentage",
    "A share of each event's value. The bounds hold for each event, never for the sum.",
    &[
        key("rate", Kind::Percent, "The share: `\"2.99%\"`.").required(),
        key("fixed", Kind::Decimal, "Added for each event, before its bounds are applied.").default("0"),
        key("min", Kind::Decimal, "The least that one event's share comes to."),
        key("max", Kind::Decimal, "The most that one event's share comes to."),
        key("free_events", Kind::Whole(0, i64::MAX), "The first events of a period that cost nothing.").default("none"),
        key(
            "free_value",
            Kind::Decimal,
            "The first value of a period that costs nothing; with both, whichever ends first.",
        )
        .default("none"),
    ],
);

/// A shape as read, and where the prices of its tiers come from.
pub(super) struct Read {
    pub shape: Shape,
    pub sources: Vec<Source>,
}

impl From<Shape> for Read {
    fn from(shape: Shape) -> Self {
        Self { shape, sources: Vec::new() }
    }
}

/// Reads the shape under `name`, any but `each`, which may carry more than a shape.
pub(super) fn shape(table: &Table<'_>, name: &'static str, counted: &Counted<'_>) -> Option<Read> {
    let field = table.get(name)?;
    counted.allows(&field, name)?;
    let list = match table.section.key("list").and_then(|_| table.get("list")) {
        Some(field) => Some(field.decimal()?),
        None => None,
    };
    let shape = match name {
        "graduated" => {
            let read = tiers(&field, list)?;
            return Some(Read { shape: Shape::Graduated(read.tiers), sources: read.sources });
        }
        "volume" => {
            let read = tiers(&field, list)?;
            return Some(Read { shape: Shape::Volume { tiers: read.tiers, list: read.list }, sources: read.sources });
        }
        "package" => package(&field)?,
        "percent" => Shape::Percent(percent(&field)?),
        "factor" => Shape::Factor(field.decimal()?),
        "call" => Shape::Call(call(&field.table(&CALL)?, counted)?),
        "bands" => Shape::Bands(bands(&field, counted)?),
        "sequence" => Shape::Sequence(sequence(&field.table(&SEQUENCE)?, counted)?),
        "deck" => Shape::Deck(deck(&field.table(&DECK)?, counted)?),
        _ => return None,
    };
    Some(shape.into())
}

fn package(field: &Field<'_>) -> Option<Shape> {
    let table = field.table(&PACKAGES)?;
    let (size, price) = (table.get("size")?.positive(), table.get("price")?.decimal());
    Some(Shape::Package { size: size?, price: price? })
}

fn percent(field: &Field<'_>) -> Option<Percent> {
    if field.is_str() {
        return field.percent().map(percent_of);
    }
    let table = field.table(&PERCENTAGE)?;
    let amount = |name| table.get(name).map(|field| field.decimal());
    let (fixed, min, max) = (amount("fixed"), amount("min"), amount("max"));
    let free_value = amount("free_value");
    let free_events = table.get("free_events").map(|field| field.whole(0, i64::MAX));
    ordered(&table, min.flatten(), max.flatten())?;
    Some(Percent {
        rate: table.get("rate")?.percent()?,
        fixed: fixed.unwrap_or(Some(Decimal::ZERO))?,
        min: present(min)?,
        max: present(max)?,
        free_events: present(free_events)?.and_then(|count| u64::try_from(count).ok()),
        free_value: present(free_value)?,
    })
}

/// A share, and nothing around it.
pub(super) fn percent_of(rate: Decimal) -> Percent {
    Percent { rate, fixed: Decimal::ZERO, min: None, max: None, free_events: None, free_value: None }
}

/// An optional key that was read: absent is fine, unreadable is not.
pub(super) fn present<T>(read: Option<Option<T>>) -> Option<Option<T>> {
    match read {
        None => Some(None),
        Some(None) => None,
        Some(value) => Some(value),
    }
}

/// Reports a minimum above its maximum.
pub(super) fn ordered(table: &Table<'_>, min: Option<Decimal>, max: Option<Decimal>) -> Option<()> {
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        if let Some(field) = table.get("max") {
            field.report(
                ProblemKind::RangeOrder,
                format!("the minimum {min} is above the maximum {max}"),
                "below the minimum",
                &[],
            );
        }
        return None;
    }
    Some(())
}

impl Counted<'_> {
    /// Whether a price of this shape can be had for what is counted; reports if not.
    pub(super) fn allows(&self, field: &Field<'_>, shape: &str) -> Option<()> {
        let by_event = matches!(shape, "percent" | "call" | "bands" | "sequence");
        match self {
            Counted::Unknown => Some(()),
            Counted::Nothing | Counted::Agreed if by_event || matches!(shape, "factor" | "deck") => {
                field.report(
                    ProblemKind::NeedsMeter,
                    format!("'{shape}' prices what a meter counts, and this product has no meter"),
                    "needs a meter",
                    &["give the product a 'meter', or a price of another shape".to_owned()],
                );
                None
            }
            Counted::Nothing => {
                field.report(
                    ProblemKind::NeedsMeter,
                    format!("'{shape}' prices a quantity, and this product has none"),
                    "a quantity of what?",
                    &["give the product a 'meter', or the price a unit: per = \"node/year\"".to_owned()],
                );
                None
            }
            Counted::Agreed => Some(()),
            Counted::Meter { meter, name } => match meter.fold {
                Fold::Sum(_) | Fold::Count => Some(()),
                _ if !by_event => Some(()),
                _ => {
                    field.report(
                        ProblemKind::NeedsMeter,
                        format!("'{shape}' prices each event by itself, and meter '{name}' does not add its events up"),
                        "needs a meter with 'sum' or 'count'",
                        &[],
                    );
                    None
                }
            },
        }
    }
}
