//! Prices by an attribute: the row whose key matches.

use model::{Deck, Map, Matching, Shape};

use super::prefix::PrefixIndex;

/// A deck's rows made ready for events: one hash, or one walk over the attribute, whatever the number of rows.
#[derive(Clone, Debug)]
pub struct DeckIndex<T> {
    rows: Rows<T>,
    otherwise: Option<T>,
}

#[derive(Clone, Debug)]
enum Rows<T> {
    Exact(Map<T>),
    Prefix(PrefixIndex<T>),
}

impl<T> DeckIndex<T> {
    /// Keeps for every row what `of` makes of its key and shape; for the rest of the world the key is none.
    pub fn new<'d>(deck: &'d Deck, mut of: impl FnMut(Option<&'d str>, &'d Shape) -> T) -> Self {
        let rows = match deck.matching {
            Matching::Exact => {
                Rows::Exact(deck.rows.iter().map(|(key, shape)| (key.clone(), of(Some(key), shape))).collect())
            }
            Matching::Prefix => {
                Rows::Prefix(PrefixIndex::new(deck.rows.iter().map(|(key, shape)| (key, of(Some(key), shape)))))
            }
        };
        Self { rows, otherwise: deck.otherwise.as_deref().map(|shape| of(None, shape)) }
    }

    /// The row for an attribute's value. None: the event is unrated.
    pub fn find(&self, value: &str) -> Option<&T> {
        let row = match &self.rows {
            Rows::Exact(rows) => rows.get(value),
            Rows::Prefix(rows) => rows.longest(value),
        };
        row.or(self.otherwise.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use kernel::Decimal;

    use super::*;

    fn deck(matching: Matching, otherwise: bool) -> Deck {
        let rows = [("44", 1), ("447", 2)];
        let unit = |price: i64| Shape::Unit(price.into());
        Deck {
            attribute: "to".into(),
            matching,
            rows: rows.into_iter().map(|(key, price)| (key.to_owned(), unit(price))).collect(),
            otherwise: otherwise.then(|| Box::new(unit(0))),
        }
    }

    /// What the index finds for each number: the price of its row.
    fn found(deck: &Deck, numbers: &[&str]) -> Vec<Option<Decimal>> {
        let index = DeckIndex::new(deck, |key, shape| match shape {
            Shape::Unit(price) => (key, *price),
            _ => (key, Decimal::MAX),
        });
        numbers.iter().map(|number| index.find(number).map(|(_, price)| *price)).collect()
    }

    #[test]
    fn a_row_is_found_by_its_prefix_or_by_its_key() {
        let numbers = ["447", "4479", "4420", "1", ""];
        let prices = |prices: [Option<i64>; 5]| prices.map(|price| price.map(Decimal::from)).to_vec();
        let by_prefix = [Some(2), Some(2), Some(1), None, None];
        assert_eq!(found(&deck(Matching::Prefix, false), &numbers), prices(by_prefix));
        assert_eq!(found(&deck(Matching::Exact, false), &numbers), prices([Some(2), None, None, None, None]));
        let with_rest = by_prefix.map(|price| price.or(Some(0)));
        assert_eq!(found(&deck(Matching::Prefix, true), &numbers), prices(with_rest));
    }
}
