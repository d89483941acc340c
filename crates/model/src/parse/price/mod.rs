//! Prices and costs: a shape, when it falls due, and the terms around it.

mod call;
mod cost;
mod deck;
mod sequence;
mod shape;
mod text;
mod tiers;

use kernel::Decimal;

use self::{
    shape::{SHAPES, ordered, percent_of, present},
    text::{Amount, Per},
    tiers::{Source, discounted},
};
use super::reader::{Field, Table, clip};
use crate::{
    Cadence, Meter, Offer, Price, Shape,
    problem::ProblemKind,
    section::{Kind, Section, key, section},
};

pub(super) use cost::{COST_FORMS, cost};

pub(super) static PRICE_FORMS: Kind = Kind::AnyOf(&[Kind::PriceText, Kind::Table(&PRICE)]);

pub(crate) static PRICE: Section = section(
    "price",
    "A price in full: exactly one shape, and the terms around it.",
    &[
        shape::EACH,
        shape::GRADUATED,
        shape::VOLUME,
        shape::PACKAGE,
        shape::PERCENT,
        shape::FACTOR,
        shape::CALLS,
        shape::BANDS,
        shape::SEQUENCES,
        shape::DECKS,
        shape::LIST,
        key(
            "per",
            Kind::Per,
            "What stands after the amount in a short price: `\"month\"`, `\"node/year\"`, `\"person once\"`. \
             What a meter counts falls due every month.",
        ),
        key(
            "included",
            Kind::Decimal,
            "Units of a period that cost nothing; the rest is priced. Of a deck, the first rows' units.",
        )
        .default("0"),
        key("min", Kind::Decimal, "The least that the line comes to in a period.").default("none"),
        key("max", Kind::Decimal, "The most that the line comes to in a period.").default("none"),
    ],
);

/// What a price is the price of.
pub(super) enum Counted<'m> {
    /// What a meter counts.
    Meter { name: &'m str, meter: &'m Meter },
    /// A quantity agreed in the contract.
    Agreed,
    /// A fee.
    Nothing,
    /// A meter that is itself in error: nothing can be said.
    Unknown,
}

/// An offer as read, and where the prices of its tiers come from.
#[derive(Clone, Debug)]
pub(super) struct Priced {
    pub offer: Offer,
    sources: Vec<Source>,
}

impl Counted<'_> {
    fn meter(&self) -> Option<&Meter> {
        match self {
            Counted::Meter { meter, .. } => Some(meter),
            _ => None,
        }
    }

    /// Makes sense of what follows the amount: when it falls due, and per what.
    fn resolve(&self, field: &Field<'_>, per: &Per) -> Option<(Option<String>, Cadence)> {
        match self {
            Counted::Unknown => Some((None, Cadence::Months(1))),
            Counted::Meter { name, meter } => {
                let unit = &meter.unit;
                if let Some(written) = &per.unit
                    && ![&unit.name, &unit.plural].iter().any(|known| known.eq_ignore_ascii_case(written))
                {
                    field.report(
                        ProblemKind::UnitMismatch,
                        format!("the price is per '{written}', and meter '{name}' counts {}", unit.plural),
                        format!("expected a price per {}", unit.name),
                        &[format!("write the price of one {}, or change the unit in [meters.{name}]", unit.name)],
                    );
                    return None;
                }
                match per.cadence {
                    None | Some(Cadence::Months(1)) => Some((None, Cadence::Months(1))),
                    Some(_) => {
                        field.report(
                            ProblemKind::UnitMismatch,
                            format!("what meter '{name}' counts falls due every month"),
                            "expected a price per month, or per unit",
                            &["a fee by the year is a product without a meter".to_owned()],
                        );
                        None
                    }
                }
            }
            Counted::Agreed | Counted::Nothing => match per.cadence {
                Some(cadence) => Some((per.unit.clone(), cadence)),
                None => {
                    let (said, unit) = (clip(field.raw()), per.unit.as_deref().unwrap_or("node"));
                    field.report(
                        ProblemKind::Ambiguous,
                        format!("{said} does not say how often it falls due"),
                        "how often?",
                        &[format!(
                            "without a meter a price says it: \"500/month\", \"500/year\", \"1500 once\", \
                             or for a quantity \"500/{unit}/year\""
                        )],
                    );
                    None
                }
            },
        }
    }
}

/// Reads a price: a text or a table.
pub(super) fn price(field: &Field<'_>, counted: &Counted<'_>) -> Option<Priced> {
    if field.is_table() { price_table(&field.table(&PRICE)?, counted) } else { price_text(field, counted) }
}

/// Reads an amount with its period, where nothing is counted and no table is allowed: a bounty, a fee of the plan.
pub(super) fn fee(field: &Field<'_>) -> Option<Offer> {
    price_text(field, &Counted::Nothing).map(|priced| priced.offer)
}

fn price_text(field: &Field<'_>, counted: &Counted<'_>) -> Option<Priced> {
    let (amount, per) = text::price(field)?;
    offer(field, counted, amount, &per, &Terms::default())
}

