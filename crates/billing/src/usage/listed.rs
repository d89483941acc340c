//! Series whose values are kept one by one.

use kernel::{Decimal, Overflow, Period, time::Timestamp};

use super::{Carry, Reading, Series, number::add_exactly};

/// One kept value of a `Listed` series, as it was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub at: Timestamp,
    pub id: String,
    pub value: Decimal,
}

/// The reading of a `Listed` series in a period, from values in any order.
///
/// `carried` is what [`Series::carry`] says of the values that are not passed: the latest of them, or their sum.
/// Values before the period are carried on top of it; those at or after its end are left out. A series that carries
/// nothing begins at zero. Values of one instant stand in the order of their ids.
pub fn listed_reading(
    series: &Series,
    period: Period,
    carried: Decimal,
    mut values: Vec<Kept>,
) -> Result<Reading, Overflow> {
    values.sort_unstable_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    let mut reading = Reading { carried, ..Reading::default() };
    for kept in values {
        if kept.at < period.start {
            reading.carried = match series.carry {
                Carry::Nothing => Decimal::ZERO,
                Carry::Latest => kept.value,
                Carry::Sum => add_exactly(reading.carried, kept.value).ok_or(Overflow)?,
            };
        } else if kept.at < period.end {
            reading.events += 1;
            reading.listed.push((kept.at, kept.value));
        }
    }
    if series.carry == Carry::Nothing {
        reading.carried = Decimal::ZERO;
    }
    reading.carried = reading.carried.normalize();
    for (_, value) in &mut reading.listed {
        *value = value.normalize();
    }
    Ok(reading)
}
