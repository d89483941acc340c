use store::{Fate, Ingest, IngestError, Outcome, testing};

use crate::support::{Said, at, client, number, october};

fn all(accepted: usize) -> Outcome {
    Outcome { accepted, ..Outcome::default() }
}

#[tokio::test]
async fn events_are_counted_in_every_kind_of_series() {
    let database = testing::database().await;
    let client = client(database.store(), "abc-solar").await;
    let ingest = Ingest::start(database.store(), 2);
    let events = [
        Said::minutes("a", 1, "60"),
        Said::minutes("b", 31, "0.5"),
        Said::one("c", "2025-10-05T00:00:00Z", 2, "7"),
        Said::one("d", "2025-10-06T00:00:00Z", 2, "3"),
        Said::one("e", "2025-10-06T00:00:00Z", 3, "11"),
        Said::one("f", "2025-10-05T00:00:00Z", 3, "12"),
        Said::member("g", "2025-10-05T00:00:00Z", "+1 555"),
        Said::member("h", "2025-10-06T00:00:00Z", "+1 555"),
        Said::member("i", "2025-10-07T00:00:00Z", "+1 777"),
        Said::one("j", "2025-09-30T23:59:59Z", 5, "100"),
        Said::one("k", "2025-10-15T00:00:00Z", 5, "200"),
        Said::one("l", "2025-09-01T00:00:00Z", 6, "3"),
        Said::one("m", "2025-09-02T00:00:00Z", 6, "-1"),
    ];
    assert_eq!(client.send(&ingest, &events).await, Ok(all(events.len())));
    let reading = |key: &str, events: u64, quantity: &str| (key.to_owned(), events, quantity.to_owned());
    assert_eq!(
        client.october().await,
        [
            reading("disk", 1, "0"),
            reading("latest", 2, "11"),
            reading("minutes", 2, "60.5"),
            // Fractions: the sum divided by the series' scale.
            reading("minutes/cost", 2, "121/120"),
            reading("minutes/price", 2, "121/120"),
            reading("numbers", 3, "2"),
            reading("peak", 2, "7"),
            reading("seats", 0, "0"),
        ]
    );
    let readings = database.store().view(client.id).await.unwrap().readings(october()).await.unwrap();
    assert_eq!(readings.0["disk"].listed, [(at("2025-10-15T00:00:00Z"), number("200"))]);
    assert_eq!(readings.0["disk"].carried, number("100"));
    assert_eq!(readings.0["seats"].carried, number("2"));
}

#[tokio::test]
async fn an_event_counts_once_however_often_it_comes() {
    let database = testing::database().await;
    let client = client(database.store(), "abc-solar").await;
    let ingest = Ingest::start(database.store(), 1);
    let first = [Said::minutes("a", 1, "60"), Said::minutes("b", 1, "60")];
    assert_eq!(client.send(&ingest, &first).await, Ok(all(2)));
    // Across batches, with another event between.
    let again = [Said::minutes("a", 1, "60"), Said::minutes("c", 2, "60"), Said::minutes("b", 1, "61")];
    let outcome = client.send(&ingest, &again).await.unwrap();
    assert_eq!((outcome.accepted, outcome.duplicate, outcome.conflict), (1, 1, 1));
    assert_eq!(outcome.others, [(0, Fate::Duplicate), (2, Fate::Conflict)]);
    // Inside a batch; a repeat is compared with what is kept, here with what was there before.
    let inside = [
        Said::minutes("d", 3, "1"),
        Said::minutes("d", 3, "1"),
        Said::minutes("d", 3, "2"),
        Said::minutes("a", 1, "99"),
        Said::minutes("a", 1, "60"),
    ];
    let outcome = client.send(&ingest, &inside).await.unwrap();
    assert_eq!(outcome.accepted, 1);
    assert_eq!(outcome.others, [(1, Fate::Duplicate), (2, Fate::Conflict), (3, Fate::Conflict), (4, Fate::Duplicate)]);
    assert_eq!(client.quantity("minutes").await, "181");
    // All of it again: nothing.
    let outcome = client.send(&ingest, &first).await.unwrap();
    assert_eq!((outcome.accepted, outcome.duplicate), (0, 2));
    assert_eq!(client.quantity("minutes").await, "181");
}

#[tokio::test]
async fn the_same_id_of_another_source_or_tenant_is_another_event() {
    let database = testing::database().await;
    let one = client(database.store(), "one").await;
    let mut other = client(database.store(), "other").await;
    let ingest = Ingest::start(database.store(), 1);
    assert_eq!(one.send(&ingest, &[Said::minutes("a", 1, "1")]).await, Ok(all(1)));
    assert_eq!(other.send(&ingest, &[Said::minutes("a", 1, "2")]).await, Ok(all(1)));
    other.source = database.store().sources(&["elsewhere", "test"]).await.unwrap()[0];
    assert_eq!(other.send(&ingest, &[Said::minutes("a", 1, "4")]).await, Ok(all(1)));
    assert_eq!((one.quantity("minutes").await, other.quantity("minutes").await), ("1".into(), "6".into()));
}

