//! Lines to statements. Every error names its line and what was expected there.

mod time;
mod words;

use kernel::{
    Decimal,
    time::{TimeZone, Timestamp},
};

use super::{BusinessText, Scenario, Show, Step, Usage, Verb};
use time::{duration_s, moment};
use words::{Word, words};

/// A line that is not a statement.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct NotAScenario {
    pub line: usize,
    pub why: String,
}

type Parsed<T> = Result<T, String>;

/// Reads a scenario.
pub fn parse(text: &str) -> Result<Scenario, NotAScenario> {
    let title = text.lines().next().and_then(|line| line.strip_prefix('#'));
    let title =
        title.ok_or_else(|| NotAScenario { line: 1, why: "begins with a comment that says what it shows".into() })?;
    let mut zone = TimeZone::UTC;
    let mut clock: Option<Timestamp> = None;
    let mut steps: Vec<Step> = Vec::new();
    for (line, text) in text.lines().enumerate().map(|(index, text)| (index + 1, text)) {
        let at_line = |why: String| NotAScenario { line, why };
        if text.starts_with("  ") || (text.is_empty() && in_a_file(&steps)) {
            continue_file(&mut steps, text).map_err(at_line)?;
            continue;
        }
        let words = words(text).map_err(at_line)?;
        match words.as_slice() {
            [] => {}
            [Word::Plain(verb), Word::Plain(name)] if verb == "zone" => {
                zone = TimeZone::get(name).map_err(|_| at_line(format!("'{name}' is not a time zone")))?;
            }
            words => {
                let step = statement(line, text, words, &zone).map_err(at_line)?;
                if step.at.is_some_and(|at| clock.is_some_and(|clock| at < clock)) {
                    return Err(at_line("the clock does not go back".into()));
                }
                clock = step.at.or(clock);
                steps.push(step);
            }
        }
    }
    steps.iter().try_for_each(complete)?;
    Ok(Scenario { title: title.trim().to_owned(), steps })
}

fn in_a_file(steps: &[Step]) -> bool {
    matches!(steps.last(), Some(Step { verb: Verb::Business(BusinessText::Inline(_)), .. }))
}

/// An indented line belongs to the business file above it.
fn continue_file(steps: &mut [Step], text: &str) -> Parsed<()> {
    match steps.last_mut() {
        Some(Step { verb: Verb::Business(BusinessText::Inline(file)), .. }) => {
            file.push_str(text.strip_prefix("  ").unwrap_or(text));
            file.push('\n');
            Ok(())
        }
        _ => Err("only a business file is indented".into()),
    }
}

fn complete(step: &Step) -> Result<(), NotAScenario> {
    match &step.verb {
        Verb::Business(BusinessText::Inline(file)) if file.trim().is_empty() => {
            Err(NotAScenario { line: step.line, why: "name a shipped business, or write one indented below".into() })
        }
        _ => Ok(()),
    }
}

fn statement(line: usize, text: &str, words: &[Word], zone: &TimeZone) -> Parsed<Step> {
    let (at, rest) = match moment(words, zone)? {
        Some((at, rest)) => (Some(at), rest),
        None => (None, words),
    };
    let (verb, rest) = rest.split_first().ok_or("a date is followed by what happens")?;
    let verb = match (verb.plain().unwrap_or_default(), at) {
        ("business", _) => business(rest)?,
        ("tenant", _) => tenant(rest)?,
        ("show", _) => Verb::Show(show(rest)?),
        ("contract", Some(at)) => contract(rest, at, zone)?,
        ("use", Some(_)) => Verb::Use(usage(rest, zone)?),
        ("close", Some(_)) => close(rest)?,
        ("replay", Some(_)) if rest.is_empty() => Verb::Replay,
        ("contract" | "use" | "close" | "replay", None) => return Err("begins with the day it happens on".into()),
        (verb, _) => {
            return Err(format!("'{verb}' is none of business, tenant, contract, use, close, replay, show, zone"));
        }
    };
    Ok(Step { line, text: text.trim_end().to_owned(), at, verb })
}

fn business(rest: &[Word]) -> Parsed<Verb> {
    match rest {
        [] => Ok(Verb::Business(BusinessText::Inline(String::new()))),
        [Word::Plain(name)] => Ok(Verb::Business(BusinessText::Shipped(name.clone()))),
        _ => Err("business NAME, or business and a file indented below".into()),
    }
}

fn tenant(rest: &[Word]) -> Parsed<Verb> {
    let (name, title, zone) = match rest {
        [Word::Plain(name), Word::Quoted(title)] => (name, title, None),
        [Word::Plain(name), Word::Quoted(title), Word::Plain(word), Word::Plain(zone)] if word == "zone" => {
            (name, title, Some(zone.clone()))
        }
        _ => return Err("tenant NAME \"Title\" [zone ZONE]".into()),
    };
    Ok(Verb::Tenant { name: name.clone(), title: title.clone(), zone })
}

