//! The bill as an aligned table for a terminal.

mod grid;

use billing::invoicing::{Bill, Costs, Line, LineCost, LineKind};

use crate::{costs::PerLine, format};
use grid::{Align, Column, Grid};

/// As wide as most terminals and every transcript.
pub const WIDTH: usize = 100;

/// The bill in at most `width` columns where the figures allow it: long descriptions wrap, figures never do.
///
/// With `costs` come the columns `Cost` and `Margin`, and rows for what was used and not billed.
pub fn table(bill: &Bill, costs: Option<&Costs>, width: usize) -> String {
    let mut grid = Grid::new(columns(costs.is_some()));
    let per_line = costs.map(|costs| PerLine::of(bill, costs));
    for (index, line) in bill.lines.iter().enumerate() {
        grid.row(row(bill, line, per_line.as_ref().map(|per_line| per_line.cost(index))));
    }
    for cost in per_line.iter().flat_map(|per_line| &per_line.unbilled) {
        grid.row(unbilled(bill, cost));
    }
    grid.rule();
    grid.row(totals("Subtotal", format::money(bill.subtotal), None));
    grid.row(totals("Total", format::money(bill.total), costs));
    let mut text = heading(bill);
    if bill.lines.is_empty() {
        text.push_str("No charges in this period.\n\n");
    }
    text.push_str(&grid.write(width));
    if let Some(share) = costs.and_then(|costs| format::percent(costs.margin, bill.total)) {
        text.push_str(&format!("\nThe margin is {share} of the total.\n"));
    }
    text
}

fn heading(bill: &Bill) -> String {
    let title = format::printable(&bill.title);
    let plan = format::printable(&bill.plan_title);
    format!("{title} ({})\n{plan}, {}\n\n", bill.tenant, format::days(bill.first_day, bill.last_day))
}

fn columns(with_costs: bool) -> Vec<Column> {
    let mut columns = vec![
        Column::new("Description", Align::Left),
        Column::new("Quantity", Align::Right),
        Column::new("Unit", Align::Left),
        Column::new("Price", Align::Right),
        Column::new("Amount", Align::Right),
    ];
    if with_costs {
        columns.extend([Column::new("Cost", Align::Right), Column::new("Margin", Align::Right)]);
    }
    columns
}

fn row(bill: &Bill, line: &Line, cost: Option<i128>) -> Vec<String> {
    let description = format::printable(&line.description).into_owned();
    let counted = matches!(line.kind, LineKind::Charge) || line.unit.is_some();
    let quantity = if counted { format::quantity(line.quantity) } else { String::new() };
    let unit = line.unit.as_deref().map(|unit| format::unit(line.quantity, unit, line.unit_plural.as_deref()));
    let unit = unit.map(|unit| format::printable(&unit).into_owned()).unwrap_or_default();
    let price = line.price.filter(|_| counted).map(|price| format::price(price, bill.currency)).unwrap_or_default();
    let mut cells = vec![description, quantity, unit, price, format::money(line.settled)];
    if let Some(cost) = cost {
        cells.push(format::minor(cost, bill.currency));
        cells.push(format::minor(i128::from(line.settled.minor) - cost, bill.currency));
    }
    cells
}

fn unbilled(bill: &Bill, cost: &LineCost) -> Vec<String> {
    let settled = i128::from(cost.settled.minor);
    vec![
        format!("{} (not billed)", format::printable(&cost.product)),
        format::quantity(cost.quantity),
        String::new(),
        String::new(),
        String::new(),
        format::minor(settled, bill.currency),
        format::minor(-settled, bill.currency),
    ]
}

fn totals(label: &str, amount: String, costs: Option<&Costs>) -> Vec<String> {
    let mut cells = vec![label.to_owned(), String::new(), String::new(), String::new(), amount];
    if let Some(costs) = costs {
        cells.extend([format::money(costs.total), format::money(costs.margin)]);
    }
    cells
}

#[cfg(test)]
mod tests;
