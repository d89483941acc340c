//! Kill Bill: usage in blocks; a tier spans so many blocks of its own size, and the last tier takes the rest.

use kernel::{Decimal, Overflow};
use model::{Shape, Tier};

/// A tier of blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Units in a block; a started block is charged in full.
    pub size: Decimal,
    /// How many blocks the tier spans.
    pub blocks_max: BlocksMax,
    /// Per block.
    pub price: Decimal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlocksMax {
    Blocks(u64),
    Unlimited,
}

/// `ALL_TIERS`: each unit in the tier it falls in, each tier rounded up to its own blocks.
pub fn all_tiers(blocks: &[Block]) -> Result<Shape, Overflow> {
    Ok(Shape::Graduated(tiers(blocks)?))
}

/// `TOP_TIER`: all units in blocks of the tier that the total reaches.
pub fn top_tier(blocks: &[Block]) -> Result<Shape, Overflow> {
    Ok(Shape::Volume { tiers: tiers(blocks)?, list: None })
}

fn tiers(blocks: &[Block]) -> Result<Vec<Tier>, Overflow> {
    let last = blocks.len().saturating_sub(1);
    let mut reached = Decimal::ZERO;
    let mut tiers = Vec::with_capacity(blocks.len());
    for (index, block) in blocks.iter().enumerate() {
        let upto = match block.blocks_max {
            BlocksMax::Blocks(max) if index < last => {
                let span = block.size.checked_mul(max.into()).ok_or(Overflow)?;
                reached = reached.checked_add(span).ok_or(Overflow)?;
                Some(reached)
            }
            BlocksMax::Blocks(_) | BlocksMax::Unlimited => None,
        };
        tiers.push(Tier { upto, each: block.price, flat: Decimal::ZERO, size: block.size });
    }
    Ok(tiers)
}
