//! `[plans]`: which products are sold together, at which prices, within which limits.

use std::cell::Cell;

use kernel::Decimal;

use super::{
    price::{COST_FORMS, PRICE_FORMS, Priced, cost, price},
    products::{self, counted, same_quantity, title_of},
    reader::{Field, Table, clip},
};
use crate::{
    Cost, Map, Meter, Offer, Plan, PlanProduct, Price, Shape,
    limits::{ENTRIES_MAX, PLAN_ROWS_MAX},
    problem::ProblemKind,
    section::{Kind, Section, key, section},
};

pub(crate) static PLAN: Section = section(
    "plan",
    "Products sold together, at these prices, within these limits.",
    &[
        key("title", Kind::Text, "What a client reads.").default("the name, with a capital letter"),
        key("summary", Kind::Prose, "A sentence or two for clients."),
        key(
            "based_on",
            Kind::Name("plans"),
            "Another plan, whose products, limits, support and trial hold here too, unless stated anew.",
        ),
        key(
            "products",
            Kind::AnyOf(&[Kind::List(&Kind::Name("products")), Kind::Map(&PRODUCT_FORMS)]),
            "What is sold: a list of products at their list prices, or each with a price: `{ platform = \"499/month\" }`.",
        ),
        key("limits", Kind::Map(&LIMIT_FORMS), "What the plan allows: a number, or `\"unlimited\"`."),
        key("support", Kind::Name("support"), "The support that comes with it."),
        key("trial", Kind::Duration(&["day"]), "How long it can be tried: `\"30 days\"`.").default("no trial"),
        key("custom", Kind::Flag, "Only sold with an individual contract.").default("false"),
    ],
);

static LIMIT_FORMS: Kind = Kind::AnyOf(&[Kind::Decimal, Kind::Choice(&[("unlimited", "no limit")])]);

static PRODUCT_FORMS: Kind = Kind::AnyOf(&[
    Kind::Choice(&[("list", "at the product's list price")]),
    Kind::PriceText,
    Kind::Table(&PLAN_PRODUCT),
]);

pub(crate) static PLAN_PRODUCT: Section = section(
    "plan_product",
    "A product in a plan: as on the product's own list, unless it says otherwise here.",
    &[
        key("price", PRICE_FORMS, "The plan's own price.").default("the product's"),
        key("list", Kind::Decimal, "Another list price under the product's own discounts.").default("the product's"),
        key("cost", COST_FORMS, "What we pay for it in this plan.").default("the product's"),
        key("optional", Kind::Flag, "Only charged when the contract takes it: an add-on.").default("false"),
        key("quantity", Kind::Decimal, "Units of a product without a meter, unless the contract says otherwise.")
            .default("1"),
    ],
);

/// What a plan's products refer to. A product in error is in `names` only.
pub(super) struct Catalogue<'c> {
    meters: &'c Map<Meter>,
    products: &'c Map<products::Read>,
    /// Tiers and rows that plans may still repeat.
    repeats: Cell<usize>,
}

impl<'c> Catalogue<'c> {
    pub fn new(meters: &'c Map<Meter>, products: &'c Map<products::Read>) -> Self {
        Self { meters, products, repeats: Cell::new(PLAN_ROWS_MAX) }
    }

    /// Whether an offer of this size may be repeated once more.
    fn spend(&self, offer: &Offer) -> bool {
        let left = self.repeats.get().checked_sub(size(offer));
        self.repeats.set(left.unwrap_or(0));
        left.is_some()
    }
}

/// How many rows and tiers an offer holds.
fn size(offer: &Offer) -> usize {
    fn of(shape: &Shape) -> usize {
        match shape {
            Shape::Deck(deck) => 1 + deck.rows.values().chain(deck.otherwise.as_deref()).map(of).sum::<usize>(),
            Shape::Graduated(tiers) | Shape::Volume { tiers, .. } => tiers.len(),
            Shape::Call(call) => call.tiers.len(),
            Shape::Bands(bands) => bands.iter().map(|band| band.call.tiers.len() + 1).sum(),
            Shape::Sequence(sequence) => sequence.parts.len(),
            Shape::Unit(_) | Shape::Package { .. } | Shape::Percent(_) | Shape::Factor(_) => 1,
        }
    }
    match offer {
        Offer::Fixed(price) => of(&price.shape),
        Offer::Range { .. } => 2,
    }
}

/// A plan as it stands in the file, before what it is based on is added.
struct Draft {
    plan: Plan,
    base: Option<String>,
    states_support: bool,
    states_trial: bool,
}

