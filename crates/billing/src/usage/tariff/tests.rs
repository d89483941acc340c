use kernel::{Exact, time::TimeZone};
use model::{Business, Call, CallTier, Fold, Matching, Offer, Percent, Price, Shape};

use super::*;
use crate::{
    testing::{contract, deck, dialer, empty, meter, number, read, said, sell, unit, utc},
    usage::{Attributes, Carry, SeriesKind},
};

fn per_minute(rate: &str) -> Shape {
    let tier = CallTier { from: number("0"), rate: number(rate), per: number("60"), increment: number("1") };
    Shape::Call(Call { connect: number("0"), connect_at_zero: false, tiers: vec![tier], min: None, max: None })
}

fn calls() -> Business {
    let mut business = empty();
    business.meters.insert("calls".into(), meter("call", Fold::Sum("seconds".into()), "second"));
    business
}

fn keys(tariff: &Tariff) -> Vec<&str> {
    tariff.series().iter().map(|series| series.key.as_str()).collect()
}

fn measure(tariff: &Tariff, kind: &str, data: &str) -> Result<Vec<(String, String)>, Refusal> {
    let attributes = Attributes::parse(data).unwrap();
    let event = Event { kind, id: "1", at: "2025-10-05T12:00:00Z".parse().unwrap(), attributes: &attributes };
    let mut measures = Vec::new();
    let result = tariff.measure(&event, &mut measures);
    assert!(result.is_ok() || measures.is_empty(), "a refusal leaves nothing behind");
    result?;
    let named = |measure: &Measure<'_>| {
        let value = measure.member.as_ref().map_or_else(|| measure.value.normalize().to_string(), ToString::to_string);
        (tariff.series()[measure.series].key.clone(), value)
    };
    Ok(measures.iter().map(named).collect())
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn every_meter_of_the_file_has_its_series_sold_or_not() {
    let mut business = dialer();
    business.meters.insert("agents".into(), meter("agent.seen", Fold::Unique("agent".into()), "agent"));
    let tariff = Tariff::new(&business, &contract()).unwrap();
    assert_eq!(keys(&tariff), ["minutes", "numbers", "storage", "support", "agents"]);
    assert!(tariff.listens_to("agent.seen") && !tariff.listens_to("agent"));
    assert_eq!(measure(&tariff, "agent.seen", r#"{"agent": 7}"#).unwrap(), pairs(&[("agents", "7")]));
    assert_eq!(measure(&tariff, "nothing", "{}"), Err(Refusal::NoMeter("nothing".into())));
}

#[test]
fn increments_are_applied_before_anything_is_added() {
    let tariff = Tariff::new(&dialer(), &contract()).unwrap();
    let seconds = |text: &str| measure(&tariff, "call.completed", &format!(r#"{{"billable_seconds": {text}}}"#));
    assert_eq!(seconds("61").unwrap(), pairs(&[("minutes", "120")]));
    assert_eq!(seconds("\"59.5\"").unwrap(), pairs(&[("minutes", "60")]));
    assert_eq!(seconds("0").unwrap(), pairs(&[("minutes", "0")]));
}

#[test]
fn what_cannot_be_measured_is_refused_with_its_reason() {
    let tariff = Tariff::new(&dialer(), &contract()).unwrap();
    for (kind, data, reason) in [
        ("call.completed", r#"{}"#, "attribute 'billable_seconds' is missing, and meter 'minutes' needs it"),
        (
            "call.completed",
            r#"{"billable_seconds": null}"#,
            "attribute 'billable_seconds' is missing, and meter 'minutes' needs it",
        ),
        (
            "call.completed",
            r#"{"billable_seconds": "NaN"}"#,
            "attribute 'billable_seconds' is 'NaN', and meter 'minutes' needs a number",
        ),
        (
            "call.completed",
            r#"{"billable_seconds": [1]}"#,
            "attribute 'billable_seconds' is 'an array', and meter 'minutes' needs a number",
        ),
        (
            "call.completed",
            r#"{"billable_seconds": -1}"#,
            "attribute 'billable_seconds' is '-1', and meter 'minutes' needs a number of zero or more",
        ),
        (
            "call.completed",
            r#"{"billable_seconds": 1e16}"#,
            "the amount of the event is out of range for meter 'minutes'",
        ),
        (
            "call.completed",
            r#"{"billable_seconds": 0.0000000001}"#,
            "the amount of the event is out of range for meter 'minutes'",
        ),
        (
            "number.active",
            r#"{"number": {}}"#,
            "attribute 'number' is 'an object', and meter 'numbers' needs a text, a number, true or false",
        ),
        (
            "number.active",
            r#"{"number": "a\u0000"}"#,
            "attribute 'number' is 'a\0', and meter 'numbers' needs a text, a number, true or false",
        ),
    ] {
        assert_eq!(measure(&tariff, kind, data).unwrap_err().to_string(), reason);
    }
    let long = format!(r#"{{"number": "{}"}}"#, "9".repeat(300));
    assert!(measure(&tariff, "number.active", &long).unwrap_err().to_string().len() < 200);
}

#[test]
fn a_filter_passes_an_event_over_without_refusing_it() {
    let mut business = calls();
    let only =
        model::Filter { attribute: "call.direction".into(), values: vec!["out".into(), "7".into(), "true".into()] };
    business.meters.get_mut("calls").unwrap().only = vec![only];
    let tariff = Tariff::new(&business, &contract()).unwrap();
    for (direction, counts) in
        [("\"out\"", true), ("7", true), ("true", true), ("\"in\"", false), ("null", false), ("{}", false)]
    {
        let data = format!(r#"{{"call": {{"direction": {direction}}}, "seconds": 5}}"#);
        assert_eq!(measure(&tariff, "call", &data).unwrap().len(), usize::from(counts), "{direction}");
    }
    assert_eq!(measure(&tariff, "call", "{}").unwrap(), []);
}

#[test]
fn a_deck_of_quantities_splits_the_meter_by_row() {
    let mut business = calls();
    let rows = [("44", Shape::Unit(number("0.01"))), ("447", Shape::Unit(number("0.02")))];
    let price = Price::of(deck("to", Matching::Prefix, &rows, None));
    let otherwise = Some(Shape::Unit(number("0.001")));
    sell(&mut business, "calls", Some("calls"), price).cost = crate::testing::cost(
        None,
        Price::of(deck("trunk", Matching::Exact, &[("a/b", Shape::Unit(number("0.001")))], otherwise)),
    );
    let tariff = Tariff::new(&business, &contract()).unwrap();
    assert_eq!(keys(&tariff), ["calls", "calls/price/44", "calls/price/447", "calls/cost/a%2Fb", "calls/cost/*"]);
    let call = |data: &str| measure(&tariff, "call", data);
    assert_eq!(
        call(r#"{"seconds": 9, "to": "4479", "trunk": "a/b"}"#).unwrap(),
        pairs(&[("calls", "9"), ("calls/price/447", "9"), ("calls/cost/a%2Fb", "9")])
    );
    assert_eq!(
        call(r#"{"seconds": 9, "to": 4420}"#).unwrap(),
        pairs(&[("calls", "9"), ("calls/price/44", "9"), ("calls/cost/*", "9")])
    );
    assert_eq!(
        call(r#"{"seconds": 9, "to": "1"}"#).unwrap_err().to_string(),
        "no price matches: product 'calls', to = '1'"
    );
    assert_eq!(
        call(r#"{"seconds": 9}"#).unwrap_err().to_string(),
        "attribute 'to' is missing, and meter 'calls' needs it"
    );
}

#[test]
fn only_products_in_force_can_leave_an_event_unrated() {
    let mut business = calls();
    let price = Price::of(deck("to", Matching::Exact, &[("44", Shape::Unit(number("1")))], None));
    sell(&mut business, "calls", Some("calls"), price).optional = true;
    let mut agreed = contract();
    let without = Tariff::new(&business, &agreed).unwrap();
    assert_eq!(measure(&without, "call", r#"{"seconds": 9, "to": "1"}"#).unwrap(), pairs(&[("calls", "9")]));
    agreed.quantities.insert("calls".into(), number("1"));
    let with = Tariff::new(&business, &agreed).unwrap();
    assert!(measure(&with, "call", r#"{"seconds": 9, "to": "1"}"#).is_err());
    assert_ne!(Tariff::key(&business, &contract()), Tariff::key(&business, &agreed));
}

#[test]
fn a_price_for_each_event_adds_scaled_amounts() {
    let mut business = calls();
    let rows = [("44", per_minute("0.05")), ("1", Shape::Unit(number("0.01")))];
    sell(&mut business, "calls", Some("calls"), Price::of(deck("to", Matching::Prefix, &rows, None))).cost =
        crate::testing::cost(None, Price::of(per_minute("0.01")));
    let tariff = Tariff::new(&business, &contract()).unwrap();
    assert_eq!(keys(&tariff), ["calls", "calls/price/44", "calls/quantity/44", "calls/price/1", "calls/cost"]);
    let events = [
        said("call", "a", "2025-10-05T12:00:00Z", r#"{"seconds": 7, "to": "44"}"#),
        said("call", "b", "2025-10-05T12:00:00Z", r#"{"seconds": 1, "to": "44"}"#),
        said("call", "c", "2025-10-05T12:00:00Z", r#"{"seconds": 2, "to": "1"}"#),
    ];
    let readings = read(&tariff, utc("2025-10"), &events).unwrap();
    let quantities: Vec<_> = readings.0.iter().map(|(key, reading)| (key.as_str(), reading.quantity)).collect();
    assert_eq!(
        quantities,
        [
            ("calls", Exact::from(10)),
            ("calls/cost", Exact::ratio(1, 600).unwrap()),
            ("calls/price/1", Exact::from(2)),
            ("calls/price/44", Exact::ratio(8, 1200).unwrap()),
            ("calls/quantity/44", Exact::from(8)),
        ]
    );
}

#[test]
fn a_free_allotment_keeps_the_values_one_by_one() {
    let mut business = calls();
    let percent = Percent {
        rate: number("0.0299"),
        fixed: number("0"),
        min: None,
        max: None,
        free_events: Some(2),
        free_value: None,
    };
    sell(&mut business, "calls", Some("calls"), Price::of(Shape::Percent(percent)));
    let tariff = Tariff::new(&business, &contract()).unwrap();
    let listed = tariff.series().iter().find(|series| series.key == "calls/price").unwrap();
    assert_eq!((listed.kind, listed.carry), (SeriesKind::Listed, Carry::Nothing));
}

#[test]
fn what_a_price_cannot_mean_is_refused_before_any_event() {
    let unique = || meter("call", Fold::Unique("id".into()), "caller");
    let mut business = calls();
    business.meters.insert("callers".into(), unique());
    sell(&mut business, "callers", Some("callers"), Price::of(per_minute("0.05")));
    let wrong = Tariff::new(&business, &contract()).unwrap_err();
    assert!(matches!(wrong, TariffError::NotPerEvent { .. }), "{wrong}");

    let mut business = calls();
    sell(&mut business, "calls", Some("calls"), Price { included: number("10"), ..Price::of(per_minute("0.05")) });
    assert_eq!(Tariff::new(&business, &contract()).unwrap_err(), TariffError::IncludedPerEvent("calls".into()));

    let mut business = calls();
    sell(&mut business, "calls", None, Price::of(per_minute("0.05")));
    assert_eq!(Tariff::new(&business, &contract()).unwrap_err(), TariffError::NoMeter("calls".into()));

    let mut business = calls();
    sell(&mut business, "calls", Some("call"), unit("1"));
    assert!(matches!(Tariff::new(&business, &contract()).unwrap_err(), TariffError::NoSuchMeter { .. }));
}

#[test]
fn a_contract_picks_inside_the_range_and_names_only_what_the_plan_has() {
    let mut business = empty();
    let range = Offer::Range { low: unit("100"), high: unit("300") };
    sell(&mut business, "hosting", None, unit("100")).price = range;
    sell(&mut business, "fixed", None, unit("5"));
    let refused = |change: &dyn Fn(&mut model::Contract)| {
        let mut agreed = contract();
        agreed.prices.insert("hosting".into(), number("150"));
        change(&mut agreed);
        Tariff::new(&business, &agreed).map(|_| ()).map_err(|error| error.to_string())
    };
    assert_eq!(refused(&|_| {}), Ok(()));
    assert_eq!(
        refused(&|agreed| {
            agreed.prices.insert("fixed".into(), number("5.00"));
        }),
        Ok(())
    );
    for (change, reason) in [
        (
            &(|agreed: &mut model::Contract| agreed.plan = "gold".into()) as &dyn Fn(&mut model::Contract),
            "plan 'gold' is not in the business file",
        ),
        (
            &|agreed| agreed.prices.clear(),
            "product 'hosting' is priced by a range, 100 to 300: the contract must pick a price inside it",
        ),
        (
            &|agreed| {
                agreed.prices.insert("hosting".into(), number("301"));
            },
            "the price 301 of product 'hosting' lies outside the range 100 to 300",
        ),
        (
            &|agreed| {
                agreed.prices.insert("fixed".into(), number("6"));
            },
            "the plan fixes the price of product 'fixed': the contract cannot pick another",
        ),
        (
            &|agreed| {
                agreed.quantities.insert("boat".into(), number("1"));
            },
            "product 'boat' is not part of plan 'standard'",
        ),
        (
            &|agreed| {
                agreed.quantities.insert("fixed".into(), number("-1"));
            },
            "the contract agrees -1 of product 'fixed': a quantity cannot be negative",
        ),
    ] {
        assert_eq!(refused(change), Err(reason.to_owned()));
    }
}

#[test]
fn the_key_tells_terms_apart_and_tenants_together() {
    let mut business = dialer();
    sell(&mut business, "hosting", None, unit("1")).price = Offer::Range { low: unit("1"), high: unit("9") };
    let mut agreed = contract();
    agreed.prices.insert("hosting".into(), number("2.50"));
    let key = Tariff::key(&business, &agreed);
    assert_eq!(key, format!("{}/standard/America/New_York/taken:/prices:hosting=2.5", "00".repeat(32)));
    let mut other = agreed.clone();
    other.tenant = "other".parse().unwrap();
    assert_eq!(Tariff::key(&business, &other), key);
    other.zone = Some(TimeZone::get("Africa/Lagos").unwrap());
    assert_ne!(Tariff::key(&business, &other), key);
    assert_ne!(Tariff::key(&Business { digest: "11".repeat(32), ..business }, &agreed), key);
}
