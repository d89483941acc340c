use kernel::{
    Decimal, Exact,
    time::{TimeZone, Timestamp},
};
use model::{Call, CallTier, Deck, Map, Matching, Percent, Price, Shape, Tier};

use super::*;

const NO_FEE: RatingOptions = RatingOptions::NO_FEE_AT_ZERO;

fn call(per: Decimal, increment: Decimal) -> Shape {
    let tier = CallTier { from: Decimal::ZERO, rate: Decimal::ONE, per, increment };
    Shape::Call(Call { connect: Decimal::ZERO, connect_at_zero: false, tiers: vec![tier], min: None, max: None })
}

fn event(shape: &Shape, value: Decimal) -> Result<Exact, RatingError> {
    rate_event(shape, Occurrence { value, at: Timestamp::UNIX_EPOCH, zone: &TimeZone::UTC })
}

#[test]
fn each_price_has_its_own_door() {
    let deck = Deck { attribute: "to".into(), matching: Matching::Exact, rows: Map::new(), otherwise: None };
    let wrong = |result: Result<Exact, RatingError>| matches!(result, Err(RatingError::WrongDoor(_)));
    let quantity = |shape: &Shape| rate(shape, Exact::ONE, NO_FEE).map(|charge| charge.total().unwrap());
    assert!(wrong(quantity(&call(Decimal::ONE, Decimal::ONE))));
    assert!(wrong(event(&Shape::Unit(Decimal::ONE), Decimal::ONE)));
    let deck = Shape::Deck(deck);
    assert!(wrong(quantity(&deck)) && wrong(event(&deck, Decimal::ONE)));
}

#[test]
fn seven_seconds_at_a_price_per_minute_are_a_fraction() {
    let per_minute = call(60.into(), Decimal::ONE);
    assert_eq!(event(&per_minute, 7.into()), Exact::ratio(7, 60).map_err(Into::into));
    assert_eq!(scale(&per_minute), Ok(60.into()));
}

#[test]
fn impossible_figures_are_errors_not_figures() {
    for shape in [call(Decimal::ZERO, Decimal::ONE), call(Decimal::ONE, Decimal::ZERO)] {
        assert!(matches!(event(&shape, Decimal::ONE), Err(RatingError::Overflow(_))));
    }
    assert!(matches!(scale(&call(Decimal::ZERO, Decimal::ONE)), Err(RatingError::Overflow(_))));
    assert!(matches!(
        event(&call(Decimal::new(1, 28), Decimal::new(1, 28)), Decimal::MAX),
        Err(RatingError::Overflow(_))
    ));
    let package = Shape::Package { size: Decimal::ZERO, price: Decimal::ONE };
    assert!(matches!(rate(&package, Exact::ONE, NO_FEE), Err(RatingError::Overflow(_))));
    let percent =
        Percent { rate: Decimal::MAX, fixed: Decimal::ZERO, min: None, max: None, free_events: None, free_value: None };
    assert!(matches!(event(&Shape::Percent(percent), Decimal::MAX), Err(RatingError::Overflow(_))));
}

#[test]
fn a_quantity_beyond_the_last_tier_is_unrated() {
    let tier = Tier { upto: Some(10.into()), each: Decimal::ONE, flat: Decimal::ZERO, size: Decimal::ONE };
    for shape in [Shape::Graduated(vec![tier.clone()]), Shape::Volume { tiers: vec![tier.clone()], list: None }] {
        assert_eq!(rate(&shape, 10.into(), NO_FEE).unwrap().total(), Ok(10.into()));
        assert_eq!(rate(&shape, 11.into(), NO_FEE), Err(RatingError::Unrated));
    }
    assert_eq!(rate(&Shape::Graduated(vec![]), Exact::ZERO, NO_FEE), Err(RatingError::Unrated));
}

#[test]
fn what_was_given_back_is_credited_at_the_first_price() {
    let tiers = |upto: Option<i64>, each: i64| Tier {
        upto: upto.map(Decimal::from),
        each: each.into(),
        flat: 100.into(),
        size: Decimal::ONE,
    };
    let tiers = vec![tiers(Some(10), 3), tiers(None, 2)];
    for shape in [Shape::Graduated(tiers.clone()), Shape::Volume { tiers, list: None }, Shape::Unit(3.into())] {
        assert_eq!(rate(&shape, (-5).into(), NO_FEE).unwrap().total(), Ok((-15).into()));
    }
}

#[test]
fn included_units_come_off_before_the_tiers() {
    let price = Price { included: 100.into(), min: Some(10.into()), ..Price::of(Shape::Unit(2.into())) };
    let line = |quantity: i64| {
        let (charge, clamp) = terms(&price, quantity.into(), NO_FEE).unwrap();
        (charge.total().unwrap(), clamp.by)
    };
    assert_eq!(line(0), (Exact::ZERO, 10.into()));
    assert_eq!(line(100), (Exact::ZERO, 10.into()));
    assert_eq!(line(104), (8.into(), 2.into()));
    assert_eq!(line(150), (100.into(), Exact::ZERO));
}

#[test]
fn a_fee_for_an_unanswered_call_is_an_option() {
    let Shape::Call(mut terms) = call(Decimal::ONE, Decimal::ONE) else { unreachable!() };
    (terms.connect, terms.min) = (5.into(), Some(50.into()));
    assert_eq!(event(&Shape::Call(terms.clone()), Decimal::ZERO), Ok(Exact::ZERO));
    terms.connect_at_zero = true;
    assert_eq!(event(&Shape::Call(terms.clone()), Decimal::ZERO), Ok(5.into()));
    assert_eq!(event(&Shape::Call(terms), Decimal::ONE), Ok(50.into()));
}
