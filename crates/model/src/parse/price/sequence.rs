//! Sequences: proportional, block and fixed parts, one after the other.

use kernel::Decimal;

use super::{Counted, call::per};
use crate::{
    Sequence, SequenceKind, SequencePart,
    limits::BANDS_MAX,
    parse::reader::{Field, Table},
    section::{Kind, Section, key, section},
};

pub(crate) static SEQUENCE: Section = section(
    "sequence",
    "The price of one event as parts in order, each up to its cap.",
    &[
        key("base", Kind::Decimal, "A fee for the event.").default("0"),
        key("free", Kind::Decimal, "Leading units that cost nothing.").default("0"),
        key("parts", Kind::Tables(&PART), "The parts, in order.").required(),
    ],
);

static PART: Section = section(
    "sequence_part",
    "One part of a sequence.",
    &[
        key(
            "kind",
            Kind::Choice(&[
                ("proportional", "every unit in proportion"),
                ("block", "every started block of `per` units"),
                ("fixed", "once, however long it lasts"),
            ]),
            "How the rate is charged.",
        )
        .required(),
        key("rate", Kind::Decimal, "The price of `per` units.").required(),
        key("per", Kind::Positive, "How many of the event's units the rate is for.")
            .default("what one unit of the meter holds"),
        key("times", Kind::Whole(0, 1_000_000), "How many times `per` the part lasts; 0: to the end.").default("0"),
    ],
);

pub(super) fn sequence(table: &Table<'_>, counted: &Counted<'_>) -> Option<Sequence> {
    let zero_or = |name| table.get(name).map_or(Some(Decimal::ZERO), |field| field.decimal());
    let (base, free) = (zero_or("base"), zero_or("free"));
    let items = table.get("parts").map(|field| field.items(BANDS_MAX)).unwrap_or_default();
    let parts: Vec<SequencePart> = items.iter().filter_map(|item| part(item, counted)).collect();
    (parts.len() == items.len()).then_some(())?;
    Some(Sequence { base: base?, free: free?, parts })
}

fn part(item: &Field<'_>, counted: &Counted<'_>) -> Option<SequencePart> {
    let table = item.table(&PART)?;
    let kinds =
        [("proportional", SequenceKind::Proportional), ("block", SequenceKind::Block), ("fixed", SequenceKind::Fixed)];
    let kind = table.get("kind").and_then(|field| field.choice(&kinds));
    let rate = table.get("rate").and_then(|field| field.decimal());
    let times = table.get("times").map_or(Some(0), |field| field.whole(0, 1_000_000));
    Some(SequencePart {
        kind: kind?,
        rate: rate?,
        per: per(&table, counted)?,
        times_max: times.and_then(|times| u64::try_from(times).ok())?,
    })
}
