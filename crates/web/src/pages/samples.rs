//! One business and its figures, for snapshots and for looking at pages in a browser.

use app::{
    bills::{DayUsage, MeterUsage},
    invoices::{InvoiceMargin, InvoiceSummary, StoredInvoice, Verification},
    reconcile::{Check, Reconciliation},
    rejected::Rejected,
    tenants::{Overview as Figures, PlanInForce, ProductFigures, Tenant, TenantFigures},
};
use billing::invoicing::{Bill, Costs, Inputs, Invoice, Line, LineCost, LineKind, Rated};
use documents::json::invoice_json;
use kernel::{
    Currency, Exact, Money, Period,
    id::{InvoiceId, RejectedId},
    time::{Date, TimeZone},
};
use model::Business;

mod gallery;
mod pages;

const BUSINESS: &str = r##"
[business]
name = "YourBrand Dialer"
currency = "USD"
timezone = "America/New_York"

[vendors]
instacall = { name = "Instacall", supplies = "minutes" }

[meters.minutes]
event = "call.completed"
sum = "billable_seconds"
unit = { name = "minute", of = 60 }

[products.minutes]
meter = "minutes"
price = "0.025"
cost = { vendor = "instacall", price = "0.01" }

[plans.standard]
products = { minutes = "0.025" }
limits = { concurrent_calls = 20, agents = 50, recordings = "unlimited" }

[brand]
name = "YourBrand Dialer"
legal = "YourBrand Communications LLC"
address = ["1200 Harbor Street, Suite 400", "Wilmington, DE 19801"]
email = "billing@yourbrand.example"
colour = "#0b6e4f"
"##;

pub fn business() -> Business {
    model::parse(BUSINESS, "business.toml").unwrap_or_else(|errors| panic!("{errors}"))
}

