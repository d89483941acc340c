use std::collections::BTreeSet;

use kernel::{Decimal, Exact, Overflow, Period};

use super::{Carry, Event, Kept, Measure, Reading, Readings, Refusal, Series, SeriesKind, Tariff, listed_reading};
use crate::usage::number::add_exactly;

/// Adds up events of one contract and period in memory; the store's rollups do the same in PostgreSQL.
///
/// In whatever order and in however many pieces events come, the readings are the same. It counts what it is given:
/// a repeated event is for [`super::Dedupe`] to find.
pub struct Accumulator<'t> {
    tariff: &'t Tariff,
    period: Period,
    totals: Vec<Total>,
    carries: bool,
}

/// One series so far.
#[derive(Clone, Debug, Default)]
struct Total {
    events: u64,
    /// Sum or maximum.
    value: Decimal,
    /// Latest value with its time and id.
    last: Option<Kept>,
    members: BTreeSet<String>,
    kept: Vec<Kept>,
}

impl<'t> Accumulator<'t> {
    pub fn new(tariff: &'t Tariff, period: Period) -> Self {
        let carries = tariff.series().iter().any(|series| series.carry != Carry::Nothing);
        Self { tariff, period, totals: vec![Total::default(); tariff.series().len()], carries }
    }

    /// Adds one event; `false` if it lies outside the period. Time-weighted levels from before it are carried in.
    pub fn add(&mut self, event: &Event<'_>) -> Result<bool, Refusal> {
        let is_before = event.at < self.period.start;
        if event.at >= self.period.end || (is_before && !self.carries) {
            return Ok(false);
        }
        let mut measures = Vec::new();
        self.tariff.measure(event, &mut measures)?;
        // A sum that leaves the range refuses the event whole.
        for measure in &measures {
            self.next_value(measure, is_before).map_err(|Overflow| Refusal::OutOfRange { meter: self.key(measure) })?;
        }
        for measure in measures {
            self.put(event, measure, is_before);
        }
        Ok(!is_before)
    }

    fn series(&self, measure: &Measure<'_>) -> Option<&'t Series> {
        self.tariff.series().get(measure.series)
    }

    fn key(&self, measure: &Measure<'_>) -> String {
        self.series(measure).map_or_else(String::new, |series| series.key.clone())
    }

    /// The sum or maximum with this measure.
    fn next_value(&self, measure: &Measure<'_>, is_before: bool) -> Result<Decimal, Overflow> {
        let (Some(series), Some(total)) = (self.series(measure), self.totals.get(measure.series)) else {
            return Err(Overflow);
        };
        match series.kind {
            _ if is_before => Ok(total.value),
            SeriesKind::Sum => add_exactly(total.value, measure.value).ok_or(Overflow),
            SeriesKind::Max if total.events == 0 => Ok(measure.value),
            SeriesKind::Max => Ok(total.value.max(measure.value)),
            SeriesKind::Last | SeriesKind::Unique | SeriesKind::Listed => Ok(total.value),
        }
    }

    fn put(&mut self, event: &Event<'_>, measure: Measure<'_>, is_before: bool) {
        let Ok(value) = self.next_value(&measure, is_before) else { return };
        let (Some(series), Some(total)) = (self.series(&measure), self.totals.get_mut(measure.series)) else { return };
        let kept = || Kept { at: event.at, id: event.id.to_owned(), value: measure.value };
        if series.kind == SeriesKind::Listed {
            if !is_before || series.carry != Carry::Nothing {
                total.kept.push(kept());
            }
            return;
        }
        if is_before {
            return;
        }
        total.events += 1;
        total.value = value;
        match series.kind {
            SeriesKind::Last
                if total.last.as_ref().is_none_or(|last| (last.at, last.id.as_str()) < (event.at, event.id)) =>
            {
                total.last = Some(kept());
            }
            SeriesKind::Unique => {
                if let Some(member) = measure.member.filter(|member| !total.members.contains(member.as_ref())) {
                    total.members.insert(member.into_owned());
                }
            }
            _ => {}
        }
    }

    /// What each series came to. Series that no event touched, and that carry nothing, have no reading.
    pub fn readings(self) -> Result<Readings, Overflow> {
        let mut readings = Readings::default();
        for (series, total) in self.tariff.series().iter().zip(self.totals) {
            let reading = match series.kind {
                SeriesKind::Listed => listed_reading(series, self.period, Decimal::ZERO, total.kept)?,
                SeriesKind::Sum | SeriesKind::Max => series.reading(total.events, total.value)?,
                SeriesKind::Last => {
                    series.reading(total.events, total.last.map_or(Decimal::ZERO, |last| last.value))?
                }
                SeriesKind::Unique => series.reading(total.events, Decimal::from(total.members.len()))?,
            };
            if reading.events > 0 || !reading.carried.is_zero() {
                readings.0.insert(series.key.clone(), reading);
            }
        }
        Ok(readings)
    }
}

impl Series {
    /// The reading of a series other than `Listed`: `value` is its sum, maximum, latest value or number of members.
    pub fn reading(&self, events: u64, value: Decimal) -> Result<Reading, Overflow> {
        let quantity = Exact::from(value).over(Exact::from(self.scale))?;
        Ok(Reading { events, quantity, ..Reading::default() })
    }
}

#[cfg(test)]
mod tests;
