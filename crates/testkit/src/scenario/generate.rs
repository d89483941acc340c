//! Random scenarios, the same for the same seed: what nobody would think of writing. A failing one is a text like any
//! other; give it a name and keep it.

use std::fmt::Write as _;

use kernel::time::{SignedDuration, Timestamp};

const BUSINESS: &str = include_str!("generate/business.toml");
const TENANTS: [&str; 3] = ["ada", "bob", "eve"];
const ZONES: [&str; 3] = ["Europe/Berlin", "America/New_York", "Asia/Kolkata"];
const MONTHS: [&str; 4] = ["2026-01", "2026-02", "2026-03", "2026-04"];
const DAY_S: i64 = 86_400;

/// A scenario of `steps` random statements from February to April 2026, with summer time in between.
pub fn generate(seed: u64, steps: usize) -> String {
    let mut dice = Dice(seed);
    let mut text = format!("# Random scenario {seed}\n\nbusiness\n");
    for line in BUSINESS.lines() {
        let _ = writeln!(text, "  {line}");
    }
    let mut now: Timestamp = "2026-02-01T00:00:00Z".parse().unwrap_or_default();
    for (tenant, zone) in TENANTS.iter().zip(ZONES) {
        let _ = writeln!(text, "tenant {tenant} \"{tenant}\" zone {zone}");
    }
    for tenant in TENANTS {
        let day = 1 + dice.below(14);
        let _ = writeln!(text, "{now} contract {tenant} {} from 2026-01-{day:02}", dice.pick(&["all", "some"]));
    }
    let mut sent: Vec<String> = Vec::new();
    for step in 0..steps {
        now = after(now, dice.below(40) * 3600 + dice.below(3600));
        let line = match dice.below(20) {
            0 => format!("close {} {}", dice.pick(&TENANTS), dice.pick(&MONTHS)),
            1 => format!("close {} {}", dice.pick(&TENANTS), now.strftime("%Y-%m")),
            2 => contract(&mut dice),
            3 => "replay".to_owned(),
            4 | 5 if !sent.is_empty() => sent.get(dice.index(sent.len())).cloned().unwrap_or_default(),
            _ => {
                let event = event(&mut dice, now, step);
                sent.push(event.clone());
                event
            }
        };
        let _ = writeln!(text, "{now} {line}");
        if dice.below(6) == 0 {
            let role = dice.pick(&["", " as tenant"]);
            let _ = writeln!(text, "show bill {} {}{role}", dice.pick(&TENANTS), dice.pick(&MONTHS));
        }
    }
    // Everything is closed in the end, in order, so that every late event has been billed.
    let end = after(now.max("2026-05-02T00:00:00Z".parse().unwrap_or_default()), DAY_S);
    for month in MONTHS {
        for tenant in TENANTS {
            let _ = writeln!(text, "{end} close {tenant} {month}");
        }
    }
    text + "show rejected\nshow journal\nshow proof\n"
}

fn contract(dice: &mut Dice) -> String {
    let (tenant, plan) = (dice.pick(&TENANTS), dice.pick(&["all", "some"]));
    let seats = if plan == "all" { format!(" with seats={}", dice.below(4)) } else { String::new() };
    format!("contract {tenant} {plan} from {}-{}{seats}", dice.pick(&MONTHS), dice.pick(&["01", "01", "01", "17"]))
}

fn event(dice: &mut Dice, now: Timestamp, step: usize) -> String {
    let tenant = if dice.below(25) == 0 { "nobody" } else { dice.pick(&TENANTS) };
    let used = match dice.below(9) {
        0 | 1 => format!("call seconds={} to=\"{}\"", dice.below(400), dice.pick(&["44", "4477", "331", "1", "999"])),
        2 => format!("peak gb={}.{}", dice.below(90), dice.below(10)),
        3 => format!("level gb={}", dice.below(500)),
        4 => format!("seat user=\"u{}\"", dice.below(6)),
        5 => format!("disk gb={}", dice.below(200)),
        6 => format!("flow gb={}", dice.below(60) - 20),
        7 => format!("pay amount={}.{:02}", dice.below(300), dice.below(100)),
        _ => (dice.pick(&["call to=\"44\"", "unheard seconds=1", "call seconds=-5 to=\"44\"", "pay amount=\"much\""]))
            .to_owned(),
    };
    // Mostly now or lately, at times on a boundary, late, or ahead.
    let on = match dice.below(10) {
        0..=3 => now,
        4..=6 => after(now, -dice.below(40 * DAY_S)),
        7 => after(now, -dice.below(150 * DAY_S)),
        8 => after(now, dice.below(2 * 3600)),
        _ => boundary(dice),
    };
    let times = if dice.below(5) == 0 {
        format!(" times {} every {}h", 2 + dice.below(9), dice.below(30))
    } else {
        String::new()
    };
    // Few ids, so that some meet with other content.
    let id = if dice.below(4) == 0 { format!("e{}", dice.below(12)) } else { format!("s{step}-{{n}}") };
    format!("use {tenant} {used} id {id} on {on}{times}")
}

/// Midnight, or the second before it, of a month's first day in one of the zones: 1 March at half past six UTC is noon in Kolkata.
fn boundary(dice: &mut Dice) -> Timestamp {
    let instants = [
        "2026-01-31T23:00:00Z",
        "2026-02-28T23:00:00Z",
        "2026-03-01T05:00:00Z",
        "2026-02-28T18:30:00Z",
        "2026-03-31T22:00:00Z",
        "2026-04-01T04:00:00Z",
        "2026-03-08T07:00:00Z",
        "2026-03-29T01:00:00Z",
    ];
    after(dice.pick(&instants).parse().unwrap_or_default(), -dice.below(2))
}

fn after(at: Timestamp, seconds: i64) -> Timestamp {
    at.saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(at)
}

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// 0 up to, but not including, `end`.
    fn below(&mut self, end: i64) -> i64 {
        i64::try_from(self.next() % u64::try_from(end.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    fn pick<'p>(&mut self, of: &[&'p str]) -> &'p str {
        of.get(self.index(of.len())).copied().unwrap_or_default()
    }

    fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(i64::try_from(length).unwrap_or(i64::MAX))).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::Model,
        scenario::{parse, run},
    };

    #[test]
    fn a_seed_always_tells_the_same() {
        for seed in 0..20 {
            let text = generate(seed, 120);
            assert_eq!(text, generate(seed, 120));
            let scenario = parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
            let told = run(&scenario, &mut Model::default());
            assert_eq!(told, run(&scenario, &mut Model::default()));
            assert!(told.contains("accepted") && !told.contains("error["), "{told}");
        }
    }
}
