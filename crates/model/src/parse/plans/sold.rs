//! Products inside a plan: at the list price, at the plan's, or under another list price.

use kernel::Decimal;

use super::{Catalogue, PLAN_PRODUCT, too_much};
use crate::{
    Cost, Map, Offer, PlanProduct, Price, Shape,
    limits::ENTRIES_MAX,
    parse::{
        price::{Priced, cost, price},
        products::{self, counted, same_quantity},
        reader::{Field, Table},
    },
    problem::ProblemKind,
};

pub(super) fn products_of(field: &Field<'_>, catalogue: &Catalogue<'_>) -> Option<Map<PlanProduct>> {
    let mut products = Map::new();
    if field.is_list() {
        let items = field.items(ENTRIES_MAX);
        for item in &items {
            let Some(name) = item.defined("products") else { continue };
            if products.contains_key(&name) {
                let message = format!("product '{name}' stands in the list twice");
                item.report(ProblemKind::Together, message, "a second time", &[]);
            } else if let Some(product) = listed(item, &name, catalogue) {
                products.insert(name, product);
            }
        }
        return (products.len() == items.len()).then_some(products);
    }
    let rows = field.rows(ENTRIES_MAX);
    let count = rows.len();
    for (key, field) in rows {
        let name = key.get_ref().as_ref();
        if field.defined_key(key, "products").is_some()
            && let Some(product) = plan_product(&field, name, catalogue)
        {
            products.insert(name.to_owned(), product);
        }
    }
    (products.len() == count).then_some(products)
}

/// At the product's own price and cost.
fn listed(field: &Field<'_>, name: &str, catalogue: &Catalogue<'_>) -> Option<PlanProduct> {
    let read = catalogue.products.get(name)?;
    let price = offer(field, name, read, None, catalogue)?;
    Some(PlanProduct { price, cost: read.product.cost.clone(), optional: false, quantity: Decimal::ONE })
}

fn plan_product(field: &Field<'_>, name: &str, catalogue: &Catalogue<'_>) -> Option<PlanProduct> {
    // A product in error has been reported where it stands; its price here cannot be judged.
    let read = catalogue.products.get(name)?;
    if field.node.get_ref().as_str() == Some("list") {
        return listed(field, name, catalogue);
    }
    let counted = counted(read.product.meter.as_deref().map(Some), catalogue.meters);
    if !field.is_table() {
        let own = price(field, &counted)?;
        check_cost(field, &own.offer, read.product.cost.as_ref());
        return Some(PlanProduct {
            price: own.offer,
            cost: read.product.cost.clone(),
            optional: false,
            quantity: Decimal::ONE,
        });
    }
    let table = field.table(&PLAN_PRODUCT)?;
    let own = match table.one_of(&["price", "list"], "its price", false) {
        Some("price") => Some(table.get("price").and_then(|field| price(&field, &counted))?),
        Some(_) => Some(relisted(&table, read, name)?),
        None if table.has("price") => return None,
        None => None,
    };
    let own_cost = table.get("cost").map(|field| cost(&field, &counted));
    let optional = table.get("optional").map_or(Some(false), |field| field.flag());
    let quantity = quantity(&table, read);
    let offer = offer(field, name, read, own, catalogue)?;
    let cost = match own_cost {
        None => read.product.cost.clone(),
        Some(cost) => Some(cost?),
    };
    check_cost(field, &offer, cost.as_ref());
    Some(PlanProduct { price: offer, cost, optional: optional?, quantity: quantity? })
}

fn check_cost(field: &Field<'_>, offer: &Offer, cost: Option<&Cost>) {
    if let Some(cost) = cost {
        same_quantity(field, offer, cost);
    }
}

fn relisted(table: &Table<'_>, read: &products::Read, name: &str) -> Option<Priced> {
    let field = table.get("list")?;
    match &read.priced {
        Some(priced) => priced.relisted(&field),
        None => {
            field.report(
                ProblemKind::Unpriced,
                format!("product '{name}' has no price whose list price could be replaced"),
                "nothing to replace",
                &["write the whole 'price' here".to_owned()],
            );
            None
        }
    }
}

fn quantity(table: &Table<'_>, read: &products::Read) -> Option<Decimal> {
    let Some(field) = table.get("quantity") else { return Some(Decimal::ONE) };
    if let Some(meter) = &read.product.meter {
        field.report(
            ProblemKind::Together,
            format!("meter '{meter}' counts this product, so its quantity cannot be agreed"),
            "counted already",
            &["for units at no charge use 'included' in the price".to_owned()],
        );
    }
    field.decimal()
}

/// The price in force: the plan's, or the product's; a product with only a cost is not charged.
fn offer(
    field: &Field<'_>,
    name: &str,
    read: &products::Read,
    own: Option<Priced>,
    catalogue: &Catalogue<'_>,
) -> Option<Offer> {
    if let Some(priced) = own.as_ref().or(read.priced.as_ref()) {
        if catalogue.spend(&priced.offer) {
            return Some(priced.offer.clone());
        }
        too_much(field);
        return None;
    }
    if let Some(cost) = &read.product.cost {
        let free =
            Price { cadence: cost.price.cadence, per: cost.price.per.clone(), ..Price::of(Shape::Unit(Decimal::ZERO)) };
        return Some(Offer::Fixed(free));
    }
    field.report(
        ProblemKind::Unpriced,
        format!("product '{name}' has no price"),
        "no price here, and no list price",
        &[format!("write {name} = \"…\" here, or a 'price' in [products.{name}]")],
    );
    None
}
