//! What a product costs us, in the grammar of prices.

use kernel::{Decimal, Exact};

use super::{Counted, PRICE_FORMS, price};
use crate::{
    Cost, Offer, Price, Shape,
    limits::TEXTS_MAX,
    parse::reader::Field,
    problem::ProblemKind,
    section::{Kind, Section, key, section},
};

pub(crate) static COST_FORMS: Kind =
    Kind::AnyOf(&[Kind::PriceText, Kind::Table(&COST), Kind::List(&Kind::Table(&COST))]);

pub(crate) static COST: Section = section(
    "cost",
    "What we pay for it. Never on a client-facing surface.",
    &[
        key("price", PRICE_FORMS, "What we pay, written like any price.").required(),
        key("vendor", Kind::Name("vendors"), "Whom we pay.").default("ourselves"),
        key("for", Kind::Text, "What this part of the cost is for."),
    ],
);

/// Reads a cost: a price, a price with its vendor, or a list of parts that add up.
pub(in crate::parse) fn cost(field: &Field<'_>, counted: &Counted<'_>) -> Option<Cost> {
    if field.is_list() {
        return itemised(field, counted);
    }
    if field.is_table() {
        return one(field, counted);
    }
    Some(Cost { vendor: None, price: fixed(field, counted)? })
}

fn one(field: &Field<'_>, counted: &Counted<'_>) -> Option<Cost> {
    let table = field.table(&COST)?;
    let vendor = table.get("vendor").map(|field| field.defined("vendors"));
    let purpose = table.get("for").map(|field| field.title());
    let price = table.get("price").and_then(|field| fixed(&field, counted));
    if matches!(vendor, Some(None)) || matches!(purpose, Some(None)) {
        return None;
    }
    Some(Cost { vendor: vendor.flatten(), price: price? })
}

fn fixed(field: &Field<'_>, counted: &Counted<'_>) -> Option<Price> {
    match price(field, counted)?.offer {
        Offer::Fixed(price) => Some(price),
        Offer::Range { .. } => {
            field.report(
                ProblemKind::NotAPrice,
                "a cost cannot be a range: a contract picks prices, not what we pay",
                "expected one amount",
                &["state what you reckon with, and name it in [assumptions]".to_owned()],
            );
            None
        }
    }
}

/// Parts of one cost: plain amounts that fall due together.
fn itemised(field: &Field<'_>, counted: &Counted<'_>) -> Option<Cost> {
    let items = field.items(TEXTS_MAX);
    let costs: Vec<Cost> = items.iter().filter_map(|item| one(item, counted)).collect();
    if field.is_empty_list() {
        field.report(ProblemKind::MissingKey, format!("'{}' has no parts", field.path), "empty", &[]);
    }
    let first = costs.first().filter(|_| costs.len() == items.len())?;
    let mut sum = Exact::ZERO;
    for (item, cost) in items.iter().zip(&costs) {
        let (Shape::Unit(amount), true) = (&cost.price.shape, same_terms(&cost.price, &first.price)) else {
            item.report(
                ProblemKind::Together,
                "the parts of a cost must be plain amounts that fall due together",
                "differs from the parts before",
                &["make it a product of its own".to_owned()],
            );
            return None;
        };
        sum = sum.plus((*amount).into()).ok()?;
    }
    let vendor = first.vendor.clone().filter(|vendor| costs.iter().all(|cost| cost.vendor.as_ref() == Some(vendor)));
    let amount: Decimal = sum.to_decimal()?.normalize();
    Some(Cost { vendor, price: Price { shape: Shape::Unit(amount), ..first.price.clone() } })
}

fn same_terms(one: &Price, other: &Price) -> bool {
    let plain = |price: &Price| price.included.is_zero() && price.min.is_none() && price.max.is_none();
    one.cadence == other.cadence && one.per == other.per && plain(one) && plain(other)
}
