//! What one side of one product comes to in a period: pieces at one price each, and what holds their sum.

use kernel::{Decimal, Exact, Overflow, Period};
use model::{Deck, Meter, Price, Shape, Tier};

use super::{quantity, words};
use crate::{
    rating::{Part, RatingError, RatingOptions, beyond_included, clamp, rate, rate_listed},
    usage::{Readings, is_listed, series},
};

/// One line to be: a tier, a row, a flat fee, what is included.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    /// What tells it from the product's other pieces.
    pub detail: Option<String>,
    pub quantity: Exact,
    /// Whether the quantity is in the product's unit; a flat fee is not.
    pub in_units: bool,
    pub price: Option<Decimal>,
    pub amount: Exact,
}

/// A side of a product before it becomes lines.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Priced {
    /// All of it, in the client's unit, included units among it.
    pub quantity: Exact,
    pub pieces: Vec<Piece>,
    /// Lifts to the minimum if positive, lowers to the maximum if negative.
    pub clamp: Exact,
}

impl Priced {
    pub fn total(&self) -> Result<Exact, Overflow> {
        Exact::sum(self.pieces.iter().map(|piece| piece.amount).chain([self.clamp]))
    }

    /// The one price of all of it, if there is just one.
    pub fn only_price(&self) -> Option<Decimal> {
        match self.pieces.as_slice() {
            [piece] if self.clamp.is_zero() => piece.price,
            _ => None,
        }
    }

    /// The same `times` over: a monthly fee in a yearly bill.
    pub fn times(mut self, times: u32, detail: Option<&str>) -> Result<Self, Overflow> {
        let factor = Exact::from(i64::from(times));
        self.quantity = self.quantity.times(factor)?;
        self.clamp = self.clamp.times(factor)?;
        for piece in &mut self.pieces {
            piece.quantity = piece.quantity.times(factor)?;
            piece.amount = piece.amount.times(factor)?;
            if let Some(detail) = detail {
                piece.detail = Some(joined(piece.detail.as_deref(), detail));
            }
        }
        Ok(self)
    }
}

/// Where a metered product's numbers are found.
#[derive(Clone, Copy)]
pub(super) struct Measured<'r> {
    pub name: &'r str,
    pub meter: &'r Meter,
    /// Key of the side's own series, `calls/price`.
    pub side: &'r str,
    /// Key under which the rows' quantities stand, where rows hold amounts; costs have none.
    pub rows: Option<&'r str>,
    pub period: Period,
    pub readings: &'r Readings,
    pub options: RatingOptions,
}

/// Prices so many units agreed beforehand.
pub(super) fn of_quantity(price: &Price, quantity: Exact, options: RatingOptions) -> Result<Priced, RatingError> {
    let mut pieces = included(price, quantity)?;
    pieces.extend(rated(&price.shape, beyond_included(price, quantity)?, options)?);
    finish(price, quantity, pieces)
}

/// Prices what was measured.
pub(super) fn of_readings(price: &Price, measured: Measured<'_>) -> Result<Priced, RatingError> {
    let quantity = measured.quantity(&series::meter(measured.name))?;
    match &price.shape {
        Shape::Deck(deck) => {
            let mut rows = Rows { measured: &measured, free: price.included.into(), pieces: Vec::new() };
            rows.follow(deck, measured.side, measured.rows, None)?;
            let taken = Exact::from(price.included).minus(rows.free)?;
            let included = taken.is_positive().then(|| included_piece(taken));
            finish(price, quantity, included.into_iter().chain(rows.pieces).collect())
        }
        shape if shape.is_per_event() => finish(price, quantity, measured.events(shape, measured.side, quantity)?),
        _ => of_quantity(price, quantity, measured.options),
    }
}

