//! AI teams: deployments that grow towards a plan's limit, purchases on the marketplace.

use kernel::time::{Date, civil::date};

use super::{DemoEvent, DemoTenant, chance::Chance, days, moment};

pub fn tenants() -> Vec<DemoTenant> {
    vec![
        team("finch-analytics", "Finch Analytics", "team", 71),
        team("orbit-notes", "Orbit Notes", "developer", 8),
        team("meridian-bank", "Meridian Bank AI Office", "enterprise", 430),
        team("pixel-garden", "Pixel Garden", "free", 2),
    ]
}

fn team(name: &'static str, title: &'static str, plan: &'static str, deployments: u64) -> DemoTenant {
    let mut chance = Chance::new(name);
    let mut events = Vec::new();
    for (index, day) in days().enumerate() {
        let grown = deployments * u64::try_from(index).unwrap_or(0) / 60;
        events.push(counted(day, deployments * 3 / 4 + grown + chance.below(deployments / 20 + 1)));
        if plan != "free" && chance.below(4) == 0 {
            events.push(purchased(day, chance.between(2, deployments + 10) * 49));
        }
    }
    DemoTenant { name, title, plan, start: date(2025, 9, 1), quantities: &[], prices: &[], events }
}

fn counted(day: Date, deployments: u64) -> DemoEvent {
    DemoEvent {
        id: format!("deployments-{day}"),
        kind: "deployments.counted",
        at: moment(day, 5 * 3600),
        data: format!(r#"{{"deployments":{deployments}}}"#),
    }
}

fn purchased(day: Date, amount: u64) -> DemoEvent {
    DemoEvent {
        id: format!("purchase-{day}"),
        kind: "marketplace.purchased",
        at: moment(day, 17 * 3600),
        data: format!(r#"{{"amount":"{amount}.00"}}"#),
    }
}
