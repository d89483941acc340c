//! Whatever comes, in whatever order and however often: the running totals are what the events say.

use std::collections::{BTreeMap, BTreeSet};

use billing::usage::{Carry, SeriesKind};
use kernel::{Decimal, Exact, time::TimeZone};
use proptest::{collection::vec, prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use store::{Fate, Ingest, testing};

use crate::{
    closing::assert_clean,
    support::{SERIES, Said, at, client, number, october},
};

/// Events of few ids, so that many repeat or contradict each other, on both sides of October's ends.
fn said() -> impl Strategy<Value = Said> {
    let value = prop_oneof![
        any::<i32>().prop_map(Decimal::from),
        (any::<i64>(), 0u32..12).prop_map(|(mantissa, scale)| Decimal::from_i128_with_scale(mantissa.into(), scale)),
        Just(number("1000000000000000")),
        Just(number("0.000000000001")),
    ];
    let measure = (0..SERIES.len(), value, "[a-c]").prop_map(|(series, value, member)| match SERIES[series].1 {
        SeriesKind::Unique => (series, Decimal::ONE, Some(member)),
        _ => (series, value, None),
    });
    let start = at("2025-09-29T00:00:00Z").as_second();
    (0..40u32, 0..34i64 * 24, vec(measure, 0..4)).prop_map(move |(id, hour, mut measures)| {
        // A meter takes one value from an event.
        measures.sort_by_key(|measure| measure.0);
        measures.dedup_by_key(|measure| measure.0);
        let at = jiff::Timestamp::from_second(start + hour * 3600).unwrap();
        Said { id: format!("event-{id}"), at, data: format!("{measures:?}"), measures }
    })
}

/// Readings of October by the plainest means.
#[derive(Default)]
struct Model {
    kept: BTreeMap<String, Said>,
}

impl Model {
    fn take(&mut self, said: &Said) -> Fate {
        match self.kept.get(&said.id) {
            None => {
                self.kept.insert(said.id.clone(), said.clone());
                Fate::Accepted
            }
            Some(kept) if (kept.at, &kept.data) == (said.at, &said.data) => Fate::Duplicate,
            Some(_) => Fate::Conflict,
        }
    }

    fn october(&self) -> Vec<(String, u64, String)> {
        let days = october();
        let day = |said: &Said| said.at.to_zoned(TimeZone::UTC).date();
        let mut readings = Vec::new();
        for (index, (key, kind, scale, carry)) in SERIES.iter().enumerate() {
            let all = || {
                let measures = self.kept.values().flat_map(|said| said.measures.iter().map(move |each| (said, each)));
                measures.filter(move |(_, measure)| measure.0 == index)
            };
            let inside: Vec<_> = all().filter(|(said, _)| days.first <= day(said) && day(said) < days.after).collect();
            let mut latest: Vec<_> = inside.iter().map(|(said, each)| (said.at, &said.id, each.1)).collect();
            latest.sort();
            let quantity = match kind {
                SeriesKind::Sum => {
                    let sum = Exact::sum(inside.iter().map(|(_, each)| Exact::from(each.1)));
                    sum.and_then(|sum| sum.over(number(scale).into())).unwrap()
                }
                SeriesKind::Max => inside.iter().map(|(_, each)| each.1).max().unwrap_or_default().into(),
                SeriesKind::Last => latest.last().map_or(Exact::ZERO, |last| last.2.into()),
                SeriesKind::Unique => {
                    let members: BTreeSet<_> = inside.iter().map(|(_, each)| &each.2).collect();
                    Exact::from(i64::try_from(members.len()).unwrap())
                }
                SeriesKind::Listed => Exact::ZERO,
            };
            let mut before: Vec<_> = all()
                .filter(|(said, _)| day(said) < days.first)
                .map(|(said, each)| (said.at, &said.id, each.1))
                .collect();
            before.sort();
            let carries = match carry {
                Carry::Nothing => false,
                Carry::Latest => before.last().is_some_and(|last| !last.2.is_zero()),
                Carry::Sum => !Exact::sum(before.iter().map(|each| each.2.into())).unwrap().is_zero(),
            };
            if !inside.is_empty() || carries {
                readings.push(((*key).to_owned(), inside.len() as u64, quantity.to_string()));
            }
        }
        readings.sort();
        readings
    }
}

#[test]
fn running_totals_are_what_the_events_say() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (database, number_of_tenant) = (runtime.block_on(testing::database()), std::cell::Cell::new(0));
    let ingest = runtime.block_on(async { Ingest::start(database.store(), 3) });
    let mut runner =
        TestRunner::new(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() });
    let batches = vec(vec(said(), 1..20), 1..6);
    let result = runner.run(&batches, |batches| {
        number_of_tenant.set(number_of_tenant.get() + 1);
        runtime.block_on(async {
            let client = client(database.store(), &format!("tenant-{}", number_of_tenant.get())).await;
            let mut model = Model::default();
            for events in &batches {
                let fates: Vec<Fate> = events.iter().map(|said| model.take(said)).collect();
                let outcome = client.send(&ingest, events).await.unwrap();
                let others = fates.iter().copied().enumerate().filter(|(_, fate)| *fate != Fate::Accepted);
                prop_assert_eq!(outcome.others, others.collect::<Vec<_>>());
            }
            prop_assert_eq!(client.october().await, model.october());
            Ok(())
        })
    });
    result.unwrap();
    runtime.block_on(assert_clean(database.store()));
}

/// The same events in other batches, other orders and more lanes give the same readings.
#[tokio::test]
async fn order_and_batches_do_not_matter() {
    let database = testing::database().await;
    let ingest = Ingest::start(database.store(), 3);
    let mut runner = TestRunner::deterministic();
    let mut events: Vec<Said> = Vec::new();
    for n in 0..300 {
        let mut said = said().new_tree(&mut runner).unwrap().current();
        said.id = format!("event-{n}");
        events.push(said);
    }
    let (one, other) = (client(database.store(), "one").await, client(database.store(), "other").await);
    one.send(&ingest, &events).await.unwrap();
    events.reverse();
    let parts = events.chunks(7).map(|part| (other.clone(), ingest.clone(), part.to_vec()));
    let sends =
        parts.map(|(client, ingest, part)| tokio::spawn(async move { client.send(&ingest, &part).await.unwrap() }));
    for send in sends.collect::<Vec<_>>() {
        send.await.unwrap();
    }
    assert_eq!(one.october().await, other.october().await);
    let listed = |readings: billing::usage::Readings| readings.0["disk"].clone();
    let mut view = database.store().view(one.id).await.unwrap();
    let mine = listed(view.readings(october()).await.unwrap());
    let mut view = database.store().view(other.id).await.unwrap();
    assert_eq!(mine, listed(view.readings(october()).await.unwrap()));
    assert!(mine.listed.len() > 5);
}
