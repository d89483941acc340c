//! Decks: prices by an attribute of the event.

use super::{
    Counted,
    shape::{self, Read, percent_of},
    text::{self, Amount},
};
use crate::{
    Deck, Map, Matching, Shape,
    limits::DECK_ROWS_MAX,
    parse::reader::{Field, Table},
    problem::ProblemKind,
    section::{Kind, Section, key, section},
};

pub(crate) static DECK: Section = section(
    "deck",
    "Prices by an attribute: a destination's prefix, a region's name.",
    &[
        key("by", Kind::Attribute, "The attribute whose value chooses the row.").required(),
        key(
            "match",
            Kind::Choice(&[
                ("exact", "the row whose key is the value"),
                ("prefix", "the longest key that the value starts with"),
            ]),
            "How a value finds its row.",
        )
        .default("\"exact\""),
        key("rows", Kind::Rows(&ROW_FORMS), "The price of each row: `\"44\" = \"0.02\"`.").required(),
        key(
            "otherwise",
            ROW_FORMS,
            "What no row matches. Without it such an event is refused and reported, never free.",
        ),
    ],
);

static ROW_FORMS: Kind = Kind::AnyOf(&[Kind::PriceText, Kind::Table(&ROW)]);

static ROW: Section = section(
    "deck_row",
    "The price of one row, in any shape but a deck.",
    &[
        shape::EACH,
        shape::GRADUATED,
        shape::VOLUME,
        shape::LIST,
        shape::PACKAGE,
        shape::PERCENT,
        shape::FACTOR,
        shape::CALLS,
        shape::BANDS,
        shape::SEQUENCES,
    ],
);

pub(super) fn deck(table: &Table<'_>, counted: &Counted<'_>) -> Option<Deck> {
    let attribute = table.get("by").and_then(|field| field.attribute());
    let matching = table.get("match").map_or(Some(Matching::Exact), |field| {
        field.choice(&[("exact", Matching::Exact), ("prefix", Matching::Prefix)])
    });
    let fields = table.get("rows").map(|field| field.rows(DECK_ROWS_MAX)).unwrap_or_default();
    let mut rows = Map::new();
    for (key, field) in &fields {
        let name = key.get_ref();
        if name.is_empty() || name.chars().count() > crate::limits::NAME_CHARS_MAX || name.chars().any(char::is_control)
        {
            let problem = crate::problem::Problem::new(ProblemKind::NotAName, key.span(), "this cannot be a row's key");
            field.reader.report(problem.path(&table.path).label("1 to 64 characters, none of them control characters"));
        }
        if let Some(shape) = row(field, counted) {
            rows.insert(name.clone().into_owned(), shape);
        }
    }
    let otherwise = table.get("otherwise").map(|field| row(&field, counted).map(Box::new));
    (rows.len() == fields.len()).then_some(())?;
    Some(Deck { attribute: attribute?, matching: matching?, rows, otherwise: shape::present(otherwise)? })
}

fn row(field: &Field<'_>, counted: &Counted<'_>) -> Option<Shape> {
    if field.is_table() {
        let table = field.table(&ROW)?;
        return match table.one_of(&shape::ROW_SHAPES, "its price", true)? {
            "each" => amount(&table.get("each")?, counted),
            name => shape::shape(&table, name, counted).map(|Read { shape, .. }| shape),
        };
    }
    amount(field, counted)
}

/// A row's price as a text: an amount per unit, or a percentage.
fn amount(field: &Field<'_>, counted: &Counted<'_>) -> Option<Shape> {
    let (amount, per) = text::price(field)?;
    counted.resolve(field, &per)?;
    match amount {
        Amount::One(price) => Some(Shape::Unit(price)),
        Amount::Percent(rate) => {
            counted.allows(field, "percent")?;
            Some(Shape::Percent(percent_of(rate)))
        }
        Amount::Range(..) => {
            field.report(ProblemKind::NotAPrice, "a row of a deck cannot be a range", "expected one price", &[]);
            None
        }
    }
}