#[tokio::test]
async fn lanes_that_meet_count_every_event_once() {
    let database = testing::database().await;
    let client = client(database.store(), "abc-solar").await;
    let ingest = Ingest::start(database.store(), 4);
    // Twenty requests at once, each sharing half of its events with the next.
    let request = |n: usize| (n * 50..n * 50 + 100).map(|id| Said::minutes(&format!("e{id}"), 1, "1")).collect();
    let requests: Vec<Vec<Said>> = (0..20).map(request).collect();
    let sent = requests.iter().map(|events| {
        let (client, ingest, batch) = (client.clone(), ingest.clone(), client.batch(events));
        tokio::spawn(async move {
            let _ = &client;
            ingest.submit(batch).await.unwrap()
        })
    });
    let mut total = Outcome::default();
    for outcome in sent.collect::<Vec<_>>() {
        let outcome = outcome.await.unwrap();
        total.accepted += outcome.accepted;
        total.duplicate += outcome.duplicate;
        total.conflict += outcome.conflict;
    }
    assert_eq!((total.accepted, total.duplicate, total.conflict), (1050, 950, 0));
    assert_eq!(client.quantity("minutes").await, "1050");
    let mut view = database.store().view(client.id).await.unwrap();
    assert_eq!(view.event_total(october()).await.unwrap().events, 1050);
}

#[tokio::test]
async fn stale_terms_and_unknown_tenants_are_sent_back_and_their_neighbours_are_not() {
    let database = testing::database().await;
    let client = client(database.store(), "abc-solar").await;
    let ingest = Ingest::start(database.store(), 1);
    let mut stale = client.clone();
    stale.terms.generation = 0;
    let (mine, theirs) = ([Said::minutes("a", 1, "1")], [Said::minutes("b", 1, "1")]);
    let (one, two) = tokio::join!(stale.send(&ingest, &mine), client.send(&ingest, &theirs));
    assert_eq!((one, two), (Err(IngestError::Stale), Ok(all(1))));
    assert_eq!(client.quantity("minutes").await, "1");
}

#[tokio::test]
async fn a_killed_connection_loses_no_acknowledged_event_and_counts_none_twice() {
    let database = testing::database().await;
    let client = client(database.store(), "abc-solar").await;
    let ingest = Ingest::start(database.store(), 2);
    let mut superuser = database.superuser().await;
    let mut refused = 0;
    for round in 0..40 {
        let events: Vec<Said> = (0..50).map(|n| Said::minutes(&format!("{round}-{n}"), 1, "1")).collect();
        let kill = sqlx::query(
            "select pg_terminate_backend(pid) from pg_stat_activity \
             where datname = current_database() and application_name = 'purvey_ingest'",
        );
        let (outcome, _) = tokio::join!(client.send(&ingest, &events), kill.execute(&mut superuser));
        refused += usize::from(outcome.is_err());
        // Whatever the answer was, sending again until it is taken is safe.
        let mut outcome = outcome;
        while outcome.is_err() {
            outcome = client.send(&ingest, &events).await;
        }
        let outcome = outcome.unwrap();
        assert_eq!(outcome.accepted + outcome.duplicate, 50);
    }
    assert_eq!(client.quantity("minutes").await, "2000", "{refused} requests were refused first");
}

#[tokio::test]
async fn too_much_at_once_is_refused_and_nothing_of_it_is_kept() {
    let database = testing::database().await;
    let client = client(database.store(), "abc-solar").await;
    let ingest = Ingest::start(database.store(), 1);
    ingest.clone().stop().await;
    assert_eq!(client.send(&ingest, &[Said::minutes("a", 1, "1")]).await, Err(IngestError::Busy));
    assert_eq!(client.october().await, []);
}

#[tokio::test]
async fn what_cannot_be_kept_is_refused_before_it_reaches_the_lanes() {
    let database = testing::database().await;
    let client = client(database.store(), "abc-solar").await;
    let mut batch = store::Batch::new(0, 1);
    let mut nul = Said::minutes("a\0b", 1, "1");
    assert_eq!(client.push(&mut batch, &nul), Err(store::RowError::Nul));
    nul = Said::member("a", "2025-10-01T00:00:00Z", "x\0");
    nul.data = "{}".into();
    assert_eq!(client.push(&mut batch, &nul), Err(store::RowError::Nul));
    let mut early = Said::minutes("a", 1, "1");
    early.at = at("-005000-01-01T00:00:00Z");
    assert_eq!(client.push(&mut batch, &early), Err(store::RowError::TooEarly));
    let mut foreign = Said::minutes("a", 1, "1");
    foreign.measures.push((99, number("1"), None));
    assert_eq!(client.push(&mut batch, &foreign), Err(store::RowError::ForeignMeasure));
    let mut twice = Said::one("a", "2025-10-01T00:00:00Z", 5, "1");
    twice.measures.push((5, number("2"), None));
    assert_eq!(client.push(&mut batch, &twice), Err(store::RowError::MeasuredTwice));
    assert!(batch.is_empty());
}
