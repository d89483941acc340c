//! Prices as one line of text, in the file's own grammar where it has one.

use std::fmt::{self, Write as _};

use crate::{Cadence, Offer, Price, Shape, Tier};

impl fmt::Display for Cadence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Once => f.write_str(" once"),
            Self::Months(1) => f.write_str("/month"),
            Self::Months(3) => f.write_str("/quarter"),
            Self::Months(6) => f.write_str("/half-year"),
            Self::Months(12) => f.write_str("/year"),
            Self::Months(months) => write!(f, "/{months} months"),
        }
    }
}

/// `0.025/month`, `500/node/year`, `volume: to 99 at 500, the rest at 450, per node/year`.
impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.shape {
            Shape::Unit(price) => write!(f, "{price}{}", Per(self))?,
            shape => write!(f, "{}{}", shape, Per(self))?,
        }
        if !self.included.is_zero() {
            write!(f, ", {} included", self.included)?;
        }
        if let Some(min) = self.min {
            write!(f, ", at least {min}")?;
        }
        if let Some(max) = self.max {
            write!(f, ", at most {max}")?;
        }
        Ok(())
    }
}

/// The range, as it would be written: `100-300/month`.
impl fmt::Display for Offer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(price) => price.fmt(f),
            Self::Range { low, high } => match &low.shape {
                Shape::Unit(amount) => write!(f, "{amount}-{high}"),
                shape => write!(f, "{shape} to {high}"),
            },
        }
    }
}

struct Per<'p>(&'p Price);

impl fmt::Display for Per<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(unit) = &self.0.per {
            write!(f, "/{unit}")?;
        }
        self.0.cadence.fmt(f)
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unit(price) => write!(f, "{price}"),
            Self::Graduated(tiers) => write!(f, "graduated: {}", Tiers(tiers)),
            Self::Volume { tiers, .. } => write!(f, "volume: {}", Tiers(tiers)),
            Self::Package { size, price } => write!(f, "{price} for each started {size}"),
            Self::Percent(percent) => {
                write!(f, "{}%", (percent.rate * kernel::Decimal::ONE_HUNDRED).normalize())?;
                if !percent.fixed.is_zero() {
                    write!(f, " and {}", percent.fixed)?;
                }
                for (name, bound) in [("at least", percent.min), ("at most", percent.max)] {
                    if let Some(bound) = bound {
                        write!(f, ", {name} {bound}")?;
                    }
                }
                Ok(())
            }
            Self::Factor(factor) => write!(f, "times {factor}"),
            Self::Call(call) => write!(f, "call: {}", calls(call)),
            Self::Bands(bands) => {
                f.write_str("by time of day: ")?;
                list(f, bands.iter().map(|band| format!("{} {}", band.name, calls(&band.call))))
            }
            Self::Sequence(sequence) => write!(f, "sequence of {} parts, base {}", sequence.parts.len(), sequence.base),
            Self::Deck(deck) => {
                let rows = deck.rows.iter().take(ROWS_SHOWN).map(|(key, shape)| format!("{key}: {shape}"));
                write!(f, "by {}: ", deck.attribute)?;
                list(f, rows)?;
                let more = deck.rows.len().saturating_sub(ROWS_SHOWN);
                if more > 0 { write!(f, " and {more} more") } else { Ok(()) }
            }
        }
    }
}

/// Rows of a deck that are written out.
const ROWS_SHOWN: usize = 5;

struct Tiers<'t>(&'t [Tier]);

impl fmt::Display for Tiers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        list(f, self.0.iter().map(tier))
    }
}

fn tier(tier: &Tier) -> String {
    let mut text = tier.upto.map_or("the rest".to_owned(), |upto| format!("to {upto}"));
    let _ = write!(text, " at {}", tier.each);
    if tier.size != kernel::Decimal::ONE {
        let _ = write!(text, " per {}", tier.size);
    }
    if !tier.flat.is_zero() {
        let _ = write!(text, " and {} flat", tier.flat);
    }
    text
}

fn calls(call: &crate::Call) -> String {
    let tiers = call
        .tiers
        .iter()
        .map(|tier| format!("from {} {} per {} by {}", tier.from, tier.rate, tier.per, tier.increment));
    format!("connect {}, {}", call.connect, tiers.collect::<Vec<_>>().join(", "))
}

fn list(f: &mut fmt::Formatter<'_>, items: impl Iterator<Item = String>) -> fmt::Result {
    f.write_str(&items.collect::<Vec<_>>().join(", "))
}
