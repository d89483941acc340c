//! Random businesses for laws.

use kernel::{Decimal, Rounding, RoundingMode, money::RoundingPlace};
use model::{Business, Fold, Price, Shape};
use proptest::prelude::*;

use super::{empty, meter, sell};
use crate::usage::{Reading, Readings};

fn any_price() -> impl Strategy<Value = Price> {
    let amount = || (0i64..100_000, 0u32..5).prop_map(|(units, places)| Decimal::new(units, places));
    let tiers = move || {
        (1i64..50, 1i64..500, proptest::collection::vec((amount(), amount()), 3)).prop_map(|(first, second, prices)| {
            let bounds = [Some(first.into()), Some((first + second).into()), None];
            let tier = |(upto, (each, flat))| model::Tier { upto, each, flat, size: Decimal::ONE };
            bounds.into_iter().zip(prices).map(tier).collect::<Vec<_>>()
        })
    };
    let shape = prop_oneof![
        amount().prop_map(Shape::Unit),
        amount().prop_map(Shape::Factor),
        tiers().prop_map(Shape::Graduated),
        tiers().prop_map(|tiers| Shape::Volume { tiers, list: None }),
        (1i64..20, amount()).prop_map(|(size, price)| Shape::Package { size: size.into(), price }),
    ];
    let bounds = (proptest::option::of(amount()), proptest::option::of(amount()), 0i64..20);
    (shape, bounds).prop_map(|(shape, (min, max, included))| {
        let max = max.map(|max| max.max(min.unwrap_or_default()));
        Price { min, max, included: included.into(), ..Price::of(shape) }
    })
}

/// A business with a few metered products, their costs, and quantities for each.
pub fn any_usage() -> impl Strategy<Value = (Business, Readings)> {
    let modes =
        prop::sample::select(vec![RoundingMode::HalfUp, RoundingMode::HalfEven, RoundingMode::Up, RoundingMode::Down]);
    let place = prop::sample::select(vec![RoundingPlace::Invoice, RoundingPlace::Line]);
    let product = (any_price(), proptest::option::of(any_price()), 0i64..2000, 1i64..61);
    (modes, place, proptest::collection::vec(product, 1..5)).prop_map(|(mode, place, products)| {
        let mut business = empty();
        business.options.rounding = Rounding { mode, place };
        let mut readings = Readings::default();
        for (index, (price, cost, quantity, of)) in products.into_iter().enumerate() {
            let name = format!("p{index}");
            let mut meter = meter("used", Fold::Sum(name.clone()), "unit");
            meter.unit.of = of.into();
            business.meters.insert(name.clone(), meter);
            sell(&mut business, &name, Some(&name), price).cost =
                cost.map(|price| model::Cost { vendor: (index % 2 == 0).then(|| "v".to_owned()), price });
            readings.0.insert(name, Reading { events: 1, quantity: quantity.into(), ..Reading::default() });
        }
        (business, readings)
    })
}
