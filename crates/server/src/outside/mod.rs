//! The only place that asks the world for the time or for chance.

mod clock;
mod entropy;
mod shifted;

pub use clock::SystemClock;
pub use entropy::SystemEntropy;
pub use shifted::ShiftedClock;