fn finish(price: &Price, quantity: Exact, mut pieces: Vec<Piece>) -> Result<Priced, RatingError> {
    if pieces.len() > 1 {
        pieces.retain(|piece| !(piece.quantity.is_zero() && piece.amount.is_zero()));
    }
    if pieces.is_empty() {
        // Nothing used is a line of zero, not a missing one.
        let unit_price = if let Shape::Unit(each) = price.shape { Some(each) } else { None };
        pieces.push(Piece { detail: None, quantity, in_units: true, price: unit_price, amount: Exact::ZERO });
    }
    let total = Exact::sum(pieces.iter().map(|piece| piece.amount))?;
    Ok(Priced { quantity, pieces, clamp: clamp(price, total)?.by })
}

/// The units that cost nothing, as a piece of their own.
fn included(price: &Price, quantity: Exact) -> Result<Vec<Piece>, RatingError> {
    let taken = quantity.min(price.included.into());
    Ok(if taken.is_positive() { vec![included_piece(taken)] } else { Vec::new() })
}

fn included_piece(quantity: Exact) -> Piece {
    let detail = Some("included".to_owned());
    Piece { detail, quantity, in_units: true, price: Some(Decimal::ZERO), amount: Exact::ZERO }
}

impl Measured<'_> {
    fn quantity(&self, key: &str) -> Result<Exact, Overflow> {
        quantity::of_series(self.meter, key, self.period, self.readings)
    }

    /// The one piece of a price for events: their amounts, or their values in order.
    fn events(&self, shape: &Shape, key: &str, quantity: Exact) -> Result<Vec<Piece>, RatingError> {
        let Some(reading) = self.readings.get(key) else { return Ok(Vec::new()) };
        let amount = match shape {
            Shape::Percent(percent) if is_listed(shape) => {
                rate_listed(percent, reading.listed.iter().map(|(_, value)| *value))?.total()?
            }
            _ => reading.quantity,
        };
        Ok(vec![Piece { detail: None, quantity, in_units: true, price: None, amount }])
    }
}

/// Walks a deck's rows in the file's order.
struct Rows<'m, 'r> {
    measured: &'m Measured<'r>,
    /// Included units not yet taken off a row.
    free: Exact,
    pieces: Vec<Piece>,
}

impl Rows<'_, '_> {
    /// Adds the pieces of each row that was used. The rows' series stand under `key`, the quantities of rows that hold
    /// amounts under `quantities`; `outer` is the row this deck is in.
    fn follow(
        &mut self,
        deck: &Deck,
        key: &str,
        quantities: Option<&str>,
        outer: Option<&str>,
    ) -> Result<(), RatingError> {
        let rows = deck.rows.iter().map(|(row, shape)| (Some(row.as_str()), shape));
        for (row, shape) in rows.chain(deck.otherwise.as_deref().map(|shape| (None, shape))) {
            let key = series::row(key, row);
            let quantities = quantities.map(|quantities| series::row(quantities, row));
            let label = joined(outer, &words::row(deck.matching, row));
            if let Shape::Deck(inner) = shape {
                self.follow(inner, &key, quantities.as_deref(), Some(&label))?;
                continue;
            }
            for piece in self.row(shape, &key, quantities.as_deref())? {
                let detail = piece.detail.as_deref().map(|detail| joined(Some(&label), detail));
                self.pieces.push(Piece { detail: Some(detail.unwrap_or_else(|| label.clone())), ..piece });
            }
        }
        Ok(())
    }

    fn row(&mut self, shape: &Shape, key: &str, quantities: Option<&str>) -> Result<Vec<Piece>, RatingError> {
        let measured = self.measured;
        if shape.is_per_event() {
            let quantity = quantities.map_or(Ok(Exact::ZERO), |key| measured.quantity(key))?;
            return measured.events(shape, key, quantity);
        }
        if measured.readings.get(key).is_none() {
            return Ok(Vec::new());
        }
        let quantity = measured.quantity(key)?;
        let covered = quantity.min(self.free);
        self.free = self.free.minus(covered)?;
        rated(shape, quantity.minus(covered)?, measured.options)
    }
}

