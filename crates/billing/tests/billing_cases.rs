//! The pricing cases C01 to C29 of the acceptance tables, each under its named option, by the name of its number.
//! (C27 and C31 are about usage: they are tested where usage is.)

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod billing_cases {
    pub mod blocks;
    pub mod commitments;
    pub mod events;
    pub mod prorated;
    pub mod shapes;
    pub mod tiers;
}
