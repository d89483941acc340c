//! `[products]`: what is sold, and what it costs us.

use super::{
    price::{COST_FORMS, Counted, PRICE_FORMS, Priced, cost, price},
    reader::Field,
};
use crate::{
    Cost, Map, Meter, Offer, Product,
    problem::ProblemKind,
    section::{Kind, Section, key, section},
};

pub(crate) static PRODUCT: Section = section(
    "product",
    "What is sold, and what it costs us.",
    &[
        key("title", Kind::Text, "What a client reads on the line.").default("the name, with a capital letter"),
        key(
            "meter",
            Kind::Name("meters"),
            "What is counted. Without one it is a fee, or a quantity agreed in the contract.",
        ),
        key("price", PRICE_FORMS, "The list price.").default("none: plans must price it"),
        key("cost", COST_FORMS, "What we pay for it. A product with a cost and no price is not charged."),
        key("group", Kind::Text, "Lines of a document are grouped by it: \"Platform\", \"Usage\", \"Services\"."),
    ],
);

/// A product, with what its plans need to know of it.
pub(super) struct Read {
    pub product: Product,
    pub priced: Option<Priced>,
}

pub(super) fn product(field: &Field<'_>, name: &str, meters: &Map<Meter>) -> Option<Read> {
    let table = field.table(&PRODUCT)?;
    let title = table.get("title").map_or_else(|| Some(title_of(name)), |field| field.title());
    let meter = table.get("meter").map(|field| field.defined("meters"));
    let group = table.get("group").map(|field| field.title());
    let counted = counted(meter.as_ref().map(Option::as_deref), meters);
    let priced = table.get("price").map(|field| price(&field, &counted));
    let cost = table.get("cost").map(|field| cost(&field, &counted));
    if let (Some(Some(priced)), Some(Some(cost)), Some(field)) = (&priced, &cost, table.get("cost")) {
        same_quantity(&field, &priced.offer, cost);
    }
    if matches!(meter, Some(None))
        || matches!(group, Some(None))
        || matches!(priced, Some(None))
        || matches!(cost, Some(None))
    {
        return None;
    }
    let (meter, priced, cost, group) = (meter.flatten(), priced.flatten(), cost.flatten(), group.flatten());
    let price = priced.as_ref().map(|priced| priced.offer.clone());
    Some(Read { product: Product { title: title?, meter, price, cost, group }, priced })
}

/// What a product's prices are the price of; a meter that is in error says nothing.
pub(super) fn counted<'m>(meter: Option<Option<&'m str>>, meters: &'m Map<Meter>) -> Counted<'m> {
    match meter {
        None => Counted::Nothing,
        Some(None) => Counted::Unknown,
        Some(Some(name)) => meters.get(name).map_or(Counted::Unknown, |meter| Counted::Meter { name, meter }),
    }
}

/// A price per node with a cost that is not per node would leave open how often the cost is due.
pub(super) fn same_quantity(field: &Field<'_>, offer: &Offer, cost: &Cost) {
    let (Offer::Fixed(price) | Offer::Range { low: price, .. }) = offer;
    if price.per == cost.price.per {
        return;
    }
    let say = |per: &Option<String>| per.as_ref().map_or("for the whole".to_owned(), |unit| format!("per {unit}"));
    field.report(
        ProblemKind::UnitMismatch,
        format!("the price is {} and the cost {}", say(&price.per), say(&cost.price.per)),
        "not per the same",
        &["write both per the same unit, or make the cost a product of its own".to_owned()],
    );
}

/// `advanced_crm` as "Advanced crm".
pub(super) fn title_of(name: &str) -> String {
    let words = name.replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
