use app::invoices::InvoiceMargin;
use billing::invoicing::{Bill, Line, LineKind, Rated};
use documents::format;
use kernel::Money;

use super::Amount;

/// A bill with what it costs us. Operator pages only: a client's page has [`ClientBill`](crate::pages::client::bill::ClientBill).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillView {
    pub period: String,
    pub lines: Vec<MarginLine>,
    pub total: Amount,
    pub cost: Amount,
    pub cost_share: String,
    pub margin: Amount,
    /// `71.6% of revenue`; empty without revenue.
    pub share: String,
}

/// What anyone may read of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineView {
    pub description: String,
    /// What kind of line it is, where that is not plain.
    pub note: String,
    pub quantity: String,
    pub price: String,
    pub amount: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarginLine {
    pub description: String,
    pub note: String,
    pub quantity: String,
    pub price: String,
    pub amount: Amount,
    pub cost: Amount,
    pub margin: Amount,
}

impl LineView {
    pub fn of(bill: &Bill, line: &Line) -> Self {
        let note = match &line.kind {
            LineKind::Charge => String::new(),
            LineKind::Minimum => "Minimum charge".to_owned(),
            LineKind::Maximum => "Maximum charge".to_owned(),
            LineKind::Correction { period } => format!("Correction for {}", format::correction_days(bill, *period)),
            LineKind::Rounding => "What the rounded lines do not add up to".to_owned(),
        };
        let counts = matches!(line.kind, LineKind::Charge) && line.unit.is_some();
        let quantity = line.unit.as_deref().filter(|_| counts);
        let quantity = quantity.map(|unit| format::counted(line.quantity, unit, line.unit_plural.as_deref()));
        let price = line.price.filter(|_| counts).map(|price| format::price(price, bill.currency));
        Self {
            description: format::printable(&line.description).into_owned(),
            note,
            quantity: quantity.unwrap_or_default(),
            price: price.unwrap_or_default(),
            amount: Amount::of(line.settled),
        }
    }
}

/// What the lines of a bill cost us, settled; none where a cost stands behind no line.
struct Behind {
    lines: Vec<(Option<usize>, Money)>,
    cost: Money,
    margin: Money,
}

impl BillView {
    /// A bill that is still growing.
    pub fn live(rated: &Rated) -> Self {
        let lines = rated.costs.lines.iter().map(|cost| (cost.line, cost.settled)).collect();
        Self::of(&rated.bill, &Behind { lines, cost: rated.costs.total, margin: rated.costs.margin })
    }

    /// An invoice's bill.
    pub fn issued(bill: &Bill, margin: &InvoiceMargin) -> Self {
        let line = |index: Option<u32>| index.and_then(|index| usize::try_from(index).ok());
        let lines = margin.lines.iter().map(|(index, _, _, settled)| (line(*index), *settled)).collect();
        Self::of(bill, &Behind { lines, cost: margin.cost, margin: margin.margin })
    }

    fn of(bill: &Bill, behind: &Behind) -> Self {
        let lines = bill.lines.iter().enumerate().map(|(index, line)| {
            let LineView { description, note, quantity, price, amount } = LineView::of(bill, line);
            let cost = behind.cost_of(Some(index));
            // Beyond the range of money neither figure could have been settled.
            let margin = line.settled.minus(cost).unwrap_or(line.settled);
            MarginLine {
                description,
                note,
                quantity,
                price,
                amount,
                cost: Amount::of(cost),
                margin: Amount::of(margin),
            }
        });
        Self {
            period: format::days(bill.first_day, bill.last_day),
            lines: lines.chain(behind.unbilled()).collect(),
            total: Amount::of(bill.total),
            cost: Amount::of(behind.cost),
            cost_share: share(behind.cost, bill.total),
            margin: Amount::of(behind.margin),
            share: share(behind.margin, bill.total),
        }
    }
}

impl Behind {
    fn cost_of(&self, line: Option<usize>) -> Money {
        let settled = self.lines.iter().filter(|(of, _)| *of == line).map(|(_, settled)| *settled);
        settled.fold(Money::zero(self.cost.currency), |sum, cost| sum.plus(cost).unwrap_or(sum))
    }

    /// What was used and costs us, but stands on no line of the bill.
    fn unbilled(&self) -> Option<MarginLine> {
        let cost = self.cost_of(None);
        (cost.minor != 0).then(|| MarginLine {
            description: "Not billed".into(),
            note: "Used and paid for by us, on no line of the bill".into(),
            quantity: String::new(),
            price: String::new(),
            amount: Amount::of(Money::zero(cost.currency)),
            cost: Amount::of(cost),
            margin: Amount::of(cost.negated()),
        })
    }
}

/// `71.6% of revenue`; empty without revenue.
pub fn share(margin: Money, revenue: Money) -> String {
    format::percent(margin, revenue).map(|percent| format!("{percent} of revenue")).unwrap_or_default()
}
