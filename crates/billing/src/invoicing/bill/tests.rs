use kernel::{
    RoundingMode,
    money::{Rounding, RoundingPlace},
    time::TimeZone,
};
use model::{Cadence, Call, CallTier, Fold, Level, Map, Matching, Percent, Price, Shape};
use proptest::prelude::*;

use super::*;
use crate::{
    testing::{
        any_usage, at, contract, cost, deck, dialer, empty, exact, meter, number, read, readings, said, sell, tier,
        unit, utc,
    },
    usage::{Reading, Tariff},
};

/// Description, quantity with its unit, price, settled amount.
fn printed(bill: &Bill) -> Vec<String> {
    let line = |line: &Line| {
        let unit = line.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
        let price = line.price.map(|price| format!(" at {price}")).unwrap_or_default();
        format!("{} | {}{unit}{price} | {}", line.description, line.quantity, line.settled)
    };
    bill.lines.iter().map(line).collect()
}

fn costs_of(rated: &Rated) -> Vec<(String, String)> {
    rated.costs.lines.iter().map(|cost| (cost.product.clone(), cost.settled.to_string())).collect()
}

fn october(business: &Business, readings: &Readings) -> Rated {
    let period = Period::parse("2025-10", &business.zone).unwrap();
    bill(business, &contract(), period, readings).unwrap()
}

/// What one metered product comes to at a quantity.
fn of_price(price: Price, quantity: &str) -> Rated {
    let mut business = empty();
    business.meters.insert("units".into(), meter("used", Fold::Sum("units".into()), "unit"));
    sell(&mut business, "units", Some("units"), price);
    october(&business, &readings(&[("units", quantity)]))
}

#[test]
fn the_example_bill_of_the_call_centre() {
    let usage = readings(&[("minutes", "6000000"), ("numbers", "10"), ("storage", "50"), ("support", "5")]);
    let rated = october(&dialer(), &usage);
    assert_eq!(
        printed(&rated.bill),
        [
            "Platform | 1 at 500 | 500.00",
            "Minutes | 100000 minute at 0.025 | 2500.00",
            "Numbers | 10 number at 3 | 30.00",
            "Storage | 50 GB at 1 | 50.00",
            "Support | 5 hour at 100 | 500.00",
        ]
    );
    assert_eq!((rated.bill.subtotal.to_string(), rated.bill.total.to_string()), ("3580.00".into(), "3580.00".into()));
    let lines: Vec<_> = rated.costs.lines.iter().map(|cost| (cost.line, cost.settled.to_string())).collect();
    assert_eq!(lines, [(Some(1), "1000.00".into()), (Some(2), "10.00".into()), (Some(3), "5.00".into())]);
    assert_eq!(rated.costs.lines[0].vendor.as_deref(), Some("instacall"));
    assert_eq!((rated.costs.total.to_string(), rated.costs.margin.to_string()), ("1015.00".into(), "2565.00".into()));
    assert_eq!(
        (rated.bill.first_day, rated.bill.last_day),
        ("2025-10-01".parse().unwrap(), "2025-10-31".parse().unwrap())
    );
}

#[test]
fn nothing_used_is_lines_of_zero() {
    let rated = october(&dialer(), &Readings::default());
    assert_eq!(
        printed(&rated.bill),
        [
            "Platform | 1 at 500 | 500.00",
            "Minutes | 0 minute at 0.025 | 0.00",
            "Numbers | 0 number at 3 | 0.00",
            "Storage | 0 GB at 1 | 0.00",
            "Support | 0 hour at 100 | 0.00",
        ]
    );
    assert_eq!(rated.costs.total.minor, 0);
}

#[test]
fn a_one_off_falls_due_where_the_contract_starts() {
    let business = dialer();
    let starting = Contract { start: "2025-10-31".parse().unwrap(), ..contract() };
    let of = |period: &str| {
        let period = Period::parse(period, &business.zone).unwrap();
        bill(&business, &starting, period, &Readings::default()).unwrap()
    };
    assert_eq!(printed(&of("2025-10").bill)[5], "Setup | 1 at 1500 | 1500.00");
    assert_eq!(costs_of(&of("2025-10"))[3], ("setup".into(), "200.00".into()));
    assert_eq!(of("2025-11").bill.lines.len(), 5);
    // Nothing is due before the contract starts.
    assert_eq!(of("2025-09").bill.total.minor, 0);
}

