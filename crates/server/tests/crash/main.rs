//! Purvey and its PostgreSQL are killed at random moments, while events come in and periods are closed. In the end no
//! acknowledged event may be missing, none counted twice, and no invoice half there.

#![cfg(test)]

mod http;
mod purvey;

use std::{
    collections::BTreeSet,
    sync::{
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use purvey::Purvey;

/// How often something is killed.
const KILLS: u64 = 50;
const TENANTS: usize = 12;
const EVENTS_A_BATCH: u64 = 40;
const SENDERS: u64 = 2;
/// Before a kill, so many batches are acknowledged at most since the last, and then so much time goes by at most.
const BATCHES_BETWEEN_MAX: u64 = 12;
const WAIT_MS_MAX: u64 = 120;
/// Longer than any recovery takes.
const PATIENCE: Duration = Duration::from_secs(120);

/// A small generator of chance (xorshift64*), so that a run can be repeated.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) % end
    }
}

struct World<'w> {
    purvey: &'w Purvey,
    key: String,
    /// Ended months, oldest first.
    months: Vec<String>,
    over: AtomicBool,
    acknowledged: AtomicU64,
}

#[test]
fn fifty_kills_lose_nothing_and_count_nothing_twice() {
    let purvey = Purvey::new();
    purvey.done(&["business", "apply", "dialer"]);
    for tenant in 0..TENANTS {
        purvey.done(&["tenant", "add", &tenant_name(tenant)]);
        purvey.done(&["contract", "start", &tenant_name(tenant), "--plan", "standard", "--from", "2020-01-01"]);
    }
    let key = purvey.done(&["key", "create", "--role", "operator"]);
    purvey.start();
    let months = ended_months(&purvey, &key);
    let world = World { purvey: &purvey, key, months, over: AtomicBool::new(false), acknowledged: AtomicU64::new(0) };

    thread::scope(|scope| {
        let world = &world;
        let (acknowledged, progress) = mpsc::channel();
        for sender in 0..SENDERS {
            let acknowledged = acknowledged.clone();
            scope.spawn(move || send(world, sender, &acknowledged));
        }
        scope.spawn(move || close_periods(world));
        let killer = scope.spawn(move || kill_at_random(world, &progress));
        let killed = killer.join();
        // Its end, by success or panic, ends the others.
        world.over.store(true, Ordering::SeqCst);
        killed.unwrap();
    });

    world.prove();
    purvey.stop();
}

fn tenant_name(index: usize) -> String {
    format!("tenant-{index}")
}

/// The two months before the current one, as the server's clock has it.
fn ended_months(purvey: &Purvey, key: &str) -> Vec<String> {
    let bill = http::ask(&purvey.address(), "GET", "/v1/tenants/tenant-0/bill", key, "", "").unwrap().json();
    let start = bill["period"]["start"].as_str().unwrap();
    let mut parts = start.split('-').map(str::parse::<i32>);
    let (year, month) = (parts.next().unwrap().unwrap(), parts.next().unwrap().unwrap());
    let before = |months: i32| {
        let count = year * 12 + month - 1 - months;
        format!("{:04}-{:02}", count / 12, count % 12 + 1)
    };
    vec![before(2), before(1)]
}

/// Kills one or the other, or both, at moments nobody chose.
fn kill_at_random(world: &World<'_>, progress: &mpsc::Receiver<()>) {
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    let (_keep, never) = mpsc::channel::<()>();
    for _ in 0..KILLS {
        progress.try_iter().for_each(drop);
        for _ in 0..=chance.below(BATCHES_BETWEEN_MAX) {
            progress.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("it does not recover: {}", world.purvey.log()));
        }
        // Nobody sends: this only lets a random time go by.
        let _ = never.recv_timeout(Duration::from_millis(chance.below(WAIT_MS_MAX)));
        match chance.below(5) {
            0 | 1 => world.purvey.kill_postgres(),
            2 => {
                world.purvey.kill_postgres();
                world.purvey.kill();
                world.purvey.start();
            }
            _ => {
                world.purvey.kill();
                world.purvey.start();
            }
        }
    }
}

/// Sends batch after batch, each until it is acknowledged.
fn send(world: &World<'_>, sender: u64, acknowledged: &mpsc::Sender<()>) {
    let mut number = 0;
    while !world.over.load(Ordering::SeqCst) {
        let body = world.batch(sender, number);
        if let Some(receipt) = world.send_until_acknowledged(&body) {
            let counted = receipt["accepted"].as_u64().unwrap() + receipt["duplicate"].as_u64().unwrap();
            assert_eq!(counted, EVENTS_A_BATCH, "{receipt}");
            world.acknowledged.fetch_add(1, Ordering::SeqCst);
            number += 1;
            // Once nothing is killed any more, nobody listens.
            let _ = acknowledged.send(());
        }
    }
    // What is under way when the killing ends is part of the proof, too.
    let receipt = world.send_until_acknowledged(&world.batch(sender, number));
    if receipt.is_some() {
        world.acknowledged.fetch_add(1, Ordering::SeqCst);
    }
}

