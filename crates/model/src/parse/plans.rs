//! `[plans]`: which products are sold together, at which prices, within which limits.

mod catalogue;
mod sold;

use kernel::Decimal;

use self::{catalogue::size, sold::products_of};
use super::{
    price::{COST_FORMS, PRICE_FORMS},
    products::title_of,
    reader::{Field, clip},
};
use crate::{
    Map, Plan,
    limits::PLAN_ROWS_MAX,
    problem::ProblemKind,
    section::{Kind, Section, key, section},
};

pub(super) use catalogue::Catalogue;

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
