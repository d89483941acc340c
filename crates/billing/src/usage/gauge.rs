//! What one event adds to one meter's series, and to the series of the products sold by that meter.

use std::borrow::Cow;

use kernel::{Decimal, Exact, time::TimeZone};
use model::{Filter, Fold, Increment, Level, Shape};

use super::{Attribute, Event, Measure, Refusal, increment, number};
use crate::rating::{DeckIndex, Occurrence, RatingError, rate_event};

/// Bytes of one member of a `unique` meter.
pub const MEMBER_BYTES_MAX: usize = 256;

/// Characters of a wrong value that a refusal repeats.
const SHOWN_CHARS_MAX: usize = 64;

/// One meter, prepared for events.
#[derive(Clone, Debug)]
pub(super) struct Gauge {
    pub meter: String,
    pub only: Vec<Filter>,
    pub fold: Fold,
    pub increment: Option<Increment>,
    /// The meter's own series.
    pub series: usize,
    pub sides: Vec<Pricing>,
}

/// One side of a product that needs series of its own.
#[derive(Clone, Debug)]
pub(super) struct Pricing {
    pub product: String,
    pub node: Node,
}

#[derive(Clone, Debug)]
pub(super) enum Node {
    /// This row's share of the meter's quantity.
    Quantity { series: usize },
    /// Each event's amount; and its quantity, where the row should say how much it was.
    Amount { series: usize, quantity: Option<usize>, shape: Shape, scale: Exact },
    /// The values themselves, for prices that depend on their order.
    Listed { series: usize, quantity: Option<usize> },
    /// The index finds the row's place in `nodes` by the value of the attribute; an absent one is an empty text.
    Deck { attribute: String, rows: DeckIndex<usize>, nodes: Vec<Node> },
}

/// What the meter takes from the event.
#[derive(Clone, Copy)]
struct Taken<'e> {
    value: Decimal,
    member: Option<&'e str>,
}

impl<'e> Taken<'e> {
    fn into_measure(self, series: usize) -> Measure<'e> {
        Measure { series, value: self.value, member: self.member.map(Cow::Borrowed) }
    }
}

impl Gauge {
    /// Appends what the event adds. May have appended some when it refuses.
    pub fn measure<'e>(
        &self,
        event: &Event<'e>,
        zone: &TimeZone,
        measures: &mut Vec<Measure<'e>>,
    ) -> Result<(), Refusal> {
        if !self.only.iter().all(|filter| passes(filter, event)) {
            return Ok(());
        }
        let taken = self.take(event)?;
        measures.push(taken.into_measure(self.series));
        for side in &self.sides {
            let mut taking = Taking { gauge: self, product: &side.product, event, zone, measures };
            taking.follow(&side.node, taken)?;
        }
        Ok(())
    }

    fn take<'e>(&self, event: &Event<'e>) -> Result<Taken<'e>, Refusal> {
        let value = match &self.fold {
            Fold::Count => Decimal::ONE,
            Fold::Sum(attribute) | Fold::Max(attribute) | Fold::Last(attribute) => {
                self.number(event, attribute, Sign::Plus)?
            }
            Fold::TimeWeighted { attribute, each } => {
                let sign = if *each == Level::Change { Sign::Any } else { Sign::Plus };
                self.number(event, attribute, sign)?
            }
            Fold::Unique(attribute) => {
                return Ok(Taken { value: Decimal::ONE, member: Some(self.member(event, attribute)?) });
            }
        };
        let value = match &self.increment {
            Some(increment) => increment::apply(increment, value).ok_or_else(|| self.out_of_range())?,
            None => value,
        };
        Ok(Taken { value, member: None })
    }

    fn number(&self, event: &Event<'_>, path: &str, sign: Sign) -> Result<Decimal, Refusal> {
        let attribute = self.present(event, path)?;
        let value = attribute.number().ok_or_else(|| self.unusable(path, attribute, "a number"))?;
        if sign == Sign::Plus && value.is_sign_negative() && !value.is_zero() {
            return Err(self.unusable(path, attribute, "a number of zero or more"));
        }
        if number::is_within_limits(value) { Ok(value) } else { Err(self.out_of_range()) }
    }

    fn member<'e>(&self, event: &Event<'e>, path: &str) -> Result<&'e str, Refusal> {
        let attribute = self.present(event, path)?;
        match attribute.text() {
            Some(text) if text.len() > MEMBER_BYTES_MAX => {
                Err(self.unusable(path, attribute, "a text of at most 256 bytes"))
            }
            // Text columns hold no NUL.
            Some(text) if !text.contains('\0') => Ok(text),
            _ => Err(self.unusable(path, attribute, "a text, a number, true or false")),
        }
    }

    fn present<'e>(&self, event: &Event<'e>, path: &str) -> Result<&'e Attribute<'e>, Refusal> {
        match event.attributes.get(path) {
            None | Some(Attribute::Null) => {
                Err(Refusal::Missing { meter: self.meter.clone(), attribute: path.to_owned() })
            }
            Some(attribute) => Ok(attribute),
        }
    }

    fn unusable(&self, path: &str, attribute: &Attribute<'_>, needs: &'static str) -> Refusal {
        let value = match attribute {
            Attribute::Nested(_) => "an object",
            Attribute::Other => "an array",
            plain => plain.text().unwrap_or_default(),
        };
        Refusal::Unusable { meter: self.meter.clone(), attribute: path.to_owned(), value: shown(value), needs }
    }

    fn out_of_range(&self) -> Refusal {
        Refusal::OutOfRange { meter: self.meter.clone() }
    }
}

