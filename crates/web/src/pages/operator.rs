//! The operator's pages.

pub mod invoice;
pub mod overview;
pub mod reconciliation;
pub mod rejected;
pub mod tenant;
