//! Businesses built by hand for tests, so that they need no parser.

mod any;

use kernel::{
    Currency, Decimal, Exact, Period,
    time::{TimeZone, Timestamp},
};
use model::{
    Brand, Business, Contract, Cost, Deck, Fold, Increment, Map, Matching, Meter, Offer, Options, Plan, PlanProduct,
    Price, Product, Shape, Tier, Unit, Vendor,
};

pub use any::any_usage;

use crate::usage::{Accumulator, Attributes, Event, Reading, Readings, Refusal, Tariff};

pub fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn utc(period: &str) -> Period {
    Period::parse(period, &TimeZone::UTC).unwrap()
}

pub fn unit(price: &str) -> Price {
    Price::of(Shape::Unit(number(price)))
}

pub fn tier(upto: Option<&str>, each: &str, flat: &str) -> Tier {
    Tier { upto: upto.map(number), each: number(each), flat: number(flat), size: Decimal::ONE }
}

pub fn deck(attribute: &str, matching: Matching, rows: &[(&str, Shape)], otherwise: Option<Shape>) -> Shape {
    let rows = rows.iter().map(|(key, shape)| ((*key).to_owned(), shape.clone())).collect();
    Shape::Deck(Deck { attribute: attribute.to_owned(), matching, rows, otherwise: otherwise.map(Box::new) })
}

pub fn meter(event: &str, fold: Fold, unit: &str) -> Meter {
    let unit = Unit { name: unit.to_owned(), plural: format!("{unit}s"), of: Decimal::ONE };
    Meter { event: event.to_owned(), only: Vec::new(), fold, increment: None, unit }
}

/// A business in UTC and dollars with one plan, `standard`, to be filled.
pub fn empty() -> Business {
    let plan = Plan {
        title: "Standard".into(),
        products: Map::new(),
        limits: Map::new(),
        support: None,
        trial_days: 0,
        custom: false,
        summary: None,
    };
    let brand = Brand {
        name: "YourBrand".into(),
        colour: "#0b6e4f".into(),
        legal: None,
        address: Vec::new(),
        email: None,
        website: None,
        payment: Vec::new(),
        required_words: Vec::new(),
        deprecated_words: Vec::new(),
    };
    Business {
        name: "YourBrand".into(),
        currency: Currency::USD,
        zone_name: "UTC".into(),
        zone: TimeZone::UTC,
        options: Options::default(),
        vendors: Map::new(),
        confidential: Vec::new(),
        meters: Map::new(),
        products: Map::new(),
        plans: [("standard".to_owned(), plan)].into_iter().collect(),
        support: Map::new(),
        partners: Map::new(),
        brand,
        growth: None,
        assumptions: Map::new(),
        digest: "00".repeat(32),
    }
}

/// Adds a product to the file and to the plan.
pub fn sell<'b>(business: &'b mut Business, key: &str, meter: Option<&str>, price: Price) -> &'b mut PlanProduct {
    let mut title = key.to_owned();
    title.get_mut(..1).unwrap().make_ascii_uppercase();
    let offer = Offer::Fixed(price);
    let product =
        Product { title, meter: meter.map(str::to_owned), price: Some(offer.clone()), cost: None, group: None };
    business.products.insert(key.to_owned(), product);
    let terms = PlanProduct { price: offer, cost: None, optional: false, quantity: Decimal::ONE };
    let plan = business.plans.get_mut("standard").unwrap();
    plan.products.insert(key.to_owned(), terms);
    plan.products.get_mut(key).unwrap()
}

pub fn cost(vendor: Option<&str>, price: Price) -> Option<Cost> {
    Some(Cost { vendor: vendor.map(str::to_owned), price })
}

/// The call centre of the founders' text, standard plan at list prices.
pub fn dialer() -> Business {
    let mut business = empty();
    business.zone_name = "America/New_York".into();
    business.zone = TimeZone::get("America/New_York").unwrap();
    for vendor in ["instacall", "bytworth"] {
        business.vendors.insert(vendor.into(), Vendor { name: vendor.into(), supplies: None });
    }
    let mut minutes = meter("call.completed", Fold::Sum("billable_seconds".into()), "minute");
    minutes.unit.of = number("60");
    minutes.increment = Some(Increment { first: number("60"), next: number("60"), ignore_below: Decimal::ZERO });
    business.meters.insert("minutes".into(), minutes);
    business.meters.insert("numbers".into(), meter("number.active", Fold::Unique("number".into()), "number"));
    business.meters.insert("storage".into(), meter("storage.measured", Fold::Max("gb".into()), "GB"));
    business.meters.insert("support".into(), meter("support.given", Fold::Sum("hours".into()), "hour"));

    sell(&mut business, "platform", None, unit("500"));
    sell(&mut business, "minutes", Some("minutes"), unit("0.025")).cost = cost(Some("instacall"), unit("0.01"));
    sell(&mut business, "numbers", Some("numbers"), unit("3")).cost = cost(None, unit("1"));
    sell(&mut business, "storage", Some("storage"), unit("1")).cost = cost(Some("bytworth"), unit("0.10"));
    sell(&mut business, "support", Some("support"), unit("100"));
    let once = |price| Price { cadence: model::Cadence::Once, ..unit(price) };
    sell(&mut business, "setup", None, once("1500")).cost = cost(None, once("200"));
    business
}

/// A contract on the standard plan since the start of 2024.
pub fn contract() -> Contract {
    Contract {
        tenant: "abc-solar".parse().unwrap(),
        title: "ABC Solar".into(),
        plan: "standard".into(),
        start: "2024-01-01".parse().unwrap(),
        zone: None,
        quantities: Map::new(),
        prices: Map::new(),
    }
}

/// One event, as text.
#[derive(Clone, Debug)]
pub struct Said {
    pub kind: String,
    pub id: String,
    pub at: Timestamp,
    pub data: String,
}

pub fn said(kind: &str, id: &str, time: &str, data: &str) -> Said {
    Said { kind: kind.into(), id: id.into(), at: at(time), data: data.into() }
}

/// What the events come to; the first refusal, if any is refused.
pub fn read(tariff: &Tariff, period: Period, events: &[Said]) -> Result<Readings, Refusal> {
    let mut accumulator = Accumulator::new(tariff, period);
    for event in events {
        let attributes = Attributes::parse(&event.data).unwrap();
        accumulator.add(&Event { kind: &event.kind, id: &event.id, at: event.at, attributes: &attributes })?;
    }
    Ok(accumulator.readings().unwrap())
}

/// Readings stated outright: quantities in the events' unit by series.
pub fn readings(quantities: &[(&str, &str)]) -> Readings {
    let reading = |text: &str| Reading { events: 1, quantity: exact(text), ..Reading::default() };
    Readings(quantities.iter().map(|(key, quantity)| ((*key).to_owned(), reading(quantity))).collect())
}
