//! Events become measures, measures accumulate into readings.
//!
//! A [`Tariff`] knows beforehand every number that one contract can need: its *series*. Each event adds to some
//! of them; a period's bill is a function of their readings alone. The store keeps the same series as rollups, so
//! the live bill of ten million events reads a handful of rows, and `purvey bill` adds them up in memory.
//!
//! | series | holds | when |
//! |---|---|---|
//! | `minutes` | the meter's quantity, in the events' unit, each event rounded by the meter's increment | every meter of the file |
//! | `calls/price/44` | the share of that quantity in one row of a deck | a row priced by quantity |
//! | `calls/price`, `calls/price/44` | the sum of the events' amounts | a price, or a deck's row, for each event |
//! | `calls/price`, `calls/price/44` | the values one by one | a percentage with a free allotment |
//! | `calls/quantity/44` | the row's quantity, for the client to read | a deck's row with a price for each event |
//! | `calls/cost`, `calls/cost/44` | the same as `price`, for what it costs us | as for `price` |
//!
//! The row for everything else is `*`; names from the file are escaped (`%2F` for `/`).
//!
//! A price for each event gets the event's value **in the event's own unit, after the meter's increment** (seconds,
//! major currency units; 1 for a meter that counts). Only meters that count or sum give each event such a value.
//!
//! Limits: a value is a number of zero or more (only changes of a level may be negative), at most
//! [`VALUE_MAX`] with [`PLACES_MAX`] decimal places; a corrected figure is a new event with another id, or comes
//! from the operator, never a negative one.

mod accumulate;
mod agreed;
mod attributes;
mod compile;
mod dedupe;
mod gauge;
mod increment;
mod keys;
mod level;
mod listed;
mod number;
mod tariff;

use std::{borrow::Cow, collections::BTreeMap};

use kernel::{Decimal, Exact, time::Timestamp};

pub use accumulate::Accumulator;
pub use attributes::{ATTRIBUTES_MAX, Attribute, Attributes, DEPTH_MAX, NotAttributes};
pub use dedupe::{Dedupe, Digest, Seen};
pub use gauge::MEMBER_BYTES_MAX;
pub use level::{average_level, average_of_reading};
pub use listed::{Kept, listed_reading};
pub use number::{AMOUNT_MAX, AMOUNT_PLACES_MAX, NUMBER_CHARS_MAX, PLACES_MAX, VALUE_MAX, add_exactly, decimal};
pub use tariff::{Tariff, TariffError};

pub(crate) use agreed::{Agreed, agreed};
pub(crate) use compile::is_listed;
pub(crate) use keys::Side;

/// The names of series, for the ones who read them back.
pub(crate) mod series {
    pub(crate) use super::keys::{meter, quantity, row, side};
}

/// One CloudEvent, as far as metering cares.
#[derive(Clone, Copy, Debug)]
pub struct Event<'e> {
    pub kind: &'e str,
    pub id: &'e str,
    pub at: Timestamp,
    pub attributes: &'e Attributes<'e>,
}

/// One number that grows with events. The key is stable text: `minutes`, `calls/price/44`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    pub key: String,
    pub kind: SeriesKind,
    /// Values are multiplied by this before they are summed, so that a price per 60 seconds sums exactly as a
    /// decimal. Readings are already divided by it.
    pub scale: Decimal,
    /// What of earlier periods stays in force.
    pub carry: Carry,
}

/// How the value in force when a period begins follows from the measures before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Carry {
    /// Every period begins at zero.
    #[default]
    Nothing,
    /// The latest measure before it, whenever that was (equal times: the greatest id).
    Latest,
    /// The sum of all measures before it.
    Sum,
}

/// How measures of a series combine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeriesKind {
    Sum,
    Max,
    Last,
    /// Counts different members.
    Unique,
    /// Cannot be summed ahead: the values are kept one by one, ordered by time and id.
    Listed,
}

/// What one event adds to one series.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure<'e> {
    /// Index into [`Tariff::series`].
    pub series: usize,
    /// Already multiplied by the series' scale. For `Unique`: 1.
    pub value: Decimal,
    /// The member, for `Unique`.
    pub member: Option<Cow<'e, str>>,
}

/// Why an event cannot be measured. The event is rejected and kept, never dropped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("no meter listens to events of type '{0}'")]
    NoMeter(String),
    #[error("attribute '{attribute}' is missing, and meter '{meter}' needs it")]
    Missing { meter: String, attribute: String },
    #[error("attribute '{attribute}' is '{value}', and meter '{meter}' needs {needs}")]
    Unusable { meter: String, attribute: String, value: String, needs: &'static str },
    #[error("no price matches: product '{product}', {attribute} = '{value}'")]
    Unrated { product: String, attribute: String, value: String },
    #[error("the amount of the event is out of range for meter '{meter}'")]
    OutOfRange { meter: String },
}

/// What a series came to in one period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    pub events: u64,
    /// Sum, maximum, last value or number of members. Divided by the scale. Zero for `Listed`, see
    /// [`average_of_reading`].
    pub quantity: Exact,
    /// For `Listed`, the values in order of time, then id; and the value in force when the period began.
    /// See [`listed_reading`].
    pub listed: Vec<(Timestamp, Decimal)>,
    pub carried: Decimal,
}

/// Readings by series key. A series without a row has never been touched: zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readings(pub BTreeMap<String, Reading>);

impl Readings {
    pub fn get(&self, key: &str) -> Option<&Reading> {
        self.0.get(key)
    }

    /// The quantity of a series; zero if it was never touched.
    pub fn quantity(&self, key: &str) -> Exact {
        self.get(key).map_or(Exact::ZERO, |reading| reading.quantity)
    }
}
