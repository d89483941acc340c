use std::{fs, path::Path};

use kernel::time::{SignedDuration, Timestamp};
use model::Contract;

use super::{
    BusinessText, Scenario, Show, Step, Usage, Verb, print,
    world::{Done, Event, Receipt, Refused, World},
};

/// Events in one request to the world.
const BATCH_EVENTS: usize = 5_000;

/// Lets a scenario happen and writes down what the world answered.
pub fn run(scenario: &Scenario, world: &mut dyn World) -> String {
    let mut transcript = format!("# {}\n", scenario.title);
    let mut now = scenario.steps.iter().find_map(|step| step.at).unwrap_or(Timestamp::UNIX_EPOCH);
    world.set_clock(now);
    for step in &scenario.steps {
        if let Some(at) = step.at {
            now = at;
            world.set_clock(now);
        }
        transcript += &format!("\n{}\n", step.text);
        transcript += &happen(step, now, world).unwrap_or_else(|Refused(kind)| format!("    refused: {kind:?}\n"));
    }
    transcript
}

fn happen(step: &Step, now: Timestamp, world: &mut dyn World) -> Result<String, Refused> {
    match &step.verb {
        Verb::Business(text) => {
            let text = file(text);
            let done = world.apply_business(&text);
            match model::parse(&text, "business.toml") {
                Err(errors) if done.is_err() => Ok(print::indented(&errors.to_string())),
                _ => done.map(|done| said(&done)),
            }
        }
        Verb::Tenant { name, title, zone } => world.add_tenant(name, title, zone.as_deref()).map(|done| said(&done)),
        Verb::Contract { tenant, plan, start, quantities, prices } => {
            let contract = Contract {
                tenant: tenant.clone(),
                title: String::new(),
                plan: plan.clone(),
                start: *start,
                zone: None,
                quantities: quantities.iter().cloned().collect(),
                prices: prices.iter().cloned().collect(),
            };
            world.start_contract(&contract).map(|done| said(&done))
        }
        Verb::Use(usage) => receive(world, &events(usage, step.line, now)),
        Verb::Close { tenant, period } => world.close(tenant, period).map(|done| match done {
            Done::Now((invoice, margin)) => print::invoice(&invoice, &margin),
            Done::Already((invoice, _)) => format!("    already: {}\n", invoice.number),
        }),
        Verb::Replay => Ok(print::receipt(&world.replay())),
        Verb::Show(show) => look(show, world),
    }
}

fn look(show: &Show, world: &mut dyn World) -> Result<String, Refused> {
    Ok(match show {
        Show::Bill { tenant, period } => print::rated(&world.rated(tenant, period)?),
        Show::ClientBill { tenant, period } => print::bill(&world.bill(tenant, period)?),
        Show::Journal => print::journal(&world.journal()),
        Show::Rejected => print::rejected(&world.rejected()),
        Show::Proof => print::proof(&world.proof()),
    })
}

fn said(done: &Done<()>) -> String {
    match done {
        Done::Now(()) => String::new(),
        Done::Already(()) => "    already\n".into(),
    }
}

/// The text of a business; for a name nobody ships, a text that no world accepts.
fn file(text: &BusinessText) -> String {
    match text {
        BusinessText::Inline(text) => text.clone(),
        BusinessText::Shipped(name) => {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../businesses/{name}.toml"));
            fs::read_to_string(path).unwrap_or_else(|error| format!("no shipped business {name}: {error}"))
        }
    }
}

fn events(usage: &Usage, line: usize, now: Timestamp) -> Vec<Event> {
    let first = usage.on.unwrap_or(now);
    let event = |n: u64| {
        let number = n.to_string();
        let after_s = usage.every_s.saturating_mul(i64::try_from(n - 1).unwrap_or(i64::MAX));
        let attributes =
            usage.attributes.iter().map(|(key, value)| format!("\"{key}\":{}", value.replace("{n}", &number)));
        Event {
            id: usage.id.as_ref().map_or_else(|| format!("{line}-{n}"), |id| id.replace("{n}", &number)),
            kind: usage.kind.clone(),
            subject: usage.tenant.clone(),
            time: first.saturating_add(SignedDuration::from_secs(after_s)).unwrap_or(first),
            data: format!("{{{}}}", attributes.collect::<Vec<_>>().join(",")),
        }
    };
    (1..=usage.times).map(event).collect()
}

fn receive(world: &mut dyn World, events: &[Event]) -> Result<String, Refused> {
    let mut all = Receipt::default();
    for batch in events.chunks(BATCH_EVENTS) {
        let receipt = world.receive(batch)?;
        all.accepted += receipt.accepted;
        all.duplicate += receipt.duplicate;
        all.not_accepted.extend(receipt.not_accepted);
    }
    Ok(print::receipt(&all))
}
