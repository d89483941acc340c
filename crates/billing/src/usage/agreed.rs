//! What one contract has in force: each product of its plan with the price, the cost and the quantity agreed.

use std::borrow::Cow;

use kernel::Decimal;
use model::{Business, Contract, Cost, Meter, Offer, Plan, Price, Product, Shape};

use super::TariffError;

/// One product under one contract.
#[derive(Clone, Debug)]
pub(crate) struct Agreed<'b> {
    pub key: &'b str,
    pub product: &'b Product,
    pub meter: Option<(&'b str, &'b Meter)>,
    pub price: Cow<'b, Price>,
    pub cost: Option<&'b Cost>,
    /// Units of a product without a meter.
    pub quantity: Decimal,
}

impl Agreed<'_> {
    /// Whether a client pays for it at all. A product with only a cost is ours alone: a client must not even read that
    /// it is there.
    pub fn is_charged(&self) -> bool {
        self.product.price.is_some() || self.price.shape != Shape::Unit(Decimal::ZERO)
    }
}

/// The products in force, in the plan's order: all but the optional ones the contract does not take.
pub(crate) fn agreed<'b>(business: &'b Business, contract: &Contract) -> Result<Vec<Agreed<'b>>, TariffError> {
    let plan = business.plans.get(&contract.plan).ok_or_else(|| TariffError::NoSuchPlan(contract.plan.clone()))?;
    check_names(plan, contract)?;
    let mut products = Vec::with_capacity(plan.products.len());
    for (key, terms) in &plan.products {
        let taken = contract.quantities.get(key).copied();
        if terms.optional && taken.is_none_or(|quantity| quantity.is_zero()) {
            continue;
        }
        let missing = || TariffError::NotInPlan { product: key.clone(), plan: contract.plan.clone() };
        let product = business.products.get(key).ok_or_else(missing)?;
        products.push(Agreed {
            key,
            product,
            meter: meter_of(business, key, product)?,
            price: price_in_force(key, &terms.price, contract)?,
            cost: terms.cost.as_ref(),
            quantity: taken.unwrap_or(terms.quantity),
        });
    }
    Ok(products)
}

/// A contract that names what its plan does not have is a mistake, not a wish.
fn check_names(plan: &Plan, contract: &Contract) -> Result<(), TariffError> {
    if let Some(stray) =
        contract.quantities.keys().chain(contract.prices.keys()).find(|key| !plan.products.contains_key(*key))
    {
        return Err(TariffError::NotInPlan { product: stray.clone(), plan: contract.plan.clone() });
    }
    match contract.quantities.iter().find(|(_, quantity)| quantity.is_sign_negative() && !quantity.is_zero()) {
        Some((product, quantity)) => {
            Err(TariffError::NegativeQuantity { product: product.clone(), quantity: quantity.to_string() })
        }
        None => Ok(()),
    }
}

fn meter_of<'b>(
    business: &'b Business,
    key: &str,
    product: &'b Product,
) -> Result<Option<(&'b str, &'b Meter)>, TariffError> {
    let Some(name) = &product.meter else { return Ok(None) };
    match business.meters.get_key_value(name) {
        Some((name, meter)) => Ok(Some((name, meter))),
        None => Err(TariffError::NoSuchMeter { product: key.to_owned(), meter: name.clone() }),
    }
}

fn price_in_force<'b>(key: &str, offer: &'b Offer, contract: &Contract) -> Result<Cow<'b, Price>, TariffError> {
    let product = || key.to_owned();
    match (offer, contract.prices.get(key)) {
        (Offer::Fixed(price), None) => Ok(Cow::Borrowed(price)),
        (Offer::Fixed(price), Some(picked)) => match price.shape {
            Shape::Unit(stated) if stated == *picked => Ok(Cow::Borrowed(price)),
            _ => Err(TariffError::PriceFixed { product: product() }),
        },
        (Offer::Range { low, high }, picked) => {
            let (lowest, highest) = match (&low.shape, &high.shape) {
                (Shape::Unit(lowest), Shape::Unit(highest)) => (*lowest, *highest),
                _ => return Err(TariffError::RangeOfShapes { product: product() }),
            };
            let (low_text, high_text) = (lowest.to_string(), highest.to_string());
            match picked {
                None => Err(TariffError::PriceNotPicked { product: product(), low: low_text, high: high_text }),
                Some(picked) if (lowest..=highest).contains(picked) => {
                    Ok(Cow::Owned(Price { shape: Shape::Unit(*picked), ..low.clone() }))
                }
                Some(picked) => Err(TariffError::PriceOutsideRange {
                    product: product(),
                    price: picked.to_string(),
                    low: low_text,
                    high: high_text,
                }),
            }
        }
    }
}