/// List prices per node and year of the four tiers, with the volume discounts of the text.
fn nodes(list: &str) -> Business {
    let mut business = empty();
    let list = number(list);
    let step = |upto: Option<&str>, percent: i64| model::Tier {
        each: list * (Decimal::ONE - Decimal::new(percent, 2)),
        ..tier(upto, "0", "0")
    };
    let tiers = vec![step(Some("99"), 0), step(Some("999"), 10), step(Some("9999"), 20), step(None, 30)];
    let price = Price {
        cadence: Cadence::Months(12),
        per: Some("node".into()),
        ..Price::of(Shape::Volume { tiers, list: Some(list) })
    };
    sell(&mut business, "nodes", None, price);
    business
}

#[test]
fn nodes_at_the_edges_of_their_discounts() {
    let table = [
        ("500", ["49500", "45000", "449550", "400000", "3999600", "3500000"]),
        ("1500", ["148500", "135000", "1348650", "1200000", "11998800", "10500000"]),
        ("3500", ["346500", "315000", "3146850", "2800000", "27997200", "24500000"]),
        ("5000", ["495000", "450000", "4495500", "4000000", "39996000", "35000000"]),
    ];
    for (list, expected) in table {
        let business = nodes(list);
        for (count, amount) in ["99", "100", "999", "1000", "9999", "10000"].into_iter().zip(expected) {
            let quantities = [("nodes".to_owned(), number(count))].into_iter().collect();
            let agreed = Contract { quantities, start: "2024-10-07".parse().unwrap(), ..contract() };
            let bill = bill(&business, &agreed, utc("2025-10"), &Readings::default()).unwrap().bill;
            assert_eq!(bill.total.to_string(), format!("{amount}.00"), "{count} nodes at {list}");
        }
    }
    let agreed = Contract { quantities: [("nodes".to_owned(), number("150"))].into_iter().collect(), ..contract() };
    let of = |period: &str| bill(&nodes("500"), &agreed, utc(period), &Readings::default()).unwrap().bill;
    assert_eq!(printed(&of("2025-01")), ["Nodes, 10% volume discount | 150 node at 450.00 | 67500.00"]);
    assert_eq!(printed(&of("2025-02")), [""; 0]);
    assert_eq!(of("2025").total.to_string(), "67500.00");
}

#[test]
fn a_year_of_monthly_fees() {
    let mut business = empty();
    sell(&mut business, "platform", None, unit("500"));
    sell(&mut business, "seats", None, Price { per: Some("seat".into()), included: number("2"), ..unit("10") })
        .quantity = number("5");
    let bill = bill(&business, &contract(), utc("2025"), &Readings::default()).unwrap().bill;
    assert_eq!(
        printed(&bill),
        [
            "Platform, 12 months | 12 at 500 | 6000.00",
            "Seats, included, 12 months | 24 seat at 0 | 0.00",
            "Seats, 12 months | 36 seat at 10 | 360.00",
        ]
    );
}

#[test]
fn optional_products_and_agreed_quantities() {
    let mut business = empty();
    sell(&mut business, "bundle", None, unit("150")).optional = true;
    sell(&mut business, "seats", None, Price { per: Some("seat".into()), ..unit("8") }).quantity = number("3");
    let of = |quantities: &[(&str, &str)]| {
        let quantities: Map<Decimal> =
            quantities.iter().map(|(key, value)| ((*key).to_owned(), number(value))).collect();
        let bill = bill(&business, &Contract { quantities, ..contract() }, utc("2025-10"), &Readings::default());
        printed(&bill.unwrap().bill)
    };
    assert_eq!(of(&[]), ["Seats | 3 seat at 8 | 24.00"]);
    assert_eq!(of(&[("bundle", "1"), ("seats", "0")]), ["Bundle | 1 at 150 | 150.00", "Seats | 0 seat at 8 | 0.00"]);
    assert_eq!(of(&[("bundle", "0")]), ["Seats | 3 seat at 8 | 24.00"]);
}

