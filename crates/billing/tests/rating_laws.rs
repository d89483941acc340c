//! Laws that every price obeys, for any figures.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod rating_laws {
    pub mod any;
    pub mod bands;
    pub mod calls;
    pub mod quantities;
    pub mod scales;
    pub mod sequences;
}
