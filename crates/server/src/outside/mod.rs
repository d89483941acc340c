//! The only place that asks the world for the time or for chance.

mod clock;
mod entropy;

pub use clock::SystemClock;
pub use entropy::SystemEntropy;
