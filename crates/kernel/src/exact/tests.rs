use proptest::prelude::*;

use super::*;

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

#[test]
fn a_fraction_survives_until_it_is_rounded_once() {
    let per_second = exact("0.05").over(exact("60")).unwrap();
    assert_eq!(per_second.to_string(), "1/1200");
    assert_eq!(per_second.times(exact("180")).unwrap().to_string(), "0.15");
}

#[test]
fn rounding_modes() {
    for (value, places, mode, expected) in [
        ("12.49", 1, RoundingMode::Up, "12.5"),
        ("12.21", 1, RoundingMode::Down, "12.2"),
        ("0.725", 2, RoundingMode::HalfUp, "0.73"),
        ("1.225", 2, RoundingMode::HalfEven, "1.22"),
        ("-0.725", 2, RoundingMode::HalfUp, "-0.73"),
        ("-0.725", 2, RoundingMode::Down, "-0.72"),
        ("14.37", -1, RoundingMode::HalfUp, "10"),
        ("1/3", 4, RoundingMode::Up, "0.3334"),
    ] {
        assert_eq!(exact(value).round(places, mode).unwrap(), exact(expected), "{value}");
    }
}

#[test]
fn beyond_the_range_is_an_error_not_a_figure() {
    let huge = Exact::from_whole(i128::MAX);
    assert_eq!(huge.plus(Exact::ONE), Err(Overflow));
    assert_eq!(huge.times(exact("2")), Err(Overflow));
    assert_eq!(Exact::ONE.over(Exact::ZERO), Err(Overflow));
}

proptest! {
    #[test]
    fn order_agrees_with_subtraction(a in -1000i64..1000, b in 1i64..1000, c in -1000i64..1000, d in 1i64..1000) {
        let (left, right) = (Exact::ratio(a.into(), b.into()).unwrap(), Exact::ratio(c.into(), d.into()).unwrap());
        prop_assert_eq!(left.cmp(&right), left.minus(right).unwrap().cmp(&Exact::ZERO));
    }

    #[test]
    fn text_and_back_is_the_same(a in any::<i64>(), b in 1i64..1_000_000) {
        let value = Exact::ratio(a.into(), b.into()).unwrap();
        prop_assert_eq!(value.to_string().parse::<Exact>().unwrap(), value);
    }

    #[test]
    fn addition_does_not_care_about_order(parts in proptest::collection::vec((-10_000i64..10_000, 1i64..3600), 0..20)) {
        let exacts: Vec<_> = parts.iter().map(|(a, b)| Exact::ratio((*a).into(), (*b).into()).unwrap()).collect();
        let forward = Exact::sum(exacts.iter().copied());
        let backward = Exact::sum(exacts.iter().rev().copied());
        if let (Ok(f), Ok(b)) = (forward, backward) { prop_assert_eq!(f, b); }
    }

    #[test]
    fn rounding_never_moves_more_than_one_step(a in any::<i32>(), b in 1i64..10_000, places in 0i32..6) {
        let value = Exact::ratio(a.into(), b.into()).unwrap();
        let step = Exact::ratio(1, 10i128.pow(places.unsigned_abs())).unwrap();
        for mode in [RoundingMode::Up, RoundingMode::Down, RoundingMode::HalfUp, RoundingMode::HalfEven] {
            let moved = value.round(places, mode).unwrap().minus(value).unwrap();
            prop_assert!(moved < step && moved.negated() < step);
        }
    }
}
