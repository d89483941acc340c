//! Internet providers: their customers counted each day, bundles taken at agreed prices.

use kernel::time::{Date, civil::date};

use super::{DemoEvent, DemoTenant, chance::Chance, days, moment};

/// Bundles a provider has taken, and what it agreed to pay a month.
type Bundles = &'static [(&'static str, &'static str)];

/// Taking a bundle is agreeing on one of it.
const BOTH: Bundles = &[("advanced_crm", "1"), ("field_operations", "1")];
const THREE: Bundles = &[("reseller_platform", "1"), ("advanced_crm", "1"), ("advanced_analytics", "1")];

pub fn tenants() -> Vec<DemoTenant> {
    vec![
        provider("prairie-wireless", "Prairie Wireless", 178, &[], &[]),
        provider(
            "valley-fiber",
            "Valley Fiber Cooperative",
            1_240,
            BOTH,
            &[("advanced_crm", "75"), ("field_operations", "150")],
        ),
        provider(
            "metro-wisp",
            "Metro WISP",
            4_350,
            THREE,
            &[("reseller_platform", "220"), ("advanced_crm", "110"), ("advanced_analytics", "60")],
        ),
        provider("lakeside-broadband", "Lakeside Broadband", 520, &[("ai_chatbot", "1")], &[("ai_chatbot", "90")]),
    ]
}

fn provider(
    name: &'static str,
    title: &'static str,
    customers: u64,
    quantities: Bundles,
    prices: Bundles,
) -> DemoTenant {
    let mut chance = Chance::new(name);
    let mut count = customers;
    let events = days()
        .map(|day| {
            // Some leave, more come.
            count = count + chance.below(customers / 150 + 2) - chance.below(customers / 250 + 1).min(count);
            counted(day, count)
        })
        .collect();
    DemoTenant { name, title, plan: "provider", start: date(2025, 8, 1), quantities, prices, events }
}

fn counted(day: Date, customers: u64) -> DemoEvent {
    DemoEvent {
        id: format!("customers-{day}"),
        kind: "customers.counted",
        at: moment(day, 11 * 3600),
        data: format!(r#"{{"customers":{customers}}}"#),
    }
}
