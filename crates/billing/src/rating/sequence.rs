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
/// part where it is reached. A call that outlasts its last part is [`RatingError::Unrated`], unless no part is priced
/// by length: then it costs the base and the fixed parts.
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
    let by_length = sequence.parts.iter().any(|part| part.kind != SequenceKind::Fixed);
    match begins {
        Some(ended) if ended < end && by_length => Err(RatingError::Unrated),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn part(kind: SequenceKind, rate: i64, per: i64, times_max: u64) -> SequencePart {
        SequencePart { kind, rate: rate.into(), per: per.into(), times_max }
    }

    fn price(parts: Vec<SequencePart>, offset: i64, length: i64) -> Result<Exact, RatingError> {
        let sequence = Sequence { base: 1000.into(), free: 10.into(), parts };
        rate_segment(&sequence, Segment { offset: offset.into(), length: length.into() })
    }

    #[test]
    fn a_block_is_charged_where_it_starts() {
        let blocks = || vec![part(SequenceKind::Block, 7, 60, 0)];
        assert_eq!(price(blocks(), 0, 71), Ok(1014.into()));
        assert_eq!(price(blocks(), 0, 30), Ok(1007.into()));
        assert_eq!(price(blocks(), 30, 30), Ok(0.into()));
        assert_eq!(price(blocks(), 60, 11), Ok(7.into()));
    }

    #[test]
    fn a_fixed_part_is_due_once_reached() {
        let parts = || vec![part(SequenceKind::Proportional, 0, 15, 1), part(SequenceKind::Fixed, 3, 1, 0)];
        let then = || parts().into_iter().chain([part(SequenceKind::Proportional, 1, 1, 0)]).collect();
        assert_eq!(price(then(), 0, 25), Ok(1000.into()));
        assert_eq!(price(then(), 0, 26), Ok(1004.into()));
        assert_eq!(price(then(), 25, 1), Ok(4.into()));
        assert_eq!(price(then(), 26, 1), Ok(1.into()));
    }

    #[test]
    fn the_base_is_due_with_the_first_segment_even_of_zero_length() {
        assert_eq!(price(vec![part(SequenceKind::Proportional, 1, 1, 0)], 0, 0), Ok(1000.into()));
        assert_eq!(price(vec![part(SequenceKind::Proportional, 1, 1, 0)], 5, 6), Ok(1.into()));
    }

    #[test]
    fn beyond_the_last_part_a_call_is_unrated() {
        assert_eq!(price(vec![part(SequenceKind::Block, 1, 10, 2)], 0, 30), Ok(1002.into()));
        assert_eq!(price(vec![part(SequenceKind::Block, 1, 10, 2)], 0, 31), Err(RatingError::Unrated));
        assert_eq!(price(vec![], 0, 31), Ok(1000.into()));
        assert_eq!(price(vec![part(SequenceKind::Fixed, 1, 1, 0)], 0, 31), Ok(1001.into()));
    }
}
