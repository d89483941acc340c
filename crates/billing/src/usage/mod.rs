//! Events become measures, measures accumulate into readings.
//!
//! A [`Tariff`] knows beforehand every number that one contract can need: its *series*. Each event adds to some
//! of them; a period's bill is a function of their readings alone. The store keeps the same series as rollups, so
//! the live bill of ten million events reads a handful of rows, and `purvey bill` adds them up in memory.

mod accumulate;
mod attributes;
mod level;
mod tariff;

use std::{borrow::Cow, collections::BTreeMap};

use kernel::{Decimal, Exact, time::Timestamp};

pub use accumulate::Accumulator;
pub use attributes::{Attribute, Attributes, NotAttributes};
pub use level::average_level;
pub use tariff::{Tariff, TariffError};

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
    /// Sum, maximum, last value or number of members. Divided by the scale.
    pub quantity: Exact,
    /// For `Listed`, the values in order of time, then id; and the value in force when the period began.
    pub listed: Vec<(Timestamp, Decimal)>,
    pub carried: Decimal,
}

/// Readings by series key. A series without a row has never been touched: zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readings(pub BTreeMap<String, Reading>);