/// Reads all plans; those based on another take over what they do not state.
pub(super) fn plans(entries: &[(String, Field<'_>)], catalogue: &Catalogue<'_>) -> Map<Plan> {
    let mut drafts: Map<Draft> = Map::new();
    for (name, field) in entries {
        if let Some(draft) = draft(field, name, catalogue) {
            drafts.insert(name.clone(), draft);
        }
    }
    for (name, field) in entries {
        let Some(base) = drafts.get(name).and_then(|draft| draft.base.as_deref()) else { continue };
        let repeated = drafts.get(base).map_or(0, |base| base.plan.products.values().map(|p| size(&p.price)).sum());
        if catalogue.repeats.get() < repeated {
            too_much(field);
            return Map::new();
        }
        catalogue.repeats.set(catalogue.repeats.get() - repeated);
        if base == name.as_str() || drafts.get(base).is_some_and(|base| base.base.is_some()) {
            chained(field, base);
        }
    }
    drafts.iter().map(|(name, draft)| (name.clone(), complete(draft, &drafts))).collect()
}

fn too_much(field: &Field<'_>) {
    let message = format!("the plans repeat more than {PLAN_ROWS_MAX} tiers and rows");
    field.report(ProblemKind::TooMany, message, "one too many", &[]);
}

fn chained(field: &Field<'_>, base: &str) {
    let Some(field) = field.table_quietly(&PLAN).and_then(|table| table.get("based_on")) else { return };
    field.report(
        ProblemKind::Ambiguous,
        format!("plan '{base}' is itself based on another"),
        "not a plan of its own",
        &["base it on the plan at the root, and state the rest".to_owned()],
    );
}

fn complete(draft: &Draft, drafts: &Map<Draft>) -> Plan {
    let mut plan = draft.plan.clone();
    let Some(base) = draft.base.as_ref().and_then(|base| drafts.get(base)).map(|base| &base.plan) else { return plan };
    let mut products = base.products.clone();
    products.extend(plan.products);
    plan.products = products;
    let mut limits = base.limits.clone();
    limits.extend(plan.limits);
    plan.limits = limits;
    if !draft.states_support {
        plan.support.clone_from(&base.support);
    }
    if !draft.states_trial {
        plan.trial_days = base.trial_days;
    }
    plan
}

fn draft(field: &Field<'_>, name: &str, catalogue: &Catalogue<'_>) -> Option<Draft> {
    let table = field.table(&PLAN)?;
    let title = table.get("title").map_or_else(|| Some(title_of(name)), |field| field.title());
    let summary = table.get("summary").map(|field| field.prose());
    let base = table.get("based_on").map(|field| field.defined("plans"));
    let products = table.get("products").map_or(Some(Map::new()), |field| products_of(&field, catalogue));
    let limits = table.get("limits").map_or(Some(Map::new()), |field| limits(&field));
    let support = table.get("support").map(|field| field.defined("support"));
    let trial = table.get("trial").map_or(Some(0), |field| field.days());
    let custom = table.get("custom").map_or(Some(false), |field| field.flag());
    if matches!(summary, Some(None)) || matches!(support, Some(None)) || matches!(base, Some(None)) {
        return None;
    }
    let plan = Plan {
        title: title?,
        products: products?,
        limits: limits?,
        support: support.flatten(),
        trial_days: trial?,
        custom: custom?,
        summary: summary.flatten(),
    };
    Some(Draft { plan, base: base.flatten(), states_support: table.has("support"), states_trial: table.has("trial") })
}

fn limits(field: &Field<'_>) -> Option<Map<Option<Decimal>>> {
    let entries = field.entries();
    let mut limits = Map::new();
    for (name, field) in &entries {
        if let Some(limit) = limit(field) {
            limits.insert(name.clone(), limit);
        }
    }
    (limits.len() == entries.len()).then_some(limits)
}

/// `Some(None)` is unlimited.
fn limit(field: &Field<'_>) -> Option<Option<Decimal>> {
    match field.node.get_ref().as_str() {
        Some("unlimited") => Some(None),
        Some(word) if word.starts_with(char::is_alphabetic) => {
            field.report(
                ProblemKind::NotADecimal,
                format!("'{}' is not a limit", clip(word)),
                "expected a number, or \"unlimited\"",
                &[],
            );
            None
        }
        _ => field.decimal().map(Some),
    }
}

fn products_of(field: &Field<'_>, catalogue: &Catalogue<'_>) -> Option<Map<PlanProduct>> {
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
