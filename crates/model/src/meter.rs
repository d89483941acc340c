//! What is measured.

use kernel::Decimal;

/// How events of one type become a quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Meter {
    /// The CloudEvents `type` it listens to.
    pub event: String,
    /// Only events whose attribute has one of these values count.
    pub only: Vec<Filter>,
    pub fold: Fold,
    /// Applied to each event's value before it is folded.
    pub increment: Option<Increment>,
    pub unit: Unit,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Path of an attribute in the event's data, dots descend; else a CloudEvents extension of that name.
    pub attribute: String,
    pub values: Vec<String>,
}

/// How the events of a period are folded into one quantity. The text is the attribute's path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fold {
    Count,
    Sum(String),
    Max(String),
    /// The value of the latest event; equal times: the greatest id.
    Last(String),
    /// How many different values.
    Unique(String),
    /// The average level over the period, of a quantity that stays until the next event (a disk, a seat count).
    TimeWeighted {
        attribute: String,
        each: Level,
    },
}

/// What an event of a time-weighted meter states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The new level.
    Level,
    /// How much the level changed.
    Change,
}

/// Rounding of each event, in the event's own unit: `60/60`, `30/6`, `6/6`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Increment {
    /// The first block, charged in full once the value is above zero.
    pub first: Decimal,
    /// Every started block after it.
    pub next: Decimal,
    /// A value below this counts as zero (a call too short to bill). Default: 0.
    pub ignore_below: Decimal,
}

/// The unit a client reads, and how many of the event's units make one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub name: String,
    pub plural: String,
    pub of: Decimal,
}
