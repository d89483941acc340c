use documents::format;
use kernel::{Exact, RoundingMode};

/// An axis from zero in three to five round steps (1, 2 or 5 by a power of ten).
pub(super) struct Scale {
    step: Exact,
    top: Exact,
}

const STEPS_MAX: i64 = 5;

impl Scale {
    pub(super) fn up_to(highest: Exact) -> Self {
        let step = round_step(highest);
        let count = highest.over(step).map_or(1, Exact::ceil).clamp(1, STEPS_MAX.into());
        Self { step, top: step.times(Exact::from_whole(count)).unwrap_or(step) }
    }

    /// How high `value` stands on an axis of `full` units.
    pub(super) fn height(&self, value: Exact, full: i64) -> i64 {
        let share = value.over(self.top).and_then(|share| share.times(full.into()));
        let height = share.map_or(0, |share| share.round_whole(RoundingMode::HalfUp));
        i64::try_from(height).unwrap_or(full).clamp(0, full)
    }

    pub(super) fn ticks(&self) -> Vec<(Exact, String)> {
        let mut ticks = Vec::new();
        for index in 0..=STEPS_MAX {
            let Ok(value) = self.step.times(index.into()) else { break };
            if value > self.top {
                break;
            }
            ticks.push((value, short(value)));
        }
        ticks
    }
}

fn round_step(highest: Exact) -> Exact {
    let wanted = highest.over(STEPS_MAX.into()).unwrap_or_default();
    if !wanted.is_positive() {
        return Exact::ONE;
    }
    let ten = Exact::from_whole(10);
    // The greatest power of ten that is not above what is wanted.
    let mut power = Exact::ONE;
    while power > wanted {
        let Ok(next) = power.over(ten) else { return Exact::ONE };
        power = next;
    }
    while let Ok(next) = power.times(ten)
        && next <= wanted
    {
        power = next;
    }
    [1, 2, 5, 10]
        .into_iter()
        .filter_map(|factor| power.times(Exact::from_whole(factor)).ok())
        .find(|step| *step >= wanted)
        .unwrap_or(power)
}

/// `400`, `12k`, `1.5M`: what fits beside an axis.
fn short(value: Exact) -> String {
    for (least, unit, suffix) in
        [(1_000_000_000, 1_000_000_000, "bn"), (1_000_000, 1_000_000, "M"), (10_000, 1_000, "k")]
    {
        if value >= Exact::from_whole(least)
            && let Ok(scaled) = value.over(Exact::from_whole(unit))
        {
            return format!("{}{suffix}", format::quantity(scaled));
        }
    }
    format::quantity(value)
}
