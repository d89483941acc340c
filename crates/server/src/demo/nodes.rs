//! Node licences: bought by the year, in quantities around the discounts; one maker of hardware that sells with us.

use kernel::time::{Date, civil::date};

use super::{DemoEvent, DemoTenant, chance::Chance, days, moment};

pub fn tenants() -> Vec<DemoTenant> {
    let nodes = |name, title, plan, start, quantities| DemoTenant {
        name,
        title,
        plan,
        start,
        quantities,
        prices: &[],
        events: vec![],
    };
    let mut maker = nodes("northgate-systems", "Northgate Systems", "hardware_alliance", date(2025, 7, 1), &[]);
    maker.events = sales(maker.name);
    vec![
        // Contracts begin in October, so that the year's licences are on October's invoice.
        nodes("riverbank-credit", "Riverbank Credit Union", "essential", date(2025, 10, 1), &[("nodes", "95")]),
        nodes("summit-grid", "Summit Grid Operators", "professional", date(2025, 10, 1), &[("nodes", "640")]),
        nodes("aurora-health", "Aurora Health Network", "enterprise", date(2024, 10, 1), &[("nodes", "1200")]),
        nodes("federal-archive", "Federal Archive Service", "government", date(2025, 4, 1), &[("nodes", "250")]),
        maker,
    ]
}

fn sales(name: &str) -> Vec<DemoEvent> {
    let mut chance = Chance::new(name);
    days().step_by(2).map(|day| sold(day, chance.between(8, 60) * 1250)).collect()
}

fn sold(day: Date, amount: u64) -> DemoEvent {
    DemoEvent {
        id: format!("hardware-{day}"),
        kind: "hardware.sold",
        at: moment(day, 16 * 3600),
        data: format!(r#"{{"amount":"{amount}.00"}}"#),
    }
}
