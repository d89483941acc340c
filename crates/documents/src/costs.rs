//! What each line of a bill cost, added up from the vendors behind it. Operator only.

use billing::invoicing::{Bill, Costs, LineCost};

/// Minor units, wide enough that no sum of settled costs overflows.
pub(crate) struct PerLine<'c> {
    lines: Vec<i128>,
    /// Costs of what was used but not billed.
    pub(crate) unbilled: Vec<&'c LineCost>,
}

impl<'c> PerLine<'c> {
    pub(crate) fn of(bill: &Bill, costs: &'c Costs) -> Self {
        let mut per_line = Self { lines: vec![0; bill.lines.len()], unbilled: Vec::new() };
        for cost in &costs.lines {
            match cost.line.and_then(|index| per_line.lines.get_mut(index)) {
                Some(sum) => *sum += i128::from(cost.settled.minor),
                None => per_line.unbilled.push(cost),
            }
        }
        per_line
    }

    pub(crate) fn cost(&self, line: usize) -> i128 {
        self.lines.get(line).copied().unwrap_or(0)
    }
}