/// What stands around a shape.
#[derive(Default)]
struct Terms {
    included: Decimal,
    min: Option<Decimal>,
    max: Option<Decimal>,
}

fn offer(field: &Field<'_>, counted: &Counted<'_>, amount: Amount, per: &Per, terms: &Terms) -> Option<Priced> {
    if matches!(amount, Amount::Percent(_)) {
        counted.allows(field, "percent")?;
    }
    let (unit, cadence) = counted.resolve(field, per)?;
    let of =
        |shape| Price { shape, cadence, per: unit.clone(), included: terms.included, min: terms.min, max: terms.max };
    let offer = match amount {
        Amount::One(price) => Offer::Fixed(of(Shape::Unit(price))),
        Amount::Range(low, high) => Offer::Range { low: of(Shape::Unit(low)), high: of(Shape::Unit(high)) },
        Amount::Percent(rate) => Offer::Fixed(of(Shape::Percent(percent_of(rate)))),
    };
    Some(Priced { offer, sources: Vec::new() })
}

fn price_table(table: &Table<'_>, counted: &Counted<'_>) -> Option<Priced> {
    let name = table.one_of(&SHAPES, "its price", true);
    let per = match table.get("per") {
        Some(field) => text::per_field(&field).map(|per| (Some(field), per)),
        None => Some((None, Per::default())),
    };
    let terms = terms(table);
    let (name, (per_field, per), terms) = (name?, per?, terms?);
    if name == "each" {
        let field = table.get("each")?;
        let (amount, own) = text::price(&field)?;
        let per = match per_field {
            None => own,
            Some(_) if own == Per::default() => per,
            Some(field) => {
                field.report(ProblemKind::Together, "'each' already says per what", "said twice", &[]);
                return None;
            }
        };
        check_included(
            table,
            &terms,
            matches!(amount, Amount::Percent(_)),
            counted.meter().is_some() || per.unit.is_some(),
        )?;
        return offer(&field, counted, amount, &per, &terms);
    }
    let counted = match counted {
        Counted::Nothing if per.unit.is_some() => &Counted::Agreed,
        other => other,
    };
    let shape = shape::shape(table, name, counted)?;
    let place = per_field.or_else(|| table.get(name))?;
    let (unit, cadence) = counted.resolve(&place, &per)?;
    check_included(table, &terms, shape.shape.is_per_event(), true)?;
    let Terms { included, min, max } = terms;
    let price = Price { shape: shape.shape, cadence, per: unit, included, min, max };
    Some(Priced { offer: Offer::Fixed(price), sources: shape.sources })
}

fn terms(table: &Table<'_>) -> Option<Terms> {
    let amount = |name| table.get(name).map(|field| field.decimal());
    let (included, min, max) = (amount("included"), amount("min"), amount("max"));
    ordered(table, min.flatten(), max.flatten())?;
    Some(Terms { included: included.unwrap_or(Some(Decimal::ZERO))?, min: present(min)?, max: present(max)? })
}

/// Units can only be included where a quantity is priced.
fn check_included(table: &Table<'_>, terms: &Terms, by_event: bool, has_quantity: bool) -> Option<()> {
    let Some(field) = table.get("included").filter(|_| terms.included > Decimal::ZERO && (by_event || !has_quantity))
    else {
        return Some(());
    };
    let (message, help) = if by_event {
        (
            "a price of single events cannot include units",
            "use 'free_events' or 'free_value' of 'percent', or 'free' of 'sequence'",
        )
    } else {
        ("a fee has no units to include", "give the product a 'meter', or the price a unit: per = \"node/month\"")
    };
    field.report(ProblemKind::Together, message, "included of what?", &[help.to_owned()]);
    None
}

impl Priced {
    /// The same discounts under another list price; reports where there is none to replace.
    pub(super) fn relisted(&self, field: &Field<'_>) -> Option<Self> {
        let list = field.decimal()?;
        let mut priced = self.clone();
        let tiers = match &mut priced.offer {
            Offer::Fixed(Price { shape: Shape::Volume { tiers, list: old }, .. }) => {
                *old = Some(list);
                Some(tiers)
            }
            Offer::Fixed(Price { shape: Shape::Graduated(tiers), .. }) => Some(tiers),
            _ => None,
        };
        let has_list = self.sources.iter().any(|source| *source != Source::Stated);
        let Some(tiers) = tiers.filter(|_| has_list) else {
            field.report(
                ProblemKind::Unpriced,
                "the product's own price has no list price to replace",
                "nothing to replace",
                &["only prices with 'list' or 'off' have one: write the whole 'price' here".to_owned()],
            );
            return None;
        };
        for (tier, source) in tiers.iter_mut().zip(&self.sources) {
            match source {
                Source::Stated => {}
                Source::List => tier.each = list,
                Source::Off(off) => tier.each = discounted(field, list, *off)?,
            }
        }
        Some(priced)
    }
}
