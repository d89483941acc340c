//! From meters and prices to the list of series they need.

use kernel::{Decimal, Exact, time::TimeZone};
use model::{Business, Deck, Fold, Level, Meter, Price, Shape};

use super::{
    Carry, Series, SeriesKind, Tariff, TariffError,
    agreed::Agreed,
    gauge::{Gauge, Node, Pricing},
    keys::{self, Side},
};
use crate::rating::{DeckIndex, scale};

pub(super) struct Compiler {
    series: Vec<Series>,
    kinds: Vec<(String, Vec<Gauge>)>,
}

impl Compiler {
    /// Starts with every meter's own series, in the file's order.
    pub fn new(business: &Business) -> Self {
        let mut compiler = Self { series: Vec::new(), kinds: Vec::new() };
        for (name, meter) in &business.meters {
            let gauge = Gauge {
                meter: name.clone(),
                only: meter.only.clone(),
                fold: meter.fold.clone(),
                increment: meter.increment,
                series: compiler.meter_series(keys::meter(name), meter),
                sides: Vec::new(),
            };
            match compiler.kinds.iter_mut().find(|(kind, _)| *kind == meter.event) {
                Some((_, gauges)) => gauges.push(gauge),
                None => compiler.kinds.push((meter.event.clone(), vec![gauge])),
            }
        }
        compiler
    }

    /// Adds the series that a product's price and cost need beyond the meter's own.
    pub fn add(&mut self, agreed: &Agreed<'_>) -> Result<(), TariffError> {
        let cost = agreed.cost.map(|cost| (Side::Cost, &cost.price));
        for (side, price) in [(Side::Price, agreed.price.as_ref())].into_iter().chain(cost) {
            let Some((name, meter)) = agreed.meter else {
                check_fee(agreed.key, price)?;
                continue;
            };
            if price.shape.is_per_event() && !price.included.is_zero() {
                return Err(TariffError::IncludedPerEvent(agreed.key.to_owned()));
            }
            let mut branch = Branch { product: agreed.key, name, meter, compiler: self };
            let quantity = (side == Side::Price).then(|| keys::quantity(agreed.key));
            let Some(node) = branch.node(&price.shape, &keys::side(agreed.key, side), quantity.as_deref(), false)?
            else {
                continue;
            };
            let pricing = Pricing { product: agreed.key.to_owned(), node };
            let gauges = self.kinds.iter_mut().flat_map(|(_, gauges)| gauges);
            gauges.filter(|gauge| gauge.meter == name).for_each(|gauge| gauge.sides.push(pricing.clone()));
        }
        Ok(())
    }

    pub fn finish(self, zone: TimeZone) -> Tariff {
        Tariff { series: self.series, kinds: self.kinds, zone }
    }

    fn push(&mut self, series: Series) -> usize {
        self.series.push(series);
        self.series.len() - 1
    }

    /// A series that folds as the meter does: the meter's own, or one row's share of it.
    fn meter_series(&mut self, key: String, meter: &Meter) -> usize {
        let (kind, carry) = match &meter.fold {
            Fold::Count | Fold::Sum(_) => (SeriesKind::Sum, Carry::Nothing),
            Fold::Max(_) => (SeriesKind::Max, Carry::Nothing),
            Fold::Last(_) => (SeriesKind::Last, Carry::Nothing),
            Fold::Unique(_) => (SeriesKind::Unique, Carry::Nothing),
            Fold::TimeWeighted { each: Level::Level, .. } => (SeriesKind::Listed, Carry::Latest),
            Fold::TimeWeighted { each: Level::Change, .. } => (SeriesKind::Listed, Carry::Sum),
        };
        self.push(Series { key, kind, scale: Decimal::ONE, carry })
    }
}

/// A product without a meter is a fee, or so many units agreed.
fn check_fee(product: &str, price: &Price) -> Result<(), TariffError> {
    match price.shape {
        Shape::Percent(_) | Shape::Call(_) | Shape::Bands(_) | Shape::Sequence(_) | Shape::Deck(_) => {
            Err(TariffError::NoMeter(product.to_owned()))
        }
        _ => Ok(()),
    }
}

