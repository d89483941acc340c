//! Bills and invoices for tests and for `examples/sample.rs`. Not part of the crate.

use billing::invoicing::{Bill, Costs, Inputs, Invoice, Line, LineCost, LineKind};
use kernel::{Currency, Exact, Money, Period, RoundingMode, time::TimeZone};
use model::Brand;

pub fn brand() -> Brand {
    Brand {
        name: "YourBrand Dialer".into(),
        colour: "#0b6e4f".into(),
        legal: Some("YourBrand Communications LLC".into()),
        address: ["1200 Harbor Street, Suite 400", "Wilmington, DE 19801", "United States"].map(String::from).to_vec(),
        email: Some("billing@yourbrand.example".into()),
        website: Some("yourbrand.example".into()),
        payment: ["Bank: First Example Bank, Wilmington", "Account: 000123456789", "Routing: 021000021"]
            .map(String::from)
            .to_vec(),
        required_words: Vec::new(),
        deprecated_words: Vec::new(),
    }
}

/// The call-centre text's example: ABC Solar, October 2025, 3,580.00.
pub fn dialer() -> Bill {
    let lines = vec![
        line("Platform", "platform", "Platform", "1", "500", "500"),
        line("Usage", "minutes", "Call minutes", "100000 minute minutes", "0.025", "2500"),
        line("Usage", "numbers", "Phone numbers", "10 number numbers", "3", "30"),
        line("Usage", "storage", "Recording storage", "50 GB GB", "1", "50"),
        line("Services", "support", "Support", "5 hour hours", "100", "500"),
    ];
    bill("abc-solar", "ABC Solar", "Standard", "2025-10", Currency::USD, lines)
}

pub fn dialer_costs() -> Costs {
    let cost = |line: usize, product: &str, vendor: &str, quantity: &str, price: &str, amount: &str| LineCost {
        line: Some(line),
        product: product.into(),
        vendor: Some(vendor.into()),
        quantity: exact(quantity),
        price: price.parse().ok(),
        amount: exact(amount),
        settled: settle(exact(amount), Currency::USD),
    };
    Costs {
        lines: vec![
            cost(1, "minutes", "Instacall", "100000", "0.01", "1000"),
            cost(2, "numbers", "Instacall", "10", "1", "10"),
            cost(3, "storage", "Bytworth", "50", "0.10", "5"),
        ],
        total: Money::new(101_500, Currency::USD),
        margin: Money::new(256_500, Currency::USD),
    }
}

/// As many lines as wanted, in four groups, with names of every length, tiers, a correction and a rounding line.
pub fn long(count: usize) -> Bill {
    let names = [
        "Outbound minutes, Germany mobile (Telekom, Vodafone, Telefónica) — peak hours, 60/60 increments, including number lookup",
        "SMS",
        "Dedicated inbound trunk with fail-over, Frankfurt am Main and Amsterdam, 99.95 % availability, monitored around the clock",
        "Call recording: Łódź, Čapková & Søn – Ελληνικά – Київ",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsabrechnungsgrundgebühr",
        "Number porting",
    ];
    let groups = ["Platform", "Usage", "Services", "Equipment"];
    let mut lines: Vec<Line> = (0..count)
        .map(|index| {
            let unit = if index % 3 == 1 { "" } else { " minute minutes" };
            let quantity = format!("{}{unit}", index * 7919 % 100_003);
            let amount = format!("{}.{:02}", index * 1237 % 9001, index * 37 % 100);
            let price = if index % 5 == 2 { "" } else { "0.0125" };
            line(groups[index * groups.len() / count], "p", names[index % names.len()], &quantity, price, &amount)
        })
        .collect();
    if let Some(last) = lines.last_mut() {
        last.kind = LineKind::Correction { period: month("2025-09") };
        last.description.push_str(", correction for September 2025");
        last.settled = Money::new(-4_217, Currency::EUR);
        last.amount = last.settled.exact();
    }
    lines.push(Line {
        kind: LineKind::Rounding,
        group: None,
        price: None,
        ..line("", "rounding", "Rounding", "1", "", "-0.01")
    });
    let title = "Internationale Gesellschaft für Telekommunikationsabrechnung und Forderungsmanagement mbH & Co. KG";
    let mut bill = bill("int-ges", title, "Enterprise", "2025-10", Currency::EUR, lines);
    for line in &mut bill.lines {
        line.settled.currency = Currency::EUR;
    }
    bill
}

