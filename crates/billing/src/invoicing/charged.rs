//! One product of a contract in one period: its lines before they are settled, and its cost.

use kernel::{Currency, Decimal, Exact, Money, Overflow, Period, time::Date};
use model::{Business, Contract, Price};

use super::{
    BillError, Line, LineKind,
    due::{times_due, times_due_metered},
    pieces::{Measured, Piece, Priced, of_quantity, of_readings},
    words,
};
use crate::{
    rating::{RatingError, RatingOptions},
    usage::{Agreed, Readings, Side, agreed, series},
};

/// What a product is charged, and what it costs us.
#[derive(Clone, Debug)]
pub(super) struct Charged {
    pub product: String,
    pub title: String,
    pub group: Option<String>,
    pub unit: Option<String>,
    pub unit_plural: Option<String>,
    /// In the client's unit; zero where nothing is due.
    pub quantity: Exact,
    /// In order; `settled` is zero until the bill is put together.
    pub lines: Vec<Line>,
    pub cost: Option<ChargedCost>,
}

#[derive(Clone, Debug)]
pub(super) struct ChargedCost {
    pub vendor: Option<String>,
    pub quantity: Exact,
    pub price: Option<Decimal>,
    pub amount: Exact,
}

impl Charged {
    pub fn amount(&self) -> Result<Exact, Overflow> {
        Exact::sum(self.lines.iter().map(|line| line.amount))
    }

    pub fn line(&self, kind: LineKind, description: String, currency: Currency) -> Line {
        Line {
            kind,
            product: self.product.clone(),
            description,
            group: self.group.clone(),
            quantity: Exact::ONE,
            unit: None,
            unit_plural: None,
            price: None,
            amount: Exact::ZERO,
            settled: Money::zero(currency),
        }
    }
}

/// Rates every product in force, in the plan's order.
pub(super) fn charge_all(
    business: &Business,
    contract: &Contract,
    period: Period,
    readings: &Readings,
) -> Result<Vec<Charged>, BillError> {
    let zone = contract.zone(business);
    let facts = Facts {
        business,
        start: contract.start,
        period,
        first_day: period.first_day(zone),
        day_after: period.day_after(zone),
        readings,
    };
    let failed = |product: &str, reason: RatingError| match reason {
        RatingError::Overflow(Overflow) => BillError::OutOfRange(product.to_owned()),
        reason => BillError::Unrated { product: product.to_owned(), reason },
    };
    agreed(business, contract)?
        .iter()
        .map(|product| facts.charge(product).map_err(|reason| failed(product.key, reason)))
        .collect()
}

struct Facts<'f> {
    business: &'f Business,
    start: Date,
    period: Period,
    first_day: Date,
    day_after: Date,
    readings: &'f Readings,
}

impl Facts<'_> {
    fn charge(&self, agreed: &Agreed<'_>) -> Result<Charged, RatingError> {
        let (unit, unit_plural) = match agreed.meter {
            Some((_, meter)) => (Some(meter.unit.name.clone()), Some(meter.unit.plural.clone())),
            None => (agreed.price.per.clone(), None),
        };
        let priced = if agreed.is_charged() { self.side(agreed, Side::Price, &agreed.price)? } else { None };
        let cost = match agreed.cost {
            Some(cost) => self.side(agreed, Side::Cost, &cost.price)?.map(|priced| (cost.vendor.clone(), priced)),
            None => None,
        };
        let charged = Charged {
            product: agreed.key.to_owned(),
            title: agreed.product.title.clone(),
            group: agreed.product.group.clone(),
            unit,
            unit_plural,
            quantity: priced.as_ref().map_or(Exact::ZERO, |priced| priced.quantity),
            lines: Vec::new(),
            cost: match cost {
                Some((vendor, priced)) => Some(ChargedCost {
                    vendor,
                    quantity: priced.quantity,
                    price: priced.only_price(),
                    amount: priced.total()?,
                }),
                None => None,
            },
        };
        let lines = priced.map_or_else(Vec::new, |priced| self.lines(&charged, priced));
        Ok(Charged { lines, ..charged })
    }

    /// One side of a product; none if it does not fall due in the period.
    fn side(&self, agreed: &Agreed<'_>, side: Side, price: &Price) -> Result<Option<Priced>, RatingError> {
        let options = RatingOptions { flat_fee_at_zero: self.business.options.flat_fee_at_zero };
        let Some((name, meter)) = agreed.meter else {
            let times = times_due(price.cadence, self.start, self.first_day, self.day_after);
            if times == 0 {
                return Ok(None);
            }
            let once = of_quantity(price, agreed.quantity.into(), options)?;
            return Ok(Some(once.times(times, words::times(price.cadence, times).as_deref())?));
        };
        if times_due_metered(price.cadence, self.start, self.first_day, self.day_after) == 0 {
            return Ok(None);
        }
        let rows = (side == Side::Price).then(|| series::quantity(agreed.key));
        let measured = Measured {
            name,
            meter,
            side: &series::side(agreed.key, side),
            rows: rows.as_deref(),
            period: self.period,
            readings: self.readings,
            options,
        };
        of_readings(price, measured).map(Some)
    }

    fn lines(&self, charged: &Charged, priced: Priced) -> Vec<Line> {
        let currency = self.business.currency;
        let clamp = priced.clamp;
        let mut lines: Vec<Line> = priced.pieces.into_iter().map(|piece| line_of(charged, piece, currency)).collect();
        if !clamp.is_zero() {
            let (kind, word) =
                if clamp.is_negative() { (LineKind::Maximum, "maximum") } else { (LineKind::Minimum, "minimum") };
            let held = charged.line(kind, format!("{}, {word}", charged.title), currency);
            lines.push(Line { amount: clamp, ..held });
        }
        lines
    }
}

fn line_of(charged: &Charged, piece: Piece, currency: Currency) -> Line {
    let description = match &piece.detail {
        Some(detail) => format!("{}, {detail}", charged.title),
        None => charged.title.clone(),
    };
    let (unit, unit_plural) =
        if piece.in_units { (charged.unit.clone(), charged.unit_plural.clone()) } else { (None, None) };
    Line {
        quantity: piece.quantity,
        unit,
        unit_plural,
        price: piece.price,
        amount: piece.amount,
        ..charged.line(LineKind::Charge, description, currency)
    }
}
