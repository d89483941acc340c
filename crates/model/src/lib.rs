//! The business file: what it says, how it is read, and what is wrong with it.
//!
//! Pure. The types in [`business`], [`meter`], [`price`] are a *checked* business: every name resolves, every
//! number is possible. `parse` (text → business, or every error located) is the only way to one.

#![warn(clippy::float_arithmetic)]

pub mod business;
mod describe;
mod diff;
mod findings;
pub mod limits;
pub mod meter;
mod parse;
pub mod price;
mod problem;
mod schema;
mod section;
pub mod shipped;

pub use business::*;
pub use diff::{Change, diff};
pub use findings::{Finding, FindingKind, Findings, check, findings};
pub use meter::*;
pub use parse::{digest, parse};
pub use price::*;
pub use problem::{Errors, Problem, ProblemKind};
pub use schema::{reference, schema};

/// Names of things in the file, in the order the founder wrote them.
pub type Map<T> = indexmap::IndexMap<String, T>;