/// One side of one product while its series are made.
struct Branch<'c, 'b> {
    product: &'b str,
    name: &'b str,
    meter: &'b Meter,
    compiler: &'c mut Compiler,
}

impl Branch<'_, '_> {
    /// The node of a shape whose series is `key`; none where the meter's own series says enough.
    /// `quantity` is the key of the row's quantity, where a row of amounts should have one.
    fn node(
        &mut self,
        shape: &Shape,
        key: &str,
        quantity: Option<&str>,
        is_row: bool,
    ) -> Result<Option<Node>, TariffError> {
        Ok(Some(match shape {
            Shape::Deck(deck) => self.deck(deck, key, quantity)?,
            Shape::Percent(_) | Shape::Call(_) | Shape::Bands(_) | Shape::Sequence(_) => {
                if !matches!(self.meter.fold, Fold::Count | Fold::Sum(_)) {
                    return Err(TariffError::NotPerEvent {
                        product: self.product.to_owned(),
                        meter: self.name.to_owned(),
                    });
                }
                let quantity = quantity.filter(|_| is_row).map(str::to_owned);
                self.per_event(shape, key, quantity)?
            }
            Shape::Unit(_) | Shape::Graduated(_) | Shape::Volume { .. } | Shape::Package { .. } | Shape::Factor(_) => {
                if !is_row {
                    return Ok(None);
                }
                Node::Quantity { series: self.compiler.meter_series(key.to_owned(), self.meter) }
            }
        }))
    }

    fn per_event(&mut self, shape: &Shape, key: &str, quantity: Option<String>) -> Result<Node, TariffError> {
        if is_listed(shape) {
            let listed =
                Series { key: key.to_owned(), kind: SeriesKind::Listed, scale: Decimal::ONE, carry: Carry::Nothing };
            let series = self.compiler.push(listed);
            let quantity = quantity.map(|key| self.compiler.meter_series(key, self.meter));
            return Ok(Node::Listed { series, quantity });
        }
        let scale = scale(shape).map_err(|_| TariffError::OutOfRange(self.product.to_owned()))?;
        let series = Series { key: key.to_owned(), kind: SeriesKind::Sum, scale, carry: Carry::Nothing };
        let series = self.compiler.push(series);
        let quantity = quantity.map(|key| self.compiler.meter_series(key, self.meter));
        Ok(Node::Amount { series, quantity, shape: shape.clone(), scale: Exact::from(scale) })
    }

    fn deck(&mut self, deck: &Deck, key: &str, quantity: Option<&str>) -> Result<Node, TariffError> {
        let rows = deck.rows.iter().map(|(row, shape)| (Some(row.as_str()), shape));
        let mut nodes = Vec::with_capacity(deck.rows.len() + 1);
        for (row, shape) in rows.chain(deck.otherwise.as_deref().map(|shape| (None, shape))) {
            nodes.extend(self.row(shape, key, quantity, row)?);
        }
        let mut places = 0..nodes.len();
        let rows = DeckIndex::new(deck, |_, _| places.next().unwrap_or(usize::MAX));
        Ok(Node::Deck { attribute: deck.attribute.clone(), rows, nodes })
    }

    fn row(
        &mut self,
        shape: &Shape,
        key: &str,
        quantity: Option<&str>,
        row: Option<&str>,
    ) -> Result<Option<Node>, TariffError> {
        let quantity = quantity.map(|quantity| keys::row(quantity, row));
        self.node(shape, &keys::row(key, row), quantity.as_deref(), true)
    }
}

/// Whether a price for events depends on their order, so that amounts cannot be added up ahead.
pub(crate) fn is_listed(shape: &Shape) -> bool {
    matches!(shape, Shape::Percent(percent) if percent.free_events.is_some() || percent.free_value.is_some())
}
