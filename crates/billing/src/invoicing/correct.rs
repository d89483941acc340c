//! Late events of closed periods: what they change, product by product.

use kernel::{Currency, Exact, Overflow};

use super::{
    BillError, Earlier, Line, LineKind,
    charged::{Charged, ChargedCost, charge_all},
    words,
};

/// The correction of each product whose earlier period came out different: the period rated whole by its own version
/// and contract, less the same for what has been billed. A product whose rating fails fails the close: an invoice is
/// not issued around it.
pub(super) fn corrections(earlier: &Earlier<'_>) -> Result<Vec<Charged>, BillError> {
    let rate = |readings| charge_all(earlier.business, earlier.contract, earlier.period, readings);
    let mut corrections = Vec::new();
    // The same contract under the same version: the same products in the same order.
    for (now, billed) in rate(earlier.now)?.into_iter().zip(rate(earlier.billed)?) {
        let product = now.product.clone();
        corrections.extend(correction(earlier, now, &billed).map_err(|Overflow| BillError::OutOfRange(product))?);
    }
    Ok(corrections)
}

fn correction(earlier: &Earlier<'_>, now: Charged, billed: &Charged) -> Result<Option<Charged>, Overflow> {
    let quantity = now.quantity.minus(billed.quantity)?;
    let amount = now.amount()?.minus(billed.amount()?)?;
    let cost = cost_difference(now.cost.as_ref(), billed.cost.as_ref())?;
    if quantity.is_zero() && amount.is_zero() && cost.is_none() {
        return Ok(None);
    }
    let line = (!quantity.is_zero() || !amount.is_zero())
        .then(|| line_of(earlier, &now, quantity, amount, earlier.business.currency));
    Ok(Some(Charged { quantity, lines: line.into_iter().collect(), cost, ..now }))
}

fn line_of(earlier: &Earlier<'_>, now: &Charged, quantity: Exact, amount: Exact, currency: Currency) -> Line {
    let period = words::period(&earlier.period, earlier.contract.zone(earlier.business));
    let description = format!("{}, correction for {period}", now.title);
    let kind = LineKind::Correction { period: earlier.period };
    // A price is shown where the difference is so many units at one of the product's prices.
    let explains = |price: &_| quantity.times(Exact::from(*price)).is_ok_and(|product| product == amount);
    let price = now.lines.iter().filter_map(|line| line.price).find(explains);
    Line {
        quantity,
        unit: now.unit.clone(),
        unit_plural: now.unit_plural.clone(),
        price,
        amount,
        ..now.line(kind, description, currency)
    }
}

fn cost_difference(now: Option<&ChargedCost>, billed: Option<&ChargedCost>) -> Result<Option<ChargedCost>, Overflow> {
    let of = |cost: Option<&ChargedCost>| cost.map_or((Exact::ZERO, Exact::ZERO), |cost| (cost.quantity, cost.amount));
    let ((quantity_now, amount_now), (quantity_billed, amount_billed)) = (of(now), of(billed));
    let (quantity, amount) = (quantity_now.minus(quantity_billed)?, amount_now.minus(amount_billed)?);
    if amount.is_zero() {
        return Ok(None);
    }
    let vendor = now.or(billed).and_then(|cost| cost.vendor.clone());
    let price = now.and_then(|cost| cost.price);
    Ok(Some(ChargedCost { vendor, quantity, price, amount }))
}
