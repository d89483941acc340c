//! A call recorded in segments costs what it costs in one piece.

use billing::rating::{Occurrence, Segment, rate_event, rate_segment};
use kernel::{
    Decimal, Exact,
    time::{TimeZone, Timestamp},
};
use model::Shape;
use proptest::{collection::vec, prelude::*};

use super::any::*;

proptest! {
    #[test]
    fn segments_cost_together_what_the_call_costs(sequence in sequence(), lengths in vec(seconds(200), 1..6)) {
        let (mut offset, mut total) = (Decimal::ZERO, Exact::ZERO);
        for length in lengths {
            let amount = rate_segment(&sequence, Segment { offset, length }).unwrap();
            // A first segment of zero length pays the base, and so would the next one at offset zero.
            if offset > Decimal::ZERO || length > Decimal::ZERO {
                total = total.plus(amount).unwrap();
            }
            offset += length;
        }
        let whole = Occurrence { value: offset, at: Timestamp::UNIX_EPOCH, zone: &TimeZone::UTC };
        let expected = rate_event(&Shape::Sequence(sequence.clone()), whole).unwrap();
        let nothing_said = if offset.is_zero() { Exact::from(sequence.base) } else { Exact::ZERO };
        prop_assert_eq!(total.plus(nothing_said).unwrap(), expected);
    }

    #[test]
    fn a_longer_call_never_costs_less(sequence in sequence(), a in seconds(5000), b in seconds(5000)) {
        let price = |length| rate_segment(&sequence, Segment { offset: Decimal::ZERO, length }).unwrap();
        prop_assert!(price(a.min(b)) <= price(a.max(b)));
    }
}
