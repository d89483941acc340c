//! What plans choose from, and how much of it they may repeat.

use std::cell::Cell;

use crate::{Map, Meter, Offer, Shape, limits::PLAN_ROWS_MAX, parse::products};

/// What a plan's products refer to. A product in error is in `names` only.
pub(in crate::parse) struct Catalogue<'c> {
    pub(super) meters: &'c Map<Meter>,
    pub(super) products: &'c Map<products::Read>,
    /// Tiers and rows that plans may still repeat.
    pub(super) repeats: Cell<usize>,
}

impl<'c> Catalogue<'c> {
    pub fn new(meters: &'c Map<Meter>, products: &'c Map<products::Read>) -> Self {
        Self { meters, products, repeats: Cell::new(PLAN_ROWS_MAX) }
    }

    /// Whether an offer of this size may be repeated once more.
    pub(super) fn spend(&self, offer: &Offer) -> bool {
        let left = self.repeats.get().checked_sub(size(offer));
        self.repeats.set(left.unwrap_or(0));
        left.is_some()
    }
}

/// How many rows and tiers an offer holds.
pub(super) fn size(offer: &Offer) -> usize {
    fn of(shape: &Shape) -> usize {
        match shape {
            Shape::Deck(deck) => 1 + deck.rows.values().chain(deck.otherwise.as_deref()).map(of).sum::<usize>(),
            Shape::Graduated(tiers) | Shape::Volume { tiers, .. } => tiers.len(),
            Shape::Call(call) => call.tiers.len(),
            Shape::Bands(bands) => bands.iter().map(|band| band.call.tiers.len() + 1).sum(),
            Shape::Sequence(sequence) => sequence.parts.len(),
            Shape::Unit(_) | Shape::Package { .. } | Shape::Percent(_) | Shape::Factor(_) => 1,
        }
    }
    match offer {
        Offer::Fixed(price) => of(&price.shape),
        Offer::Range { .. } => 2,
    }
}
