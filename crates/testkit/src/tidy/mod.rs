//! The house's rules about itself, each a function from files to complaints, each with a sample that breaks it.

pub mod arrows;
pub mod dead;
pub mod dependencies;
pub mod habits;
pub mod prose;
pub mod purity;
pub mod repo;
pub mod size;
mod source;

pub use repo::{File, Repo};
