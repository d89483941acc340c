//! Names of series: stable text, so that readings of one version can be compared with those of the next.
//!
//! `minutes` is a meter; `calls/price`, `calls/cost/44` belong to a product's price or cost; `*` is the row for
//! everything else. Names from the file are escaped, so no name can be mistaken for another series.

use std::fmt::Write as _;

/// The row that takes what no other row matches.
pub(crate) const OTHERWISE: &str = "*";

/// Which of a product's numbers a series belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Price,
    Cost,
}

impl Side {
    fn name(self) -> &'static str {
        match self {
            Self::Price => "price",
            Self::Cost => "cost",
        }
    }
}

pub(crate) fn meter(meter: &str) -> String {
    escape(meter)
}

pub(crate) fn side(product: &str, side: Side) -> String {
    format!("{}/{}", escape(product), side.name())
}

/// How much of a product each row of its deck took, where the rows' own series hold amounts.
pub(crate) fn quantity(product: &str) -> String {
    format!("{}/quantity", escape(product))
}

/// A row under a side, or under another row; none is [`OTHERWISE`].
pub(crate) fn row(parent: &str, row: Option<&str>) -> String {
    match row {
        Some(row) => format!("{parent}/{}", escape(row)),
        None => format!("{parent}/{OTHERWISE}"),
    }
}

/// `%`, `/`, `*` and control characters as `%` and two hex digits.
pub(super) fn escape(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '%' | '/' | '*' | '\0'..='\x1f' | '\x7f' => {
                let _ = write!(escaped, "%{:02X}", u32::from(c));
            }
            plain => escaped.push(plain),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_can_be_mistaken_for_another_series() {
        let deck = side("calls", Side::Price);
        assert_eq!(row(&deck, Some("44")), "calls/price/44");
        assert_eq!(row(&deck, None), "calls/price/*");
        assert_eq!(row(&deck, Some("*")), "calls/price/%2A");
        assert_eq!(meter("calls/price"), "calls%2Fprice");
        assert_ne!(row(&deck, Some("a%2Fb")), row(&deck, Some("a/b")));
        assert_eq!(meter("*"), "%2A");
        assert_eq!(quantity("a\0b"), "a%00b/quantity");
    }
}