/// The pieces of a quantity under an aggregate shape.
fn rated(shape: &Shape, quantity: Exact, options: RatingOptions) -> Result<Vec<Piece>, RatingError> {
    let parts = rate(shape, quantity, options)?.parts;
    Ok(match shape {
        Shape::Graduated(tiers) => graduated(tiers, quantity, parts),
        Shape::Volume { tiers, list } => {
            let discount = |part: &Part| words::discount((*list)?, part.price?);
            whole(tiers.iter().any(|tier| tier.size != Decimal::ONE), quantity, parts, discount)
        }
        Shape::Package { size, .. } => {
            let detail = |part: &Part| {
                let plural = if part.quantity == Exact::ONE { "package" } else { "packages" };
                Some(format!("{} {plural} of {}", words::figure(part.quantity), words::figure((*size).into())))
            };
            whole(true, quantity, parts, detail)
        }
        _ => whole(false, quantity, parts, |_| None),
    })
}

/// Pieces of a shape that prices all units alike, with a flat fee perhaps. In packages: the part counts packages, the
/// piece units.
fn whole(in_packages: bool, quantity: Exact, parts: Vec<Part>, detail: impl Fn(&Part) -> Option<String>) -> Vec<Piece> {
    let only_flat = parts.iter().all(|part| part.price.is_none());
    let piece = |part: Part| match part.price {
        Some(_) if in_packages => Piece {
            detail: detail(&part),
            quantity,
            in_units: true,
            price: price_if_exact(part.price, quantity, part.amount),
            amount: part.amount,
        },
        Some(_) => Piece {
            detail: detail(&part),
            quantity: part.quantity,
            in_units: true,
            price: part.price,
            amount: part.amount,
        },
        None if only_flat => flat(None, Some(quantity), part.amount),
        None => flat(None, None, part.amount),
    };
    parts.into_iter().map(piece).collect()
}

/// A flat fee: for these units, where the tier has no other price for them.
fn flat(tier: Option<String>, units: Option<Exact>, amount: Exact) -> Piece {
    let detail = Some(tier.map_or_else(|| "flat fee".to_owned(), |tier| joined(Some(&tier), "flat fee")));
    Piece { detail, quantity: units.unwrap_or(Exact::ONE), in_units: units.is_some(), price: None, amount }
}

/// Walks the tiers as rating does: in each, the units' part if it has one, then the flat fee's.
fn graduated(tiers: &[Tier], quantity: Exact, parts: Vec<Part>) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(parts.len());
    let mut parts = parts.into_iter().peekable();
    let mut lower = Decimal::ZERO;
    for tier in tiers {
        let end = tier.upto.map_or(quantity, |upto| quantity.min(upto.into()));
        let units = end.minus(lower.into()).unwrap_or_default();
        let label = words::tier(lower, tier.upto);
        let priced = parts.next_if(|part| part.price.is_some());
        let fee = parts.next_if(|part| part.price.is_none());
        if let Some(part) = &priced {
            let price = price_if_exact(part.price, units, part.amount);
            pieces.push(Piece { detail: label.clone(), quantity: units, in_units: true, price, amount: part.amount });
        }
        if let Some(part) = fee {
            pieces.push(flat(label, priced.is_none().then_some(units), part.amount));
        }
        match tier.upto {
            Some(upto) if quantity > upto.into() => lower = upto,
            _ => break,
        }
    }
    pieces
}

/// The price, if it times the quantity is the amount: not where started packages are charged.
fn price_if_exact(price: Option<Decimal>, quantity: Exact, amount: Exact) -> Option<Decimal> {
    price.filter(|price| quantity.times((*price).into()).is_ok_and(|product| product == amount))
}

fn joined(first: Option<&str>, second: &str) -> String {
    first.map_or_else(|| second.to_owned(), |first| format!("{first}, {second}"))
}