#[test]
fn each_tier_is_a_line() {
    let tiers = vec![tier(Some("1000"), "0.10", "0"), tier(Some("10000"), "0.05", "0"), tier(None, "0.01", "0")];
    assert_eq!(
        printed(&of_price(Price::of(Shape::Graduated(tiers)), "15000").bill),
        [
            "Units, first 1,000 | 1000 unit at 0.10 | 100.00",
            "Units, 1,001–10,000 | 9000 unit at 0.05 | 450.00",
            "Units, above 10,000 | 5000 unit at 0.01 | 50.00",
        ]
    );
    let flat = vec![tier(Some("5"), "0", "100"), tier(Some("10"), "0", "50"), tier(None, "5", "3")];
    let graduated = Price::of(Shape::Graduated(flat.clone()));
    assert_eq!(
        printed(&of_price(graduated.clone(), "12").bill),
        [
            "Units, first 5, flat fee | 5 unit | 100.00",
            "Units, 6–10, flat fee | 5 unit | 50.00",
            "Units, above 10 | 2 unit at 5 | 10.00",
            "Units, above 10, flat fee | 1 | 3.00",
        ]
    );
    assert_eq!(printed(&of_price(graduated, "0").bill), ["Units, first 5, flat fee | 0 unit | 100.00"]);
    let volume = Price::of(Shape::Volume { tiers: flat, list: None });
    assert_eq!(printed(&of_price(volume.clone(), "3").bill), ["Units, flat fee | 3 unit | 100.00"]);
    assert_eq!(printed(&of_price(volume, "12").bill), ["Units | 12 unit at 5 | 60.00", "Units, flat fee | 1 | 3.00"]);
}

#[test]
fn packages_say_how_many_there_are() {
    let price = || Price::of(Shape::Package { size: number("10"), price: number("15") });
    assert_eq!(printed(&of_price(price(), "17").bill), ["Units, 2 packages of 10 | 17 unit | 30.00"]);
    assert_eq!(printed(&of_price(price(), "5").bill), ["Units, 1 package of 10 | 5 unit | 15.00"]);
    assert_eq!(printed(&of_price(price(), "0").bill), ["Units | 0 unit | 0.00"]);
}

#[test]
fn included_units_and_the_bounds_of_a_line() {
    let price = |included: &str| Price { included: number(included), ..unit("0.5") };
    assert_eq!(
        printed(&of_price(price("100"), "140").bill),
        ["Units, included | 100 unit at 0 | 0.00", "Units | 40 unit at 0.5 | 20.00"]
    );
    assert_eq!(printed(&of_price(price("100"), "60").bill), ["Units, included | 60 unit at 0 | 0.00"]);
    assert_eq!(printed(&of_price(price("100"), "0").bill), ["Units | 0 unit at 0.5 | 0.00"]);
    let held = Price { min: Some(number("15")), max: Some(number("30")), ..unit("0.5") };
    let lines = |quantity: &str| printed(&of_price(held.clone(), quantity).bill);
    assert_eq!(lines("10"), ["Units | 10 unit at 0.5 | 5.00", "Units, minimum | 1 | 10.00"]);
    assert_eq!(lines("40"), ["Units | 40 unit at 0.5 | 20.00"]);
    assert_eq!(lines("90"), ["Units | 90 unit at 0.5 | 45.00", "Units, maximum | 1 | -15.00"]);
}

