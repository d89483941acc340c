//! What every request passes through, outermost first: [`trace`], [`headers`], [`errors`], [`limits`], [`who`], [`once`],
//! [`guard`].

pub mod errors;
pub mod guard;
pub mod headers;
pub mod limits;
pub mod once;
pub mod origin;
pub mod trace;
pub mod who;
