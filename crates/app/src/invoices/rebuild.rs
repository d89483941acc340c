//! Readings from raw events: what the running totals should have said.

use billing::usage::{Accumulator, Attributes, Carry, Event, Readings, Tariff};
use kernel::{Period, time::Timestamp};
use store::{EventTotal, TenantView};

use crate::{Outcome, terms::bug};

/// Adds up the tenant's raw events of a period, all committed ones or those an invoice's snapshot saw.
pub(crate) async fn readings_from_events(
    view: &mut TenantView,
    tariff: &Tariff,
    period: Period,
    snapshot: Option<&str>,
) -> Outcome<(Readings, EventTotal)> {
    // Levels from before the period may still be in force in it.
    let carries = tariff.series().iter().any(|series| series.carry != Carry::Nothing);
    let span = if carries { Period { start: Timestamp::MIN, ..period } } else { period };
    let mut accumulator = Accumulator::new(tariff, period);
    let mut total = EventTotal::default();
    let mut events = view.raw_events(span, snapshot).await?;
    loop {
        let page = events.next().await?;
        if page.is_empty() {
            break;
        }
        for event in &page {
            if period.contains(event.at) {
                total.add(event.digest);
            }
            let mut attributes = Attributes::parse(&event.data).map_err(bug)?;
            if !event.extensions.is_empty() {
                attributes.0.extend(Attributes::parse(&event.extensions).map_err(bug)?.0);
            }
            let seen = Event { kind: &event.kind, id: &event.id, at: event.at, attributes: &attributes };
            // What these terms cannot measure counts as an event and adds nothing, as in the running totals.
            let _ = accumulator.add(&seen);
        }
    }
    Ok((accumulator.readings().map_err(bug)?, total))
}

/// What differs between two sets of readings, series by series, in words.
pub(crate) fn reading_differences(left: &Readings, right: &Readings) -> Vec<String> {
    let keys: std::collections::BTreeSet<&String> = left.0.keys().chain(right.0.keys()).collect();
    let mut differences = Vec::new();
    for key in keys {
        let (a, b) = (left.get(key).cloned().unwrap_or_default(), right.get(key).cloned().unwrap_or_default());
        if a != b {
            let text = |reading: &billing::usage::Reading| {
                format!(
                    "{} from {} events, {} listed, {} carried",
                    reading.quantity,
                    reading.events,
                    reading.listed.len(),
                    reading.carried
                )
            };
            differences.push(format!("{key}: {} against {}", text(&a), text(&b)));
        }
    }
    differences
}
