use app::tenants::TenantFigures;
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use kernel::access::ask;

use super::Asked;
use crate::{layer::who::May, problem::Problem, query::Query, state::Web};

/// Rows of one file.
pub const CSV_ROWS_MAX: usize = 100_000;

/// `GET /operator/tenants.csv`: exactly the rows that the page's search finds, in its order.
pub async fn csv(
    State(web): State<Web>,
    May(can): May<ask::ReadMargin>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let mut text = String::from("tenant,title,plan,events,currency,revenue,cost,margin\r\n");
    let mut page = asked.page();
    page.limit = app::limits::PAGE_ROWS_MAX;
    page.after = None;
    let mut rows = 0;
    loop {
        let figures = web.app.overview(can.clone(), page.clone()).await?;
        rows += figures.page.len();
        figures.page.iter().for_each(|tenant| line(&mut text, tenant));
        match figures.next {
            Some(next) if rows < CSV_ROWS_MAX => page.after = Some(next),
            _ => break,
        }
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"tenants.csv\""),
    ];
    Ok((headers, text).into_response())
}

fn line(text: &mut String, tenant: &TenantFigures) {
    let cells = [
        cell(tenant.name.as_str()),
        cell(&tenant.title),
        cell(tenant.plan.as_deref().unwrap_or_default()),
        tenant.events.to_string(),
        tenant.revenue.currency.to_string(),
        tenant.revenue.to_string(),
        tenant.cost.to_string(),
        tenant.margin.to_string(),
    ];
    text.push_str(&cells.join(","));
    text.push_str("\r\n");
}

/// A text as a cell: quoted where it must be, and never taken for a formula by a spreadsheet.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_text_and_never_a_formula() {
        assert_eq!(cell("ABC Solar"), "ABC Solar");
        assert_eq!(cell("Smith, \"Bob\""), "\"Smith, \"\"Bob\"\"\"");
        assert_eq!(cell("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        for formula in ["+1", "-1", "@a", "\tx"] {
            assert!(cell(formula).starts_with('\''), "{formula}");
        }
    }
}
