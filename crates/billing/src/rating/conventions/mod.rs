//! Ways in which other products price, where they differ from ours: each under its product's name, never a switch.

pub mod a2billing;
pub mod billrun;
pub mod freeside;
pub mod killbill;
pub mod lago;

#[cfg(test)]
mod tests;