fn contract(rest: &[Word], at: Timestamp, zone: &TimeZone) -> Parsed<Verb> {
    let [Word::Plain(tenant), Word::Plain(plan), terms @ ..] = rest else {
        return Err("contract TENANT PLAN [from DAY] [with PRODUCT=QUANTITY…] [at PRODUCT=PRICE…]".into());
    };
    let (mut quantities, mut prices, mut priced) = (Vec::new(), Vec::new(), false);
    let mut start = at.to_zoned(zone.clone()).date();
    let mut terms = terms.iter();
    while let Some(term) = terms.next() {
        match term {
            Word::Plain(word) if word == "from" => {
                let day = terms.next().and_then(Word::plain).and_then(|day| day.parse().ok());
                start = day.ok_or("'from' is followed by a day")?;
            }
            Word::Plain(word) if word == "with" => priced = false,
            Word::Plain(word) if word == "at" => priced = true,
            Word::Pair { key, value, .. } => {
                let figure: Decimal = value.parse().map_err(|_| format!("'{value}' is not a decimal"))?;
                if priced { &mut prices } else { &mut quantities }.push((key.clone(), figure));
            }
            other => return Err(format!("'{other}': write PRODUCT=FIGURE")),
        }
    }
    let tenant = tenant.parse().map_err(|error| format!("{error}"))?;
    Ok(Verb::Contract { tenant, plan: plan.clone(), start, quantities, prices })
}

fn usage(rest: &[Word], zone: &TimeZone) -> Parsed<Usage> {
    let [Word::Plain(tenant), Word::Plain(kind), rest @ ..] = rest else {
        return Err("use TENANT TYPE [ATTRIBUTE=VALUE…] [id ID] [on TIME] [times N [every DURATION]]".into());
    };
    let mut usage = Usage {
        tenant: tenant.clone(),
        kind: kind.clone(),
        attributes: Vec::new(),
        id: None,
        on: None,
        times: 1,
        every_s: 0,
    };
    let mut rest = rest;
    while let Some((word, after)) = rest.split_first() {
        let next = after.first().and_then(Word::plain);
        let expected = |what: &str| next.ok_or_else(|| format!("'{word}' is followed by {what}"));
        rest = after.get(1..).unwrap_or_default();
        match (word, word.plain().unwrap_or_default()) {
            (Word::Pair { key, value, quoted }, _) => {
                usage.attributes.push((key.clone(), json(value, *quoted)));
                rest = after;
            }
            (_, "id") => usage.id = Some(expected("an id")?.to_owned()),
            (_, "on") => {
                let (at, after) = moment(after, zone)?.ok_or("'on' is followed by a time")?;
                usage.on = Some(at);
                rest = after;
            }
            (_, "times") => {
                usage.times = expected("a number")?.parse().map_err(|_| "'times' is followed by a number")?;
            }
            (_, "every") => usage.every_s = duration_s(expected("a duration")?)?,
            _ => return Err(format!("'{word}': write ATTRIBUTE=VALUE, id, on, times or every")),
        }
    }
    Ok(usage)
}

/// A figure or a truth as such, anything else as text.
fn json(value: &str, quoted: bool) -> String {
    let is_figure = value.parse::<Decimal>().is_ok() && !value.starts_with(['+', '.']) && !value.ends_with('.');
    // `{n}` by itself becomes a figure when it is filled in.
    let is_figure = is_figure || value == "{n}";
    if !quoted && (is_figure || matches!(value, "true" | "false" | "null")) {
        value.to_owned()
    } else {
        serde_json::Value::from(value).to_string()
    }
}

fn close(rest: &[Word]) -> Parsed<Verb> {
    match rest {
        [Word::Plain(tenant), Word::Plain(period)] => {
            Ok(Verb::Close { tenant: tenant.clone(), period: period.clone() })
        }
        _ => Err("close TENANT PERIOD".into()),
    }
}

fn show(rest: &[Word]) -> Parsed<Show> {
    let plain: Option<Vec<&str>> = rest.iter().map(Word::plain).collect();
    match plain.as_deref().unwrap_or_default() {
        ["bill", tenant, period] => Ok(Show::Bill { tenant: (*tenant).into(), period: (*period).into() }),
        ["bill", tenant, period, "as", "tenant"] => {
            Ok(Show::ClientBill { tenant: (*tenant).into(), period: (*period).into() })
        }
        ["journal"] => Ok(Show::Journal),
        ["rejected"] => Ok(Show::Rejected),
        ["proof"] => Ok(Show::Proof),
        _ => Err("show bill TENANT PERIOD [as tenant], show journal, show rejected or show proof".into()),
    }
}

#[cfg(test)]
mod tests;
