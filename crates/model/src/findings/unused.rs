//! What leads nowhere: plans that sell nothing, products nobody can buy, meters nobody prices, ranges nobody picked.

use super::{Finding, FindingKind};
use crate::{Business, Offer};

pub(super) fn find(business: &Business, found: &mut Vec<Finding>) {
    for (name, plan) in &business.plans {
        if plan.products.is_empty() {
            found.push(Finding::new(
                FindingKind::EmptyPlan,
                format!("plans.{name}"),
                format!("plan '{name}' sells nothing"),
                "give it 'products', or take it out",
            ));
        }
        for (product, sold) in &plan.products {
            if let (Offer::Range { .. }, false, false) = (&sold.price, sold.optional, plan.custom) {
                found.push(Finding::new(
                    FindingKind::UnpickedRange,
                    format!("plans.{name}.products.{product}"),
                    format!(
                        "plan '{name}': '{product}' costs {}, so nobody can be billed before a contract picks",
                        sold.price
                    ),
                    "state one price here, make it 'optional', or make the plan 'custom'",
                ));
            }
        }
    }
    for name in business.products.keys().filter(|name| !business.plans.values().any(|p| p.products.contains_key(*name)))
    {
        found.push(Finding::new(
            FindingKind::UnsoldProduct,
            format!("products.{name}"),
            format!("product '{name}' is in no plan, so nobody can buy it"),
            "add it to a plan, perhaps with 'optional', or take it out",
        ));
    }
    for name in business.meters.keys() {
        let priced = business.products.values().any(|product| product.meter.as_ref() == Some(name));
        let limits = business.plans.values().any(|plan| plan.limits.contains_key(name));
        if !priced && !limits {
            found.push(Finding::new(
                FindingKind::UnpricedMeter,
                format!("meters.{name}"),
                format!("meter '{name}' is measured, and nothing prices or limits it"),
                "give a product this 'meter', or a plan a limit of its name, or take it out",
            ));
        }
    }
}