pub fn today() -> Date {
    day("2025-10-20")
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn line(
    product: &str,
    description: &str,
    count: &str,
    unit: Option<(&str, &str)>,
    price: Option<&str>,
    minor: i64,
) -> Line {
    Line {
        kind: LineKind::Charge,
        product: product.into(),
        description: description.into(),
        group: None,
        quantity: count.parse().unwrap(),
        unit: unit.map(|(one, _)| one.into()),
        unit_plural: unit.map(|(_, many)| many.into()),
        price: price.map(|price| price.parse().unwrap()),
        amount: usd(minor).exact(),
        settled: usd(minor),
    }
}

pub fn bill() -> Bill {
    let zone = TimeZone::get("America/New_York").unwrap();
    let period = Period::parse("2025-10", &zone).unwrap();
    let mut lines = vec![
        line("platform", "Platform", "1", None, Some("500"), 50_000),
        line("minutes", "Call minutes", "45230", Some(("minute", "minutes")), Some("0.025"), 113_075),
        line("numbers", "Phone numbers", "10", Some(("number", "numbers")), Some("3"), 3_000),
        line("storage", "Recording storage", "50.5", Some(("GB", "GB")), None, 5_050),
        line("promo", "Credit for the outage of 3 October, as agreed", "1", None, None, -2_500),
    ];
    let september = Period::parse("2025-09", &zone).unwrap();
    let mut correction = line("minutes", "Call minutes", "12", Some(("minute", "minutes")), None, 30);
    correction.kind = LineKind::Correction { period: september };
    lines.push(correction);
    Bill {
        tenant: "abc-solar".parse().unwrap(),
        title: "ABC Solar".into(),
        plan: "standard".into(),
        plan_title: "Standard".into(),
        first_day: period.first_day(&zone),
        last_day: period.day_after(&zone).yesterday().unwrap(),
        period,
        currency: Currency::USD,
        lines,
        subtotal: usd(168_655),
        total: usd(168_655),
    }
}

pub fn rated() -> Rated {
    let cost = |line: usize, product: &str, minor: i64| LineCost {
        line: Some(line),
        product: product.into(),
        vendor: Some("Instacall".into()),
        quantity: Exact::ONE,
        price: None,
        amount: usd(minor).exact(),
        settled: usd(minor),
    };
    let costs = Costs {
        lines: vec![cost(1, "minutes", 45_230), cost(2, "numbers", 1_000), cost(3, "storage", 6_200)],
        total: usd(52_430),
        margin: usd(116_225),
    };
    Rated { bill: bill(), costs }
}

pub fn tenant() -> Tenant {
    Tenant {
        name: "abc-solar".parse().unwrap(),
        title: "ABC Solar".into(),
        zone: Some("America/Denver".into()),
        created: "2025-09-01T12:00:00Z".parse().unwrap(),
        plan: Some("standard".into()),
        since: Some(day("2025-10-01")),
    }
}

pub fn plan() -> PlanInForce {
    let plan = &business().plans["standard"];
    PlanInForce { title: plan.title.clone(), limits: plan.limits.clone() }
}

pub fn usage() -> Vec<MeterUsage> {
    let quantity = |index: i64| {
        let weekend = matches!((index + 2) % 7, 5 | 6);
        if weekend { 120 + index } else { 1_400 + (index * 577) % 1_900 }
    };
    let days = (0..20).map(|index| DayUsage {
        day: day("2025-10-01").checked_add(kernel::time::Span::new().days(index)).unwrap(),
        quantity: Exact::from_whole(quantity(index).into()),
    });
    vec![MeterUsage {
        meter: "minutes".into(),
        title: "Call minutes".into(),
        unit: "minutes".into(),
        days: days.collect(),
    }]
}

pub fn summaries() -> Vec<InvoiceSummary> {
    let zone = TimeZone::get("America/New_York").unwrap();
    let one = |number: u64, month: &str, minor: i64| {
        let period = Period::parse(month, &zone).unwrap();
        InvoiceSummary {
            id: invoice_id(),
            number: format!("INV-{number:06}"),
            tenant: "abc-solar".parse().unwrap(),
            first_day: period.first_day(&zone),
            last_day: period.day_after(&zone).yesterday().unwrap(),
            issued: period.end.checked_add(kernel::time::SignedDuration::from_hours(25)).unwrap(),
            due_on: period.day_after(&zone).checked_add(kernel::time::Span::new().days(15)).unwrap(),
            period,
            total: usd(minor),
        }
    };
    vec![one(42, "2025-09", 312_240), one(17, "2025-08", 297_105), one(3, "2025-07", -2_500)]
}

fn invoice_id() -> InvoiceId {
    "inv_0199a3c27d4e700080000242ac120002".parse().unwrap()
}

pub fn invoice() -> Invoice {
    let zone = TimeZone::get("America/New_York").unwrap();
    let issued = "2025-11-02T05:00:00Z".parse::<kernel::time::Timestamp>().unwrap();
    Invoice {
        id: invoice_id(),
        number: "INV-000042".into(),
        issued,
        issued_on: issued.to_zoned(zone).date(),
        due_on: day("2025-11-16"),
        bill: bill(),
        inputs: Inputs { business_digest: "9f86".repeat(16), events: 102_417, events_digest: "3f2a".repeat(8) },
    }
}

pub fn stored() -> StoredInvoice {
    let Invoice { bill, number, issued, due_on, .. } = invoice();
    let summary = InvoiceSummary {
        id: invoice_id(),
        number,
        tenant: bill.tenant,
        period: bill.period,
        first_day: bill.first_day,
        last_day: bill.last_day,
        issued,
        due_on,
        total: bill.total,
    };
    StoredInvoice { summary, body: invoice_json(&invoice()) }
}

pub fn margin() -> InvoiceMargin {
    let lines = rated().costs.lines.into_iter().map(|cost| {
        let line = cost.line.and_then(|line| u32::try_from(line).ok());
        (line, cost.product, cost.vendor, cost.settled)
    });
    InvoiceMargin { cost: usd(52_430), margin: usd(116_225), lines: lines.collect() }
}

pub fn verification(differences: &[&str]) -> Verification {
    Verification {
        summary: stored().summary,
        events: 102_417,
        differences: differences.iter().map(|text| (*text).to_owned()).collect(),
    }
}

pub fn figures() -> Figures {
    let tenants = [
        ("abc-solar", "ABC Solar", Some("standard"), 168_655, 52_430, 102_417),
        ("harbor-dental", "Harbor Dental Group", Some("silver"), 81_240, 20_110, 41_022),
        (
            "lodz",
            "Łódź Logistics — Oddział Zachodni i Centrum Obsługi Klienta Biznesowego",
            Some("gold"),
            2_150_999,
            934_510,
            2_310_441,
        ),
        ("new-client", "New Client", None, 0, 0, 0),
        ("underwater", "Underwater Ltd", Some("bronze"), 9_900, 14_310, 8_120),
    ];
    let one = |(name, title, plan, revenue, cost, events): (&str, &str, Option<&str>, i64, i64, u64)| TenantFigures {
        name: name.parse().unwrap(),
        title: title.into(),
        plan: plan.map(str::to_owned),
        revenue: usd(revenue),
        cost: usd(cost),
        margin: usd(revenue - cost),
        events,
    };
    let product = |product: &str, title: &str, revenue: i64, cost: i64| ProductFigures {
        product: product.into(),
        title: title.into(),
        revenue: usd(revenue),
        cost: usd(cost),
        margin: usd(revenue - cost),
    };
    Figures {
        first_day: day("2025-10-01"),
        last_day: day("2025-10-31"),
        revenue: usd(2_410_794),
        cost: usd(1_021_360),
        margin: usd(1_389_434),
        tenants: 1_204,
        products: vec![
            product("minutes", "Call minutes", 1_912_044, 1_001_150),
            product("platform", "Platform", 450_000, 0),
            product("numbers", "Phone numbers", 38_700, 9_900),
            product("storage", "Recording storage", 10_050, 10_310),
        ],
        days: (1..=20i8).map(|day| (Date::constant(2025, 10, day), events_on(day))).collect(),
        page: tenants.into_iter().map(one).collect(),
        next: Some("underwater".parse().unwrap()),
        rejected: 7,
    }
}

fn events_on(day: i8) -> u64 {
    let weekend = matches!(day % 7, 4 | 5);
    let day = u64::try_from(day).unwrap();
    if weekend { 3_000 + day * 40 } else { 90_000 + day * 7_919 % 40_000 }
}

pub fn no_figures() -> Figures {
    let nothing = usd(0);
    Figures {
        revenue: nothing,
        cost: nothing,
        margin: nothing,
        tenants: 0,
        products: vec![],
        days: vec![],
        page: vec![],
        next: None,
        rejected: 0,
        ..figures()
    }
}

pub fn rejected() -> Vec<Rejected> {
    let one = |index: u8, subject: Option<&str>, id: Option<&str>, reason: &str, detail: &str, raw: &str| Rejected {
        id: format!("rej_0199a3c27d4e7000800002420000000{index}").parse::<RejectedId>().unwrap(),
        received: "2025-10-20T13:37:05Z".parse().unwrap(),
        subject: subject.map(str::to_owned),
        event_id: id.map(str::to_owned),
        reason: reason.into(),
        detail: detail.into(),
        raw: raw.into(),
        replayed: None,
        times: if index == 2 { 1_204 } else { 1 },
    };
    vec![
        one(
            1,
            Some("abc-solar"),
            Some("1759318800.4711"),
            "unknown_type",
            "no meter listens to events of type 'call.complete'",
            r#"{"specversion":"1.0","id":"1759318800.4711","type":"call.complete","source":"/pbx/1","subject":"abc-solar","data":{"billable_seconds":61}}"#,
        ),
        one(
            2,
            Some("abd-solar"),
            Some("0199a3c2-7d4e-7000-8000-0242ac120002"),
            "unknown_tenant",
            "There is no tenant 'abd-solar'.",
            "{}",
        ),
        one(3, None, None, "malformed", "'specversion' is missing; write \"1.0\".", "{\"<b>\":1}"),
    ]
}

pub fn reconciliation(differs: bool) -> Reconciliation {
    let differences = if differs {
        vec!["tenant abc-solar, 2025-10-14, series minutes: events say 3226, the running total says 3220".to_owned()]
    } else {
        Vec::new()
    };
    Reconciliation {
        checks: vec![
            Check { name: "events = running totals".into(), compared: 102_417, differences },
            Check { name: "invoice lines = total".into(), compared: 42, differences: vec![] },
            Check { name: "postings sum to zero".into(), compared: 42, differences: vec![] },
        ],
    }
}
