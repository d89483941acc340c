use kernel::Period;

use super::{Event, Readings, Refusal, Tariff};

/// Adds up events of one contract and period in memory; the store's rollups do the same in PostgreSQL.
pub struct Accumulator<'t> {
    tariff: &'t Tariff,
    period: Period,
}

impl<'t> Accumulator<'t> {
    pub fn new(tariff: &'t Tariff, period: Period) -> Self {
        Self { tariff, period }
    }

    /// Adds one event; `false` if it lies outside the period. Time-weighted levels from before it are carried in.
    pub fn add(&mut self, _event: &Event<'_>) -> Result<bool, Refusal> {
        let _ = (self.tariff, self.period);
        todo!()
    }

    pub fn readings(self) -> Readings {
        todo!()
    }
}