/// Whether a meter's values may go below zero: only changes of a level may.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Plus,
    Any,
}

/// One event on its way through one side of a product.
struct Taking<'g, 'm, 'e> {
    gauge: &'g Gauge,
    product: &'g str,
    event: &'g Event<'e>,
    zone: &'g TimeZone,
    measures: &'m mut Vec<Measure<'e>>,
}

impl<'e> Taking<'_, '_, 'e> {
    fn follow(&mut self, node: &Node, taken: Taken<'e>) -> Result<(), Refusal> {
        match node {
            Node::Quantity { series } => self.measures.push(taken.into_measure(*series)),
            Node::Amount { series, quantity, shape, scale } => {
                let value = self.amount(shape, *scale, taken.value)?;
                self.measures.push(Measure { series: *series, value, member: None });
                self.measures.extend(quantity.map(|series| taken.into_measure(series)));
            }
            Node::Listed { series, quantity } => {
                self.measures.push(taken.into_measure(*series));
                self.measures.extend(quantity.map(|series| taken.into_measure(series)));
            }
            Node::Deck { attribute, rows, nodes } => {
                let value = self.event.attributes.get(attribute).and_then(Attribute::text);
                match rows.find(value.unwrap_or_default()).and_then(|place| nodes.get(*place)) {
                    Some(row) => self.follow(row, taken)?,
                    None => return Err(self.unrated(attribute, value)),
                }
            }
        }
        Ok(())
    }

    fn amount(&self, shape: &Shape, scale: Exact, value: Decimal) -> Result<Decimal, Refusal> {
        let occurrence = Occurrence { value, at: self.event.at, zone: self.zone };
        let amount = rate_event(shape, occurrence).map_err(|error| match error {
            RatingError::Unrated => self.unrated("time", Some(&self.event.at.to_string())),
            RatingError::WrongDoor(_) | RatingError::Overflow(_) => self.gauge.out_of_range(),
        })?;
        let scaled =
            if scale == Exact::ONE { amount } else { amount.times(scale).map_err(|_| self.gauge.out_of_range())? };
        match scaled.to_decimal() {
            Some(value) if number::is_amount_within_limits(value) => Ok(value),
            _ => Err(self.gauge.out_of_range()),
        }
    }

    fn unrated(&self, attribute: &str, value: Option<&str>) -> Refusal {
        match value {
            Some(value) => Refusal::Unrated {
                product: self.product.to_owned(),
                attribute: attribute.to_owned(),
                value: shown(value),
            },
            None => Refusal::Missing { meter: self.gauge.meter.clone(), attribute: attribute.to_owned() },
        }
    }
}

/// An absent attribute passes no filter: the event is of another kind, not a wrong one.
fn passes(filter: &Filter, event: &Event<'_>) -> bool {
    let value = event.attributes.get(&filter.attribute).and_then(Attribute::text);
    value.is_some_and(|value| filter.values.iter().any(|allowed| allowed == value))
}

fn shown(value: &str) -> String {
    value.chars().take(SHOWN_CHARS_MAX).collect()
}
