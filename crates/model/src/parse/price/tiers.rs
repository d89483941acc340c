//! Tiers: up to and including so many units, at so much.

use kernel::{Decimal, Exact};

use crate::{
    Tier,
    limits::{DECIMALS_MAX, TIERS_MAX},
    parse::reader::{Field, Table},
    problem::ProblemKind,
    section::{Kind, Section, key, section},
};

pub(crate) static TIER: Section = section(
    "tier",
    "Units up to and including `upto`, at `each`. What a tier leaves out costs nothing, but it must say a price.",
    &[
        key("upto", Kind::Positive, "The last unit of the tier. The last tier has none: it holds the rest."),
        key("each", Kind::Decimal, "Price of one unit.").default("the list price, else 0"),
        key(
            "off",
            Kind::Percent,
            "Instead of `each`: so much off the list price. The list price is `list`, or the first tier's `each`.",
        ),
        key("flat", Kind::Decimal, "A fee on top, once the tier is reached.").default("0"),
        key("size", Kind::Positive, "Units sold together; a started package counts whole.").default("1"),
    ],
);

/// Where a tier's price comes from, so that a plan can put another list price under the same discounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Stated,
    List,
    Off(Decimal),
}

#[derive(Clone, Debug)]
pub(super) struct Tiers {
    pub tiers: Vec<Tier>,
    pub sources: Vec<Source>,
    pub list: Option<Decimal>,
}

/// Reads the tiers of `graduated` or `volume`, with the price's `list`, if it has one.
pub(super) fn tiers(field: &Field<'_>, stated_list: Option<Decimal>) -> Option<Tiers> {
    let items = field.items(TIERS_MAX);
    let tables: Vec<Table<'_>> = items.iter().filter_map(|item| item.table(&TIER)).collect();
    if tables.is_empty() || tables.len() < items.len() {
        if field.is_empty_list() {
            field.report(ProblemKind::MissingKey, format!("'{}' has no tiers", field.path), "empty", &[]);
        }
        return None;
    }
    let first_each = tables.first().and_then(|table| table.get("each"));
    let off_is_used = tables.iter().any(|table| table.has("off"));
    let list = stated_list.or_else(|| first_each.filter(|_| off_is_used).and_then(|each| each.quietly(Field::decimal)));
    let mut read = Tiers { tiers: Vec::new(), sources: Vec::new(), list };
    for (index, table) in tables.iter().enumerate() {
        let is_list = index == 0 && stated_list.is_none() && off_is_used;
        if let Some((tier, source)) = tier(table, list, is_list) {
            read.tiers.push(tier);
            read.sources.push(source);
        }
    }
    let whole = read.tiers.len() == tables.len();
    (in_order(&tables) && whole).then_some(read)
}

fn tier(table: &Table<'_>, list: Option<Decimal>, is_list: bool) -> Option<(Tier, Source)> {
    let shape = table.one_of(&["each", "off"], "its price", !table.has("flat") && list.is_none());
    let (each, source) = match shape {
        Some("off") => {
            let field = table.get("off")?;
            let off = field.percent()?;
            let Some(list) = list else {
                field.report(
                    ProblemKind::MissingKey,
                    "there is no list price to take the discount off",
                    "off what?",
                    &["give the price a 'list', or the first tier an 'each'".to_owned()],
                );
                return None;
            };
            (discounted(&field, list, off)?, Source::Off(off))
        }
        Some(_) => (table.get("each")?.decimal()?, if is_list { Source::List } else { Source::Stated }),
        None if table.has("each") => return None,
        None => {
            list.filter(|_| !table.has("flat")).map_or((Decimal::ZERO, Source::Stated), |list| (list, Source::List))
        }
    };
    let optional = |name| table.get(name).map(|field| field.decimal());
    let flat = optional("flat").unwrap_or(Some(Decimal::ZERO))?;
    let size = table.get("size").map_or(Some(Decimal::ONE), |field| field.positive())?;
    let upto = match table.get("upto") {
        Some(field) => Some(field.positive()?),
        None => None,
    };
    Some((Tier { upto, each, flat, size }, source))
}

/// The list price less the discount, if it is exact within the decimals allowed.
pub(super) fn discounted(field: &Field<'_>, list: Decimal, off: Decimal) -> Option<Decimal> {
    let price = Exact::from(Decimal::ONE - off).times(list.into()).ok().and_then(Exact::to_decimal);
    let price = price.map(|price| price.normalize()).filter(|price| price.scale() as usize <= DECIMALS_MAX);
    if price.is_none() {
        field.report(
            ProblemKind::OutOfRange,
            format!("{list} less this discount has more than {DECIMALS_MAX} decimals"),
            "not exact",
            &["write the price itself with 'each'".to_owned()],
        );
    }
    price
}

/// Bounds rise, and only the last tier has none.
fn in_order(tables: &[Table<'_>]) -> bool {
    let mut before: Option<Decimal> = None;
    let mut fine = true;
    for (index, table) in tables.iter().enumerate() {
        let last = index + 1 == tables.len();
        match table.get("upto") {
            None if !last => {
                fine = false;
                table.report(
                    table
                        .problem(ProblemKind::TierOrder, "only the last tier can be without 'upto'")
                        .label("this tier already holds the rest")
                        .help("the tiers after it would never be reached: give it an 'upto', or put it last"),
                );
            }
            None => {}
            Some(field) => {
                if last {
                    fine = false;
                    field.report(
                        ProblemKind::TierOrder,
                        "the last tier must hold the rest",
                        "what do units beyond this cost?",
                        &["leave 'upto' out of the last tier, or add a tier without it".to_owned()],
                    );
                }
                // A bound that is no number has been reported, or will be, where the tier is read.
                let bound = field.quietly(Field::positive);
                if let (Some(bound), Some(before)) = (bound, before)
                    && bound <= before
                {
                    fine = false;
                    field.report(
                        ProblemKind::TierOrder,
                        format!("the tiers must rise: {bound} comes after {before}"),
                        "not above the tier before",
                        &[],
                    );
                }
                before = bound.or(before);
            }
        }
    }
    fine
}
