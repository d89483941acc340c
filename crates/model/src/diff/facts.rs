//! A business as single facts: a path and a text each.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{Business, Cost, Fold, Level, Meter, Offer, Partner, Plan, Share};

type Facts = BTreeMap<String, String>;

pub(super) fn facts(business: &Business) -> Facts {
    let mut facts = Facts::new();
    let mut add = |path: String, value: String| drop(facts.insert(path, value));
    add("business.name".into(), business.name.clone());
    add("business.currency".into(), business.currency.to_string());
    add("business.timezone".into(), business.zone_name.clone());
    options(business, &mut add);
    for (name, vendor) in &business.vendors {
        let supplies = vendor.supplies.as_ref().map(|supplies| format!(", {supplies}")).unwrap_or_default();
        add(format!("vendors.{name}"), format!("{}{supplies}", vendor.name));
    }
    if !business.confidential.is_empty() {
        add("confidential.words".into(), business.confidential.join(", "));
    }
    for (name, meter) in &business.meters {
        add(format!("meters.{name}"), self::meter(meter));
    }
    for (name, product) in &business.products {
        let at = |key: &str| format!("products.{name}.{key}");
        add(at("title"), product.title.clone());
        maybe(&mut add, at("meter"), product.meter.as_ref());
        maybe(&mut add, at("price"), product.price.as_ref());
        maybe(&mut add, at("cost"), product.cost.as_ref().map(cost).as_ref());
        maybe(&mut add, at("group"), product.group.as_ref());
    }
    for (name, plan) in &business.plans {
        self::plan(name, plan, &mut add);
    }
    for (name, level) in &business.support {
        let said = [Some(&level.title), level.hours.as_ref(), level.response.as_ref()];
        add(format!("support.{name}"), said.into_iter().flatten().cloned().collect::<Vec<_>>().join(", "));
    }
    for (name, partner) in &business.partners {
        self::partner(name, partner, &mut add);
    }
    brand(business, &mut add);
    if let Some(growth) = &business.growth {
        json("growth", growth, &mut add);
    }
    for (name, text) in &business.assumptions {
        add(format!("assumptions.{name}"), text.clone());
    }
    facts
}

fn maybe<T: ToString>(add: &mut impl FnMut(String, String), path: String, value: Option<&T>) {
    if let Some(value) = value {
        add(path, value.to_string());
    }
}

fn options(business: &Business, add: &mut impl FnMut(String, String)) {
    let options = &business.options;
    let rounding = options.rounding;
    let named = |value: Value| value.as_str().unwrap_or_default().to_owned();
    add("options.rounding".into(), named(serde_json::to_value(rounding.mode).unwrap_or_default()));
    add("options.round".into(), named(serde_json::to_value(rounding.place).unwrap_or_default()));
    add("options.flat_fee_at_zero".into(), options.flat_fee_at_zero.to_string());
    add("options.late_events".into(), format!("{} days", options.late_days_max));
    add("options.future_events".into(), format!("{} seconds", options.future_seconds_max));
    add("options.close_after".into(), format!("{} hours", options.close_after_hours));
    add("options.due".into(), format!("{} days", options.due_days));
    add("options.notice".into(), format!("{} days", options.notice_days));
}

fn meter(meter: &Meter) -> String {
    let fold = match &meter.fold {
        Fold::Count => "count".to_owned(),
        Fold::Sum(attribute) => format!("sum of {attribute}"),
        Fold::Max(attribute) => format!("max of {attribute}"),
        Fold::Last(attribute) => format!("last {attribute}"),
        Fold::Unique(attribute) => format!("unique {attribute}"),
        Fold::TimeWeighted { attribute, each: Level::Level } => format!("time-weighted {attribute}"),
        Fold::TimeWeighted { attribute, each: Level::Change } => format!("time-weighted changes of {attribute}"),
    };
    let only: Vec<String> = meter
        .only
        .iter()
        .map(|filter| format!(", only {} = {}", filter.attribute, filter.values.join(" or ")))
        .collect();
    let increment = meter.increment.map(|increment| {
        let ignored = if increment.ignore_below.is_zero() {
            String::new()
        } else {
            format!(", nothing below {}", increment.ignore_below)
        };
        format!(", in {}/{}{ignored}", increment.first, increment.next)
    });
    let unit = &meter.unit;
    format!(
        "{fold} of {}{}{}, {} {} each",
        meter.event,
        only.concat(),
        increment.unwrap_or_default(),
        unit.of,
        unit.name
    )
}

