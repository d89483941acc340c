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
