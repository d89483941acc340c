//! `/operator/reconciliation`: everything compared with everything, just now.

use app::reconcile::Reconciliation;
use askama::Template;
use axum::{extract::State, response::Response};
use documents::format;
use kernel::access::ask;
use model::Business;

use crate::{
    layer::who::May,
    pages::shown,
    problem::Problem,
    state::Web,
    view::{Place, Shell},
};

#[derive(Template)]
#[template(path = "operator/reconciliation.html")]
pub struct ReconciliationPage {
    pub shell: Shell,
    pub compared: String,
    pub differences: usize,
    pub difference_text: String,
    pub checks: Vec<Row>,
}

pub struct Row {
    pub name: String,
    pub compared: String,
    pub differences: Vec<String>,
}

pub async fn get(State(web): State<Web>, May(can): May<ask::Reconcile>) -> Result<Response, Problem> {
    let found = web.app.reconcile(can).await?;
    shown(&ReconciliationPage::of(web.app.face().await?.as_deref(), &found))
}

impl ReconciliationPage {
    pub fn of(business: Option<&Business>, found: &Reconciliation) -> Self {
        let differences: usize = found.checks.iter().map(|check| check.differences.len()).sum();
        let compared: u64 = found.checks.iter().map(|check| check.compared).sum();
        let row = |check: &app::reconcile::Check| Row {
            name: check.name.clone(),
            compared: format::group(&check.compared.to_string()),
            differences: check.differences.clone(),
        };
        Self {
            shell: Shell::of(business, Place::Reconciliation),
            compared: format::group(&compared.to_string()),
            differences,
            difference_text: if differences == 1 {
                "1 difference".into()
            } else {
                format!("{differences} differences")
            },
            checks: found.checks.iter().map(row).collect(),
        }
    }
}
