//! Putting a bill together: exact lines become money, rounded once by the business's rule.

use kernel::{
    Exact, Money, Overflow, Period,
    money::{Rounding, RoundingPlace},
    time::SignedDuration,
};
use model::{Business, Contract};

use super::{
    Bill, BillError, Costs, Line, LineCost, LineKind, Rated,
    charged::{Charged, ChargedCost},
};

/// The product named on the rounding line; [`LineKind::Rounding`] tells it from a product of that name.
pub const ROUNDING_PRODUCT: &str = "rounding";

/// Settles lines and costs. Rounded once on the invoice, the total is the sum of the exact amounts, rounded; what the
/// rounded lines miss of it is the rounding line. Rounded by line, the total is the sum of the rounded lines. Costs
/// are always rounded by line.
pub(super) fn settle_all(
    business: &Business,
    contract: &Contract,
    period: Period,
    charged: Vec<Charged>,
) -> Result<Rated, BillError> {
    let (currency, rounding) = (business.currency, business.options.rounding);
    let mut lines = Vec::new();
    let mut costs = Vec::new();
    for product in charged {
        let first = (!product.lines.is_empty()).then_some(lines.len());
        for mut line in product.lines {
            line.settled = Money::settle(line.amount, currency, rounding.mode)
                .map_err(|Overflow| BillError::OutOfRange(product.product.clone()))?;
            lines.push(line);
        }
        if let Some(ChargedCost { vendor, quantity, price, amount }) = product.cost {
            let settled = Money::settle(amount, currency, rounding.mode)
                .map_err(|Overflow| BillError::OutOfRange(product.product.clone()))?;
            costs.push(LineCost { line: first, product: product.product, vendor, quantity, price, amount, settled });
        }
    }
    let total = total(&mut lines, business, rounding)?;
    let cost = costs.iter().try_fold(Money::zero(currency), |sum, cost| sum.plus(cost.settled))?;
    let zone = contract.zone(business);
    let last_instant = period.end.saturating_sub(SignedDuration::from_nanos(1)).unwrap_or(period.end);
    let bill = Bill {
        tenant: contract.tenant.clone(),
        title: contract.title.clone(),
        plan: contract.plan.clone(),
        plan_title: business.plans.get(&contract.plan).map_or_else(|| contract.plan.clone(), |plan| plan.title.clone()),
        period,
        first_day: period.first_day(zone),
        last_day: last_instant.to_zoned(zone.clone()).date(),
        currency,
        lines,
        subtotal: total,
        total,
    };
    Ok(Rated { bill, costs: Costs { lines: costs, total: cost, margin: total.minus(cost)? } })
}

/// The bill's total, after the line that makes the others add up to it.
fn total(lines: &mut Vec<Line>, business: &Business, rounding: Rounding) -> Result<Money, Overflow> {
    let currency = business.currency;
    let of_lines = lines.iter().try_fold(Money::zero(currency), |sum, line| sum.plus(line.settled))?;
    if rounding.place == RoundingPlace::Line {
        return Ok(of_lines);
    }
    let exact = Exact::sum(lines.iter().map(|line| line.amount))?;
    let total = Money::settle(exact, currency, rounding.mode)?;
    let rest = total.minus(of_lines)?;
    if rest.minor != 0 {
        lines.push(Line {
            kind: LineKind::Rounding,
            product: ROUNDING_PRODUCT.to_owned(),
            description: "Rounding".to_owned(),
            group: None,
            quantity: Exact::ONE,
            unit: None,
            unit_plural: None,
            price: None,
            amount: Exact::ZERO,
            settled: rest,
        });
    }
    Ok(total)
}
