//! Call centres: calls in business hours, numbers in service, recordings that pile up, support now and then.

use kernel::time::{Date, Weekday, civil::date};

use super::{DemoEvent, DemoTenant, chance::Chance, days, moment};

/// How one call centre calls.
struct Centre {
    /// Started minutes in October, exactly; November goes on at the same pace.
    minutes: u64,
    numbers: u64,
    /// Gigabytes kept at the end of October.
    storage: u64,
    /// Hours of support in October, as hundredths.
    support: &'static [u64],
}

pub fn tenants() -> Vec<DemoTenant> {
    vec![
        // The founders' example bill.
        tenant(
            "abc-solar",
            "ABC Solar Company",
            "standard",
            Centre { minutes: 100_000, numbers: 10, storage: 50, support: &[150, 50, 125, 75, 100] },
        ),
        tenant(
            "comfort-hvac",
            "Comfort HVAC Services",
            "silver",
            Centre { minutes: 41_300, numbers: 14, storage: 22, support: &[50, 75] },
        ),
        tenant(
            "harbor-insurance",
            "Harbor Insurance Group",
            "gold",
            Centre { minutes: 76_450, numbers: 40, storage: 64, support: &[200, 100] },
        ),
        tenant(
            "bright-dental",
            "Bright Dental Partners",
            "bronze",
            Centre { minutes: 6_120, numbers: 3, storage: 4, support: &[] },
        ),
    ]
}

fn tenant(name: &'static str, title: &'static str, plan: &'static str, centre: Centre) -> DemoTenant {
    let mut chance = Chance::new(name);
    let mut events = calls(name, &centre, &mut chance);
    for (index, day) in days().enumerate() {
        events.extend((0..centre.numbers).map(|number| in_service(name, day, number)));
        events.push(stored(name, day, centre.storage, index));
    }
    for (index, hundredths) in centre.support.iter().enumerate() {
        let day = date(2025, 10, i8::try_from(3 + index * 6).unwrap_or(28));
        events.push(supported(name, day, *hundredths));
    }
    events.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    DemoTenant { name, title, plan, start: date(2025, 9, 1), quantities: &[], prices: &[], events }
}

/// Calls whose started minutes make up `centre.minutes` in October to the minute.
fn calls(name: &str, centre: &Centre, chance: &mut Chance) -> Vec<DemoEvent> {
    let pace = |day: Date| match day.weekday() {
        Weekday::Saturday => 3,
        Weekday::Sunday => 1,
        Weekday::Monday => 12,
        _ => 10,
    };
    let october = |day: &Date| day.month() == 10;
    let weight: u64 = days().filter(october).map(pace).sum();
    let mut left = centre.minutes;
    let mut weight_left = weight;
    let mut events = Vec::new();
    for day in days() {
        let minutes = if october(&day) {
            let share = left * pace(day) / weight_left.max(1);
            left -= share;
            weight_left -= pace(day);
            share
        } else {
            centre.minutes * pace(day) / weight.max(1)
        };
        day_of_calls(name, day, minutes, chance, &mut events);
    }
    events
}

fn day_of_calls(name: &str, day: Date, mut minutes: u64, chance: &mut Chance, events: &mut Vec<DemoEvent>) {
    let mut number = 0;
    while minutes > 0 {
        let seconds = length(chance).min(minutes * 60);
        minutes -= seconds.div_ceil(60);
        // Nine to six in New York is 13:00 to 22:00 in UTC in October; two waves, before and after lunch.
        let wave = if chance.below(5) < 2 { chance.below(4 * 3600) } else { 4 * 3600 + chance.below(5 * 3600) };
        let at = moment(day, 13 * 3600 + wave);
        let area = chance.pick(&["1212", "1305", "1415", "1512", "1702", "1808", "44207"]).copied().unwrap_or("1212");
        let campaign = chance.pick(&["spring", "renewals", "referrals"]).copied().unwrap_or("spring");
        let line = chance.below(10_000_000);
        events.push(DemoEvent {
            id: format!("call-{day}-{number:05}"),
            kind: "call.completed",
            at,
            data: format!(
                r#"{{"billable_seconds":{seconds},"destination":"{area}{line:07}","campaign":"{campaign}","agent":"{name}-{:02}"}}"#,
                chance.between(1, 24)
            ),
        });
        number += 1;
    }
}

/// Seconds of a call: many answered by a machine or nobody, some long.
fn length(chance: &mut Chance) -> u64 {
    match chance.below(100) {
        0..=34 => chance.between(1, 45),
        35..=69 => chance.between(46, 240),
        70..=92 => chance.between(241, 900),
        _ => chance.between(901, 2700),
    }
}

fn in_service(name: &str, day: Date, number: u64) -> DemoEvent {
    DemoEvent {
        id: format!("number-{day}-{number:03}"),
        kind: "number.active",
        at: moment(day, 6 * 3600 + number),
        data: format!(r#"{{"number":"1212555{:04}"}}"#, Chance::new(name).below(9000) + number),
    }
}

/// Grows from about half to the whole in October, and on from there.
fn stored(_name: &str, day: Date, storage: u64, index: usize) -> DemoEvent {
    let grown = u64::try_from(index).unwrap_or(0).min(60);
    // In tenths of a gigabyte: half at first, all of it on the 31st day.
    let tenths = storage * 5 + storage * 5 * grown / 30;
    DemoEvent {
        id: format!("storage-{day}"),
        kind: "storage.measured",
        at: moment(day, 7 * 3600),
        data: format!(r#"{{"gb":"{}.{}"}}"#, tenths / 10, tenths % 10),
    }
}

fn supported(_name: &str, day: Date, hundredths: u64) -> DemoEvent {
    DemoEvent {
        id: format!("support-{day}"),
        kind: "support.logged",
        at: moment(day, 18 * 3600),
        data: format!(r#"{{"hours":"{}.{:02}"}}"#, hundredths / 100, hundredths % 100),
    }
}