#[test]
fn a_deck_has_a_line_for_each_row_used() {
    let mut business = empty();
    business.meters.insert("calls".into(), meter("call", Fold::Sum("seconds".into()), "minute"));
    business.meters.get_mut("calls").unwrap().unit.of = number("60");
    let per_call = Shape::Call(Call {
        connect: number("0.01"),
        connect_at_zero: false,
        tiers: vec![CallTier { from: number("0"), rate: number("0.05"), per: number("60"), increment: number("1") }],
        min: None,
        max: None,
    });
    let rows = [("1", Shape::Unit(number("0.02"))), ("44", per_call), ("49", Shape::Unit(number("0.03")))];
    let price = Price {
        included: number("0"),
        ..Price::of(deck("to", Matching::Prefix, &rows, Some(Shape::Unit(number("1")))))
    };
    sell(&mut business, "calls", Some("calls"), price).cost = cost(Some("carrier"), unit("0.01"));
    let call = |id: &str, to: &str, seconds: u32| {
        said("call", id, "2025-10-09T10:00:00Z", &format!(r#"{{"to": "{to}", "seconds": {seconds}}}"#))
    };
    let tariff = Tariff::new(&business, &contract()).unwrap();
    let events = [call("a", "12125550100", 600), call("b", "4479", 90), call("c", "4420", 30), call("d", "7", 60)];
    let rated = october(&business, &read(&tariff, utc("2025-10"), &events).unwrap());
    assert_eq!(
        printed(&rated.bill),
        [
            "Calls, to 1… | 10 minute at 0.02 | 0.20",
            "Calls, to 44… | 2 minute | 0.12",
            "Calls, other | 1 minute at 1 | 1.00",
        ]
    );
    let cost = &rated.costs.lines[0];
    assert_eq!((cost.line, cost.quantity, cost.settled.to_string()), (Some(0), exact("13"), "0.13".into()));
    assert_eq!(printed(&october(&business, &Readings::default()).bill), ["Calls | 0 minute | 0.00"]);
}

#[test]
fn included_units_are_taken_off_the_rows_in_order() {
    let rows = [("a", Shape::Unit(number("1"))), ("b", Shape::Unit(number("2")))];
    let price = Price { included: number("15"), ..Price::of(deck("zone", Matching::Exact, &rows, None)) };
    let mut business = empty();
    business.meters.insert("units".into(), meter("used", Fold::Sum("units".into()), "unit"));
    sell(&mut business, "units", Some("units"), price);
    let used = readings(&[("units", "30"), ("units/price/a", "10"), ("units/price/b", "20")]);
    assert_eq!(
        printed(&october(&business, &used).bill),
        ["Units, included | 15 unit at 0 | 0.00", "Units, b | 15 unit at 2 | 30.00"]
    );
}

#[test]
fn a_percentage_with_a_free_allotment_is_rated_in_order() {
    let percent = Percent {
        rate: number("0.0299"),
        fixed: number("0"),
        min: Some(number("1.75")),
        max: Some(number("12")),
        free_events: Some(2),
        free_value: None,
    };
    let mut business = empty();
    business.meters.insert("payments".into(), meter("paid", Fold::Sum("amount".into()), "dollar"));
    sell(&mut business, "payments", Some("payments"), Price::of(Shape::Percent(percent)));
    let tariff = Tariff::new(&business, &contract()).unwrap();
    let paid = |id: &str, day: u32, amount: u32| {
        said("paid", id, &format!("2025-10-{day:02}T00:00:00Z"), &format!(r#"{{"amount": {amount}}}"#))
    };
    let events = [paid("c", 3, 10_000), paid("a", 1, 10), paid("b", 2, 80)];
    let rated = october(&business, &read(&tariff, utc("2025-10"), &events).unwrap());
    assert_eq!(printed(&rated.bill), ["Payments | 10090 dollar | 12.00"]);
}

#[test]
fn a_level_is_charged_by_its_average() {
    let mut business = empty();
    let fold = Fold::TimeWeighted { attribute: "gb".into(), each: Level::Change };
    business.meters.insert("disk".into(), meter("disk", fold, "GB"));
    sell(&mut business, "disk", Some("disk"), unit("1"));
    let of = |carried: &str, listed: &[(&str, &str)]| {
        let listed = listed.iter().map(|(time, value)| (at(time), number(value))).collect();
        let reading = Reading { carried: number(carried), listed, ..Reading::default() };
        printed(&october(&business, &Readings([("disk".to_owned(), reading)].into_iter().collect())).bill)
    };
    assert_eq!(of("10", &[("2025-10-16T12:00:00Z", "10")]), ["Disk | 15 GB at 1 | 15.00"]);
    assert_eq!(of("0", &[("2025-10-16T12:00:00Z", "-10")]), ["Disk | 0 GB at 1 | 0.00"]);
}

#[test]
fn rounding_once_or_by_line() {
    let mut business = empty();
    for product in ["a", "b", "c"] {
        sell(&mut business, product, None, unit("0.333")).cost = cost(None, unit("0.335"));
    }
    let once = october(&business, &Readings::default());
    assert_eq!(once.bill.total.to_string(), "1.00");
    assert_eq!(printed(&once.bill)[3], "Rounding | 1 | 0.01");
    assert_eq!(once.bill.lines[3].kind, LineKind::Rounding);
    // 3 × 0.34, whatever the rule of the bill.
    assert_eq!((once.costs.total.minor, once.costs.margin.minor), (102, -2));
    business.options.rounding = Rounding { mode: RoundingMode::HalfUp, place: RoundingPlace::Line };
    let by_line = october(&business, &Readings::default());
    assert_eq!((by_line.bill.total.to_string(), by_line.bill.lines.len()), ("0.99".into(), 3));
}

#[test]
fn what_costs_us_without_being_charged_has_no_line() {
    let mut business = empty();
    let yearly = Price { cadence: Cadence::Months(12), ..unit("120") };
    sell(&mut business, "certificate", None, yearly).cost = cost(Some("registrar"), unit("2"));
    let rated = october(&business, &Readings::default());
    assert_eq!(printed(&rated.bill), [""; 0]);
    assert_eq!((rated.costs.lines[0].line, rated.costs.total.minor, rated.costs.margin.minor), (None, 200, -200));
}

#[test]
fn a_product_with_only_a_cost_is_nothing_a_client_reads() {
    let text = r#"
        [business]
        name = "Shop"
        currency = "USD"
        timezone = "UTC"
        [vendors]
        carrier = { name = "Carrier" }
        [meters.legs]
        event = "leg.used"
        sum = "seconds"
        [products.platform]
        price = "10/month"
        [products.legs]
        meter = "legs"
        cost = { vendor = "carrier", price = "0.01" }
        [plans.all]
        products = ["platform", "legs"]
    "#;
    let business = model::parse(text, "shop.toml").unwrap();
    let contract = model::Contract { plan: "all".into(), ..contract() };
    let period = Period::parse("2025-10", &business.zone).unwrap();
    let rated = bill(&business, &contract, period, &readings(&[("legs", "300")])).unwrap();
    assert_eq!(printed(&rated.bill), ["Platform | 1 at 10 | 10.00"]);
    assert_eq!(costs_of(&rated), [("legs".to_owned(), "3.00".to_owned())]);
}

#[test]
fn what_cannot_be_rated_is_an_error_with_the_product() {
    let bounded = vec![tier(Some("10"), "1", "0")];
    let mut business = empty();
    business.meters.insert("units".into(), meter("used", Fold::Sum("units".into()), "unit"));
    sell(&mut business, "units", Some("units"), Price::of(Shape::Graduated(bounded)));
    let error = bill(&business, &contract(), utc("2025-10"), &readings(&[("units", "11")])).unwrap_err();
    assert_eq!(error.to_string(), "product 'units' cannot be rated: no price applies");
    let huge = readings(&[("units", "9000000000000000000000000000")]);
    business.plans.get_mut("standard").unwrap().products.get_mut("units").unwrap().price =
        model::Offer::Fixed(unit("1000"));
    assert_eq!(bill(&business, &contract(), utc("2025-10"), &huge).unwrap_err(), BillError::OutOfRange("units".into()));
    let elsewhere = Contract { plan: "gold".into(), ..contract() };
    assert!(matches!(bill(&business, &elsewhere, utc("2025-10"), &huge), Err(BillError::Tariff(_))));
}

#[test]
fn the_tenants_own_zone_cuts_the_days() {
    let zone = TimeZone::get("Africa/Lagos").unwrap();
    let agreed = Contract { zone: Some(zone.clone()), start: "2025-10-01".parse().unwrap(), ..contract() };
    let period = Period::parse("2025-10", &zone).unwrap();
    let bill = bill(&dialer(), &agreed, period, &Readings::default()).unwrap().bill;
    assert_eq!((bill.first_day.to_string(), bill.last_day.to_string()), ("2025-10-01".into(), "2025-10-31".into()));
    assert_eq!(bill.lines.last().unwrap().product, "setup");
}

proptest! {
    #[test]
    fn settled_lines_add_up_to_the_total((business, readings) in any_usage()) {
        let rated = bill(&business, &contract(), utc("2025-10"), &readings).unwrap();
        let sum: i64 = rated.bill.lines.iter().map(|line| line.settled.minor).sum();
        prop_assert_eq!(sum, rated.bill.total.minor);
        let costs: i64 = rated.costs.lines.iter().map(|cost| cost.settled.minor).sum();
        prop_assert_eq!(costs, rated.costs.total.minor);
        prop_assert_eq!(rated.costs.margin.minor, rated.bill.total.minor - rated.costs.total.minor);
        for cost in &rated.costs.lines {
            let line = &rated.bill.lines[cost.line.unwrap()];
            prop_assert_eq!(&line.product, &cost.product);
        }
    }

    #[test]
    fn a_price_on_a_line_times_its_quantity_is_its_amount((business, readings) in any_usage()) {
        let bill = bill(&business, &contract(), utc("2025-10"), &readings).unwrap().bill;
        for line in &bill.lines {
            if let Some(price) = line.price {
                prop_assert_eq!(line.quantity.times(price.into()).unwrap(), line.amount);
            }
        }
        // The charge lines that have a unit show all that was used, each unit once.
        for (key, meter) in &business.meters {
            let shown = Exact::sum(bill.lines.iter().filter(|line| line.product == *key && line.unit.is_some()).map(|line| line.quantity));
            prop_assert_eq!(shown.unwrap(), readings.quantity(key).over(meter.unit.of.into()).unwrap());
        }
    }

    #[test]
    fn nothing_used_is_never_a_credit((business, _) in any_usage()) {
        let bill = bill(&business, &contract(), utc("2025-10"), &Readings::default()).unwrap().bill;
        prop_assert!(bill.total.minor >= 0);
        let below = |line: &&Line| line.settled.minor < 0 && !matches!(line.kind, LineKind::Maximum | LineKind::Rounding);
        prop_assert!(bill.lines.iter().find(below).is_none());
    }
}
