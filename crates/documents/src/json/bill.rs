use billing::invoicing::{Bill, Costs, Line};
use serde::Serialize;

use crate::{costs::PerLine, format};

/// The bill in the shape other programs rely on: decimals as strings, times in UTC, on one line.
///
/// With no `costs` the keys `cost` and `margin` do not exist anywhere.
pub fn bill_json(bill: &Bill, costs: Option<&Costs>) -> String {
    let per_line = costs.map(|costs| PerLine::of(bill, costs));
    let money = |minor: i128| format::ungrouped(minor, bill.currency);
    let lines = bill.lines.iter().enumerate().map(|(index, line)| {
        let cost = per_line.as_ref().map(|per_line| per_line.cost(index));
        LineShape::of(line, &money, cost)
    });
    let shape = BillShape {
        tenant: bill.tenant.as_str(),
        period: PeriodShape { start: bill.period.start.to_string(), end: bill.period.end.to_string() },
        currency: bill.currency.code(),
        lines: lines.collect(),
        subtotal: bill.subtotal.to_string(),
        total: bill.total.to_string(),
        cost: costs.map(|costs| costs.total.to_string()),
        margin: costs.map(|costs| costs.margin.to_string()),
    };
    // Strings and lists only: nothing in it can fail to serialise.
    serde_json::to_string(&shape).unwrap_or_default()
}

#[derive(Serialize)]
struct BillShape<'b> {
    tenant: &'b str,
    period: PeriodShape,
    currency: &'static str,
    lines: Vec<LineShape<'b>>,
    subtotal: String,
    total: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    margin: Option<String>,
}

#[derive(Serialize)]
struct PeriodShape {
    start: String,
    end: String,
}

#[derive(Serialize)]
struct LineShape<'b> {
    product: &'b str,
    description: &'b str,
    quantity: String,
    unit: Option<&'b str>,
    price: Option<String>,
    amount: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    margin: Option<String>,
}

impl<'b> LineShape<'b> {
    fn of(line: &'b Line, money: &impl Fn(i128) -> String, cost: Option<i128>) -> Self {
        Self {
            product: &line.product,
            description: &line.description,
            quantity: format::plain(line.quantity),
            unit: line.unit.as_deref(),
            price: line.price.map(|price| price.normalize().to_string()),
            amount: line.settled.to_string(),
            cost: cost.map(money),
            margin: cost.map(|cost| money(i128::from(line.settled.minor) - cost)),
        }
    }
}
