//! A call as a base fee, free leading units, then proportional, block and fixed parts in order.

use kernel::{Decimal, Exact, Overflow};
use model::{Sequence, SequenceKind, SequencePart};

use super::{
    RatingError,
    sum::{Grid, Sum, started},
};

/// A whole call of `length` units.
pub(super) fn rate_event(sequence: &Sequence, length: Decimal) -> Result<Exact, RatingError> {
    rate_segment(sequence, Segment { offset: Decimal::ZERO, length })
}

/// One record of a call that was recorded in several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Units of the call before this record; 0 for the first.
    pub offset: Decimal,
    pub length: Decimal,
}

/// The price of one segment: the segments of a call cost together what the call costs in one piece.
///
/// The base is due with the first segment, even if it is of zero length. A block is charged where it starts, a fixed
/// part where it is reached. A call that outlasts its last part is [`RatingError::Unrated`], unless there are none:
/// then it costs the base.
pub fn rate_segment(sequence: &Sequence, segment: Segment) -> Result<Exact, RatingError> {
    let quantities = sequence.parts.iter().map(|part| part.per);
    let grid = Grid::for_all(quantities.chain([sequence.free, segment.offset, segment.length]))?;
    let offset = grid.ticks(segment.offset)?;
    let free = grid.ticks(sequence.free)?;
    // Positions count from where the free units end.
    let position = |at: i128| at.saturating_sub(free).max(0);
    let start = position(offset);
    let end = position(offset.checked_add(grid.ticks(segment.length)?.max(0)).ok_or(Overflow)?);
    let mut sum = Sum::ZERO;
    if offset <= 0 {
        sum.add_decimal(sequence.base)?;
    }
    let mut begins = Some(0);
    for part in &sequence.parts {
        let Some(from) = begins else { break };
        let until = part_end(part, grid, from)?;
        let (within, until_within) = (start.max(from), until.map_or(end, |until| until.min(end)));
        match part.kind {
            SequenceKind::Fixed if start <= from && from < end => sum.add_decimal(part.rate)?,
            SequenceKind::Proportional if within < until_within => {
                sum.add_length(until_within - within, grid, part.rate, part.per)?;
            }
            SequenceKind::Block if within < until_within => {
                let per = grid.ticks(part.per)?;
                let blocks = started(until_within - from, per)? - started(within - from, per)?;
                sum.add_times(blocks, part.rate)?;
            }
            _ => {}
        }
        begins = until;
    }
    match begins {
        Some(ended) if ended < end && !sequence.parts.is_empty() => Err(RatingError::Unrated),
        _ => Ok(sum.exact()?),
    }
}

/// Where the part ends; none, if it lasts to the end of the call. A fixed part takes no time.
fn part_end(part: &SequencePart, grid: Grid, from: i128) -> Result<Option<i128>, Overflow> {
    match (part.kind, part.times_max) {
        (SequenceKind::Fixed, _) => Ok(Some(from)),
        (_, 0) => Ok(None),
        (_, times) => {
            let length = grid.ticks(part.per)?.checked_mul(times.into());
            length.and_then(|length| from.checked_add(length)).map(Some).ok_or(Overflow)
        }
    }
}