/// Closes every tenant's ended months, each until it is acknowledged, over and over.
fn close_periods(world: &World<'_>) {
    let mut chance = Chance(7);
    while !world.over.load(Ordering::SeqCst) {
        let tenant = usize::try_from(chance.below(TENANTS as u64)).unwrap();
        let month = &world.months[usize::try_from(chance.below(2)).unwrap()];
        if let Ok(response) = world.close(tenant, month) {
            assert!([200, 201, 503].contains(&response.status), "{}: {}", response.status, response.body);
        }
    }
}

impl World<'_> {
    /// Events that are the same each time they are made.
    fn batch(&self, sender: u64, number: u64) -> String {
        let event = |index: u64| {
            let count = number * EVENTS_A_BATCH + index;
            let month = &self.months[usize::try_from(count % 2).unwrap()];
            let tenant = tenant_name(usize::try_from(count % TENANTS as u64).unwrap());
            let (day, second) = (1 + count % 28, count % 60);
            format!(
                r#"{{"specversion":"1.0","id":"{sender}-{count}","source":"/crash","type":"call.completed","subject":"{tenant}","time":"{month}-{day:02}T12:00:{second:02}Z","data":{{"billable_seconds":{}}}}}"#,
                1 + count % 600
            )
        };
        let events: Vec<String> = (0..EVENTS_A_BATCH).map(event).collect();
        format!("[{}]", events.join(","))
    }

    /// None if everything is over before the server answers.
    fn send_until_acknowledged(&self, body: &str) -> Option<serde_json::Value> {
        let mut tries_after_the_end = 100;
        while tries_after_the_end > 0 {
            let kind = "application/cloudevents-batch+json";
            if let Ok(response) = http::ask(&self.purvey.address(), "POST", "/v1/events", &self.key, kind, body) {
                match response.status {
                    200 => return Some(response.json()),
                    429 | 503 => {}
                    status => panic!("{status}: {}", response.body),
                }
            }
            tries_after_the_end -= u64::from(self.over.load(Ordering::SeqCst));
        }
        None
    }

    fn close(&self, tenant: usize, month: &str) -> std::io::Result<http::Response> {
        let path = format!("/v1/tenants/{}/invoices", tenant_name(tenant));
        let body = format!(r#"{{"period":"{month}"}}"#);
        http::ask(&self.purvey.address(), "POST", &path, &self.key, "application/json", &body)
    }

    /// Everything acknowledged is there, once; invoices are whole; the books agree.
    fn prove(&self) {
        let batches = self.acknowledged.load(Ordering::SeqCst);
        assert!(batches > KILLS, "only {batches} batches were acknowledged between {KILLS} kills");
        let mut counted = 0;
        for sender in 0..SENDERS {
            // Every batch of this sender again, up to the first one that never was acknowledged.
            for number in 0.. {
                let receipt =
                    self.send_until_acknowledged(&self.batch(sender, number)).expect("the server answers now");
                let duplicate = receipt["duplicate"].as_u64().unwrap();
                assert_eq!(receipt["conflict"].as_u64(), Some(0), "{receipt}");
                assert_eq!(receipt["rejected"].as_u64(), Some(0), "{receipt}");
                if duplicate < EVENTS_A_BATCH {
                    break;
                }
                counted += 1;
            }
        }
        assert!(counted >= batches, "{batches} batches were acknowledged, {counted} are there");

        for tenant in 0..TENANTS {
            for month in &self.months {
                let response = self.close(tenant, month).unwrap();
                assert!([200, 201].contains(&response.status), "{}: {}", response.status, response.body);
            }
        }
        self.numbers_have_no_gaps();
        let report: serde_json::Value =
            serde_json::from_str(&self.purvey.done(&["reconcile", "--format", "json"])).unwrap();
        assert_eq!(report["clean"], true, "{report:#}");
        self.purvey.done(&["verify", "--all"]);
    }

    fn numbers_have_no_gaps(&self) {
        let mut numbers = BTreeSet::new();
        for tenant in 0..TENANTS {
            let path = format!("/v1/tenants/{}/invoices", tenant_name(tenant));
            let page = http::ask(&self.purvey.address(), "GET", &path, &self.key, "", "").unwrap().json();
            let invoices = page["data"].as_array().unwrap();
            assert_eq!(invoices.len(), self.months.len(), "one invoice a month: {page:#}");
            for invoice in invoices {
                let number = invoice["number"].as_str().unwrap();
                let digits: String = number.chars().filter(char::is_ascii_digit).collect();
                numbers.insert(digits.parse::<u64>().unwrap());
            }
        }
        let expected: BTreeSet<u64> = (1..=(TENANTS * self.months.len()) as u64).collect();
        assert_eq!(numbers, expected);
    }
}