/// More was corrected than was used.
pub fn credit() -> Bill {
    let mut minutes = line(
        "Usage",
        "minutes",
        "Call minutes, correction for September 2025",
        "-12500 minute minutes",
        "0.025",
        "-312.50",
    );
    minutes.kind = LineKind::Correction { period: month("2025-09") };
    let platform = line("Platform", "platform", "Platform", "1", "99", "99");
    bill("abc-solar", "ABC Solar", "Bronze", "2025-10", Currency::USD, vec![platform, minutes])
}

/// A currency without a minor unit.
pub fn yen() -> Bill {
    let jpy: Currency = "JPY".parse().unwrap_or(Currency::USD);
    let lines = vec![
        line("", "platform", "Platform", "1", "55000", "55000"),
        line("", "minutes", "Call minutes 通話料", "123456.5 minute minutes", "2.75", "339505.375"),
    ];
    let mut bill = bill("tokyo-denwa", "東京電話 Tokyo Denwa KK", "Gold", "2025-10", jpy, lines);
    for line in &mut bill.lines {
        line.settled = settle(line.amount, jpy);
        line.group = None;
    }
    total(bill)
}

pub fn empty() -> Bill {
    bill("abc-solar", "ABC Solar", "Standard", "2025-10", Currency::USD, Vec::new())
}

pub fn invoice(bill: Bill) -> Invoice {
    Invoice {
        id: "inv_0199f3a0c0de7000800000000000002a".parse().unwrap_or_else(|error| panic!("{error}")),
        number: "2025-000042".into(),
        issued: "2025-11-01T05:00:00Z".parse().unwrap_or_default(),
        issued_on: kernel::time::civil::date(2025, 11, 1),
        due_on: kernel::time::civil::date(2025, 11, 15),
        bill,
        inputs: Inputs {
            business_digest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
            events: 100_015,
            events_digest: "60303ae22b998861bce3b28f33eec1be".into(),
        },
    }
}

pub fn bill(tenant: &str, title: &str, plan: &str, period: &str, currency: Currency, lines: Vec<Line>) -> Bill {
    let zone = zone();
    let period = month(period);
    let last_day = period.day_after(&zone).yesterday().unwrap_or_default();
    total(Bill {
        tenant: tenant.parse().unwrap_or_else(|error| panic!("{error}")),
        title: title.into(),
        plan: plan.to_lowercase(),
        plan_title: plan.into(),
        period,
        first_day: period.first_day(&zone),
        last_day,
        currency,
        lines,
        subtotal: Money::zero(currency),
        total: Money::zero(currency),
    })
}

/// The quantity with its unit, singular and plural: `10 number numbers`.
pub fn line(group: &str, product: &str, description: &str, quantity: &str, price: &str, amount: &str) -> Line {
    let mut quantity = quantity.split(' ');
    Line {
        kind: LineKind::Charge,
        product: product.into(),
        description: description.into(),
        group: Some(group.to_owned()).filter(|group| !group.is_empty()),
        quantity: exact(quantity.next().unwrap_or_default()),
        unit: quantity.next().map(Into::into),
        unit_plural: quantity.next().map(Into::into),
        price: price.parse().ok(),
        amount: exact(amount),
        settled: settle(exact(amount), Currency::USD),
    }
}

fn total(mut bill: Bill) -> Bill {
    bill.subtotal = Money::new(bill.lines.iter().map(|line| line.settled.minor).sum(), bill.currency);
    bill.total = bill.subtotal;
    bill
}

fn settle(amount: Exact, currency: Currency) -> Money {
    Money::settle(amount, currency, RoundingMode::HalfUp).unwrap_or_else(|error| panic!("{error}"))
}

fn exact(text: &str) -> Exact {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn month(text: &str) -> Period {
    Period::parse(text, &zone()).unwrap_or_else(|error| panic!("{error}"))
}

fn zone() -> TimeZone {
    TimeZone::get("America/New_York").unwrap_or(TimeZone::UTC)
}