fn cost(cost: &Cost) -> String {
    let vendor = cost.vendor.as_ref().map(|vendor| format!(" to {vendor}")).unwrap_or_default();
    format!("{}{vendor}", cost.price)
}

fn plan(name: &str, plan: &Plan, add: &mut impl FnMut(String, String)) {
    let at = |key: &str| format!("plans.{name}.{key}");
    add(at("title"), plan.title.clone());
    maybe(add, at("summary"), plan.summary.as_ref());
    maybe(add, at("support"), plan.support.as_ref());
    add(at("trial"), format!("{} days", plan.trial_days));
    add(at("custom"), plan.custom.to_string());
    for (limit, value) in &plan.limits {
        add(at(&format!("limits.{limit}")), value.map_or("unlimited".to_owned(), |value| value.to_string()));
    }
    for (product, sold) in &plan.products {
        let at = |key: &str| at(&format!("products.{product}.{key}"));
        add(at("price"), sold.price.to_string());
        maybe(add, at("cost"), sold.cost.as_ref().map(cost).as_ref());
        add(at("optional"), sold.optional.to_string());
        add(at("quantity"), sold.quantity.to_string());
    }
}

fn partner(name: &str, partner: &Partner, add: &mut impl FnMut(String, String)) {
    let at = |key: &str| format!("partners.{name}.{key}");
    add(at("title"), partner.title.clone());
    let shares = [
        ("first_year", &partner.first_year),
        ("then", &partner.then),
        ("support_share", &partner.support_share),
        ("discount", &partner.discount),
    ];
    for (key, value) in shares {
        maybe(add, at(key), value.as_ref().map(share).as_ref());
    }
    let offers: [(&str, &Option<Offer>); 2] =
        [("onboarding", &partner.onboarding), ("per_tenant", &partner.per_tenant)];
    for (key, value) in offers {
        maybe(add, at(key), value.as_ref());
    }
    maybe(add, at("claw_back"), partner.claw_back_days.map(|days| format!("{days} days")).as_ref());
}

fn share(share: &Share) -> String {
    let percent = |share: kernel::Decimal| (share * kernel::Decimal::ONE_HUNDRED).normalize();
    if share.low == share.high {
        format!("{}%", percent(share.low))
    } else {
        format!("{}-{}%", percent(share.low), percent(share.high))
    }
}

fn brand(business: &Business, add: &mut impl FnMut(String, String)) {
    let brand = &business.brand;
    add("brand.name".into(), brand.name.clone());
    add("brand.colour".into(), brand.colour.clone());
    for (key, value) in [("legal", &brand.legal), ("email", &brand.email), ("website", &brand.website)] {
        maybe(add, format!("brand.{key}"), value.as_ref());
    }
    let lists = [
        ("address", &brand.address),
        ("payment", &brand.payment),
        ("required_words", &brand.required_words),
        ("deprecated_words", &brand.deprecated_words),
    ];
    for (key, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        add(format!("brand.{key}"), list.join(", "));
    }
}

fn json(path: &str, value: &Value, add: &mut impl FnMut(String, String)) {
    match value {
        Value::Object(entries) => entries.iter().for_each(|(key, value)| json(&format!("{path}.{key}"), value, add)),
        Value::String(text) => add(path.to_owned(), text.clone()),
        other => add(path.to_owned(), other.to_string()),
    }
}
