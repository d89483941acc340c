use billing::{
    invoicing::{Bill, Closing, Costs, Inputs, Invoice, Line, LineCost, LineKind},
    usage::Readings,
};
use kernel::{Currency, Exact, Money, Period, id::InvoiceId, time::TimeZone};
use ledger::{Account, Posting, Transaction};
use store::{Begun, Billed, CloseTx, Days, Earlier, Facts, Ingest, InvoiceRow, NewInvoice, Store, StoreError, testing};

use crate::support::{Client, Said, at, client, contract, day, number, october, version};

fn dollars(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

pub fn period(days: Days) -> Period {
    Period::between(days.first, days.after, &TimeZone::UTC).unwrap()
}

/// A small closing: one cent a minute, of which we pay half.
fn decide(client: &Client, days: Days, facts: &Facts, minor: i64) -> Closing {
    let exact = Exact::from(minor).over(Exact::from(100)).unwrap();
    let line = Line {
        kind: LineKind::Charge,
        product: "minutes".into(),
        description: "Minutes".into(),
        group: None,
        quantity: Exact::from(minor),
        unit: Some("minute".into()),
        unit_plural: None,
        price: Some(number("0.01")),
        amount: exact,
        settled: dollars(minor),
    };
    let cost = LineCost {
        line: Some(0),
        product: "minutes".into(),
        vendor: Some("instacall".into()),
        quantity: Exact::from(minor),
        price: Some(number("0.005")),
        amount: exact,
        settled: dollars(minor / 2),
    };
    let posting = |account, amount| Posting { account, amount };
    let tenant = format!("tenant-{}", facts.sequence);
    let postings = vec![
        posting(Account::Receivable { tenant }, dollars(minor)),
        posting(Account::Revenue { product: "minutes".into() }, dollars(-minor)),
        posting(Account::CostOfSales { product: "minutes".into() }, dollars(minor / 2)),
        posting(Account::Accrued { vendor: "instacall".into() }, dollars(-(minor / 2))),
    ];
    let bill = Bill {
        tenant: "abc-solar".parse().unwrap(),
        title: "ABC Solar".into(),
        plan: "standard".into(),
        plan_title: "Standard".into(),
        period: period(days),
        first_day: days.first,
        last_day: days.after.yesterday().unwrap(),
        currency: Currency::USD,
        lines: vec![line],
        subtotal: dollars(minor),
        total: dollars(minor),
    };
    let id = u128::from(facts.sequence) << 64 | u128::from(client.id_number());
    let invoice = Invoice {
        id: InvoiceId::from_uuid(uuid::Uuid::from_u128(id)),
        number: format!("INV-{:06}", facts.sequence),
        issued: at("2025-11-02T00:00:00Z"),
        issued_on: day("2025-11-02"),
        due_on: day("2025-11-16"),
        bill,
        inputs: Inputs { business_digest: "ab".into(), events: facts.inputs.events, events_digest: facts.inputs.hex() },
    };
    let costs = Costs { lines: vec![cost], total: dollars(minor / 2), margin: dollars(minor - minor / 2) };
    Closing { invoice, costs, postings: Transaction::new("an invoice", postings).unwrap() }
}

fn minutes(readings: &Readings) -> i64 {
    readings.0.get("minutes").map_or(0, |reading| i64::try_from(reading.quantity.floor()).unwrap())
}

async fn close_in(
    tx: &mut CloseTx,
    client: &Client,
    days: Days,
) -> Result<(bool, InvoiceRow, Vec<Earlier>), StoreError> {
    let facts = match tx.begin(client.id, days).await? {
        Begun::Already(row) => return Ok((false, row, vec![])),
        Begun::Open(facts) => facts,
    };
    let readings = tx.readings(days).await?;
    let earlier = tx.earlier(day("2025-01-01"), days.first).await?;
    let closing = decide(client, days, &facts, minutes(&readings));
    let contract = tx.contract_at(days.first).await?.unwrap();
    let corrected: Vec<Billed<'_>> = earlier
        .iter()
        .map(|row| Billed { days: row.days, period: row.period, readings: &row.now, inputs: row.inputs })
        .collect();
    let new = NewInvoice {
        closing: &closing,
        facts: &facts,
        version: contract.version,
        contract: contract.id,
        own: Billed { days, period: period(days), readings: &readings, inputs: facts.inputs },
        corrected: &corrected,
        body: "{\"an\":\"invoice\"}",
    };
    let row = tx.record(new).await?;
    Ok((true, row, earlier))
}

pub async fn close(store: &Store, client: &Client, days: Days) -> Result<(bool, InvoiceRow, Vec<Earlier>), StoreError> {
    let mut tx = store.closing().await?;
    let closed = close_in(&mut tx, client, days).await?;
    tx.commit().await?;
    Ok(closed)
}

pub async fn assert_clean(store: &Store) {
    for proof in store.reconcile().await.unwrap() {
        assert_eq!(proof.differences, [], "{}", proof.name);
    }
}

#[tokio::test]
async fn a_period_is_closed_once_and_says_what_it_billed() {
    let database = testing::database().await;
    let store = database.store();
    let client = client(store, "abc-solar").await;
    let ingest = Ingest::start(store, 2);
    let level = Said::one("disk", "2025-10-02T00:00:00Z", 5, "12.5");
    client.send(&ingest, &[Said::minutes("a", 1, "60"), Said::minutes("b", 2, "40"), level]).await.unwrap();
    let (is_new, row, _) = close(store, &client, october()).await.unwrap();
    assert!(is_new);
    assert_eq!((row.number.as_str(), row.sequence, row.total), ("INV-000001", 1, dollars(100)));
    assert_eq!(row.inputs.events, 3);
    let (is_new, again, _) = close(store, &client, october()).await.unwrap();
    assert!(!is_new);
    assert_eq!(InvoiceRow { tenant_name: row.tenant_name.clone(), ..again }, row);

    let mut view = store.view(client.id).await.unwrap();
    let text = view.invoice(row.id).await.unwrap().unwrap();
    assert_eq!(text.body, "{\"an\":\"invoice\"}");
    assert_eq!(view.invoice_numbered("INV-000001").await.unwrap().unwrap(), text);
    assert_eq!(view.invoices(None, 10).await.unwrap(), std::slice::from_ref(&text.row));
    assert_eq!(view.invoices(Some(row.id), 10).await.unwrap(), []);
    assert_eq!(store.tenant_of_number("INV-000001").await.unwrap(), Some(client.id));
    assert_eq!(store.tenant_of_invoice(row.id).await.unwrap(), Some(client.id));
    let margin = view.margin(row.id, Currency::USD).await.unwrap().unwrap();
    assert_eq!((margin.cost, margin.margin, margin.lines.len()), (dollars(50), dollars(50), 1));
    assert_eq!((margin.lines[0].line, margin.lines[0].vendor.as_deref()), (Some(0), Some("instacall")));
    let periods = view.invoice_periods(row.id).await.unwrap();
    assert_eq!(periods.len(), 1);
    assert_eq!(periods[0].billed, view.readings(october()).await.unwrap());
    assert_eq!(periods[0].billed_before, None);
    assert_clean(store).await;
}

#[tokio::test]
async fn numbers_have_no_gaps_though_closings_race_and_fail() {
    let database = testing::database().await;
    let store = database.store();
    let ingest = Ingest::start(store, 2);
    let mut clients = Vec::new();
    for n in 0..6 {
        let client = client(store, &format!("tenant-{n}")).await;
        client.send(&ingest, &[Said::minutes("a", 1, "60")]).await.unwrap();
        clients.push(client);
    }
    // Every tenant is closed by three at once; every third attempt changes its mind at the end.
    let attempts = (0..18).map(|n| {
        let (store, client) = (store.clone(), clients[n % 6].clone());
        tokio::spawn(async move {
            let mut tx = store.closing().await.unwrap();
            let (is_new, row, _) = close_in(&mut tx, &client, october()).await.unwrap();
            if n % 3 == 0 {
                drop(tx);
                return None;
            }
            tx.commit().await.unwrap();
            is_new.then_some(row.sequence)
        })
    });
    let mut numbers = Vec::new();
    for attempt in attempts.collect::<Vec<_>>() {
        numbers.extend(attempt.await.unwrap());
    }
    for client in &clients {
        let (is_new, row, _) = close(store, client, october()).await.unwrap();
        numbers.extend(is_new.then_some(row.sequence));
    }
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
    // Several in one transaction, too.
    let november = Days::month_of(day("2025-11-01"));
    let mut tx = store.closing().await.unwrap();
    for (n, client) in clients.iter().enumerate() {
        assert_eq!(close_in(&mut tx, client, november).await.unwrap().1.sequence, n as u64 + 7);
    }
    tx.commit().await.unwrap();
    assert_clean(store).await;
}

#[tokio::test]
async fn a_number_out_of_turn_is_refused() {
    let database = testing::database().await;
    let store = database.store();
    let client = client(store, "abc-solar").await;
    let mut tx = store.closing().await.unwrap();
    let Begun::Open(facts) = tx.begin(client.id, october()).await.unwrap() else { panic!("an open period") };
    let facts = Facts { sequence: facts.sequence + 1, ..facts };
    let closing = decide(&client, october(), &facts, 0);
    let contract = tx.contract_at(october().first).await.unwrap().unwrap();
    let readings = Readings::default();
    let own = Billed { days: october(), period: period(october()), readings: &readings, inputs: facts.inputs };
    let (version, contract) = (contract.version, contract.id);
    let new = NewInvoice { closing: &closing, facts: &facts, version, contract, own, corrected: &[], body: "{}" };
    let refused = tx.record(new).await.unwrap_err();
    assert!(matches!(refused, StoreError::Conflict(_)), "{refused}");
}

#[tokio::test]
async fn late_events_show_as_earlier_periods_until_they_are_corrected() {
    let database = testing::database().await;
    let store = database.store();
    let client = client(store, "abc-solar").await;
    let ingest = Ingest::start(store, 1);
    client.send(&ingest, &[Said::minutes("a", 1, "60")]).await.unwrap();
    let (_, october_row, earlier) = close(store, &client, october()).await.unwrap();
    assert_eq!(earlier, []);
    client.send(&ingest, &[Said::minutes("late", 3, "7")]).await.unwrap();

    // What the invoice saw is still told apart from what came after it.
    let mut view = store.view(client.id).await.unwrap();
    let mut seen = view.raw_events(october_row.period, Some(&october_row.snapshot)).await.unwrap();
    let ids: Vec<String> = seen.next().await.unwrap().into_iter().map(|event| event.id).collect();
    assert_eq!(ids, ["a"]);
    assert!(seen.next().await.unwrap().is_empty());
    let all = view.raw_events(october_row.period, None).await.unwrap().next().await.unwrap();
    assert_eq!(all.len(), 2);
    assert_eq!((&*all[0].source, &*all[0].kind), ("test", "call.completed"));
    drop(view);

    let november = Days::month_of(day("2025-11-01"));
    let (_, row, earlier) = close(store, &client, november).await.unwrap();
    assert_eq!(earlier.len(), 1);
    assert_eq!((minutes(&earlier[0].billed), minutes(&earlier[0].now)), (60, 67));
    assert_eq!((earlier[0].days, earlier[0].inputs.events), (october(), 2));
    let periods = store.view(client.id).await.unwrap().invoice_periods(row.id).await.unwrap();
    assert_eq!(periods.iter().map(|period| period.days).collect::<Vec<_>>(), [november, october()]);
    assert_eq!(minutes(periods[1].billed_before.as_ref().unwrap()), 60);
    assert_eq!(minutes(&periods[1].billed), 67);
    let (_, _, earlier) = close(store, &client, Days::month_of(day("2025-12-01"))).await.unwrap();
    assert_eq!(earlier, []);
    assert_clean(store).await;
}

#[tokio::test]
async fn what_is_carried_from_a_changed_month_makes_the_next_one_change() {
    let database = testing::database().await;
    let store = database.store();
    let client = client(store, "abc-solar").await;
    let ingest = Ingest::start(store, 1);
    client.send(&ingest, &[Said::one("s", "2025-09-10T00:00:00Z", 5, "1")]).await.unwrap();
    let september = Days::month_of(day("2025-09-01"));
    close(store, &client, september).await.unwrap();
    close(store, &client, october()).await.unwrap();
    client.send(&ingest, &[Said::one("late", "2025-09-20T00:00:00Z", 5, "2")]).await.unwrap();
    let (_, _, earlier) = close(store, &client, Days::month_of(day("2025-11-01"))).await.unwrap();
    assert_eq!(earlier.iter().map(|row| row.days).collect::<Vec<_>>(), [september, october()]);
    let carried = |readings: &Readings| readings.0["disk"].carried;
    assert_eq!((carried(&earlier[1].billed), carried(&earlier[1].now)), (number("1"), number("2")));
}

#[tokio::test]
async fn closing_and_changing_a_contract_exclude_each_other() {
    let database = testing::database().await;
    let store = database.store();
    let client = client(store, "abc-solar").await;
    let (version, none) = (version(store).await.id, model::Map::new());
    // A contract is being changed while a closing has begun to look.
    let mut closing = store.closing().await.unwrap();
    assert!(matches!(closing.begin(client.id, october()).await.unwrap(), Begun::Open(_)));
    let waiting = {
        let (store, none) = (store.clone(), none.clone());
        tokio::spawn(async move {
            let mut tx = store.tenant(client.id).await?;
            tx.add_contract(contract(version, "2025-10-15", &none)).await?;
            tx.commit().await
        })
    };
    let client = crate::support::again(store, "abc-solar").await;
    close_in(&mut closing, &client, october()).await.unwrap();
    closing.commit().await.unwrap();
    // The change waited, and now meets the invoice.
    let refused = waiting.await.unwrap().unwrap_err();
    assert!(matches!(refused, StoreError::Conflict(_)), "{refused}");
    // The other way round: the closing began first, and finds the terms changed under it.
    let november = Days::month_of(day("2025-11-01"));
    let mut closing = store.closing().await.unwrap();
    assert!(matches!(closing.begin(client.id, october()).await.unwrap(), Begun::Already(_)));
    drop(closing);
    let other = crate::support::client(store, "other").await;
    let mut closing = store.closing().await.unwrap();
    assert!(matches!(closing.begin(other.id, november).await.unwrap(), Begun::Open(_)));
    let mut tx = store.tenant(client.id).await.unwrap();
    tx.add_contract(contract(version, "2025-11-15", &none)).await.unwrap();
    tx.commit().await.unwrap();
    let late = closing.begin(client.id, november).await.unwrap_err();
    assert!(late.is_worth_repeating(), "{late}");
}

#[tokio::test]
async fn an_unbalanced_journal_transaction_does_not_commit() {
    let database = testing::database().await;
    let store = database.store();
    let client = client(store, "abc-solar").await;
    close(store, &client, october()).await.unwrap();
    let mut connection = database.superuser().await;
    let unbalance = "insert into ledger.posting (transaction_id, position, tenant_id, account_id, amount_minor, currency) \
                     select t.id, 99, t.tenant_id, a.id, 1, 'USD' from ledger.journal_transaction t, ledger.account a limit 1";
    // The invoice above is of nothing, so the ledger has no account yet.
    sqlx::raw_sql("insert into ledger.account (path) values ('income:odd')").execute(&mut connection).await.unwrap();
    let refused = sqlx::raw_sql(unbalance).execute(&mut connection).await.unwrap_err();
    assert!(refused.to_string().contains("leaves 1 minor units of USD over"), "{refused}");
    assert_clean(store).await;
}
