//! Scenarios: business told in lines that a finance person can read, and the transcript of what then happens.
//!
//! One file has two readers. The *model* ([`crate::model::Model`]) knows only the pure crates and is what the rules
//! say; the *stack* (in `crates/server/tests/`) is the real program on PostgreSQL. Both transcripts must be the golden
//! one, byte for byte. The language is described in `scenarios/README.md`.

mod generate;
mod parse;
mod print;
mod run;
mod world;

use kernel::{
    Decimal,
    id::TenantName,
    time::{Date, Timestamp},
};

pub use generate::generate;
pub use parse::{NotAScenario, parse};
pub use run::run;
pub use world::{Done, Entry, Event, Margin, NotAccepted, Receipt, Refused, Rejected, World};

/// A scenario: its first comment, and its statements in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    pub title: String,
    pub steps: Vec<Step>,
}

/// One statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// From 1.
    pub line: usize,
    /// The line as it was written.
    pub text: String,
    /// Where it moves the clock to; none: the clock stays.
    pub at: Option<Timestamp>,
    pub verb: Verb,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Verb {
    /// `business dialer`, or `business` and the file indented below it.
    Business(BusinessText),
    /// `tenant NAME "Title" [zone ZONE]`
    Tenant {
        name: String,
        title: String,
        zone: Option<String>,
    },
    /// `contract TENANT PLAN [from DAY] [with PRODUCT=QUANTITY…] [at PRODUCT=PRICE…]`
    Contract {
        tenant: TenantName,
        plan: String,
        start: Date,
        quantities: Vec<(String, Decimal)>,
        prices: Vec<(String, Decimal)>,
    },
    /// `use TENANT TYPE [ATTRIBUTE=VALUE…] [id ID] [on TIME] [times N [every DURATION]]`
    Use(Usage),
    /// `close TENANT PERIOD`
    Close {
        tenant: String,
        period: String,
    },
    /// `replay`: everything in the rejected queue, oldest first.
    Replay,
    Show(Show),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BusinessText {
    /// One of the files in `businesses/`.
    Shipped(String),
    Inline(String),
}

/// Events of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    pub tenant: String,
    pub kind: String,
    /// Attributes by name, as JSON; `{n}` in a text becomes the number of the repetition.
    pub attributes: Vec<(String, String)>,
    /// Stated id; otherwise made from the line's number and the repetition's.
    pub id: Option<String>,
    /// When it happened, if that is not now.
    pub on: Option<Timestamp>,
    pub times: u64,
    /// Seconds from one repetition to the next.
    pub every_s: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Show {
    /// `show bill TENANT PERIOD`: with cost and margin.
    Bill {
        tenant: String,
        period: String,
    },
    /// `show bill TENANT PERIOD as tenant`: what the client sees.
    ClientBill {
        tenant: String,
        period: String,
    },
    Journal,
    Rejected,
    /// Rebuilds every invoice from its events, then compares everything with everything.
    Proof,
}
