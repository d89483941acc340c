//! Amounts of events can be summed as decimals once they are multiplied by their price's scale.

use billing::rating::{Occurrence, RatingError, rate_event, scale};
use kernel::{
    Decimal,
    time::{TimeZone, Timestamp},
};
use model::{Deck, Map, Matching, Shape};
use proptest::{collection::vec, prelude::*};

use super::any::*;

proptest! {
    #[test]
    fn an_amount_times_its_scale_is_a_decimal(shapes in vec(event_shape(), 1..4), value in seconds(5000)) {
        let rows: Map<Shape> = shapes.iter().cloned().enumerate().map(|(row, shape)| (row.to_string(), shape)).collect();
        let deck = Deck { attribute: "to".into(), matching: Matching::Exact, rows, otherwise: None };
        let of_deck = scale(&Shape::Deck(deck)).unwrap();
        let event = Occurrence { value, at: Timestamp::UNIX_EPOCH, zone: &TimeZone::UTC };
        for shape in &shapes {
            match rate_event(shape, event) {
                Ok(amount) => {
                    for scale in [scale(shape).unwrap(), of_deck] {
                        prop_assert!(scale >= Decimal::ONE && scale.is_integer());
                        prop_assert!(amount.times(scale.into()).unwrap().to_decimal().is_some());
                    }
                }
                Err(error) => prop_assert_eq!(error, RatingError::Unrated),
            }
        }
    }
}

#[test]
fn a_price_for_quantities_has_no_scale() {
    assert!(matches!(scale(&Shape::Unit(Decimal::ONE)), Err(RatingError::WrongDoor(_))));
}
