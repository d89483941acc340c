use std::{
    fmt::Write as _,
    net::{SocketAddr, TcpListener},
};

use anyhow::Result;
use sqlx::{ConnectOptions as _, postgres::PgConnectOptions};

use super::{Place, block_on};
use crate::{
    config::Settings,
    exit::Exit,
    out,
    postgres::{Account, Binaries, Layout, check_reach, holder},
};

/// Check what Purvey needs on this machine, without changing anything.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  purvey doctor")]
pub struct Args {
    #[command(flatten)]
    place: Place,
}

/// What was looked at, and whether it is well.
#[derive(Default)]
struct Report {
    text: String,
    ills: u32,
}

impl Report {
    fn say<T, E: std::fmt::Display>(&mut self, what: &str, found: Result<T, E>, well: impl FnOnce(T) -> String) {
        let (mark, said) = match found {
            Ok(found) => ("ok", well(found)),
            Err(ill) => {
                self.ills += 1;
                ("ILL", ill.to_string())
            }
        };
        // Writing to a text cannot fail.
        let _ = writeln!(self.text, "{mark:<4}{what:<16}{}", said.replace('\n', "\n                    "));
    }
}

pub fn run(args: &Args) -> Result<Exit> {
    let mut report = Report::default();
    report.say("program", Ok::<_, String>(env!("CARGO_PKG_VERSION")), |version| format!("purvey {version}"));
    match args.place.settings() {
        Err(error) => report.say("settings", Err::<(), _>(error), |()| String::new()),
        Ok(settings) => {
            report.say("settings", Ok::<_, String>(()), |()| "readable, and every one can work".into());
            report.say("address", free(&settings.server.listen), |said| said);
            if settings.database.url.is_empty() {
                private(&mut report, &args.place, &settings);
            } else {
                report.say("database", block_on(connect(&settings.database.url)), |version| version);
            }
        }
    }
    out::print(&report.text)?;
    Ok(if report.ills == 0 { Exit::Done } else { Exit::Failed })
}

fn private(report: &mut Report, place: &Place, settings: &Settings) {
    let layout = place.directory(settings).and_then(|data| Ok(Layout::of(&data)?));
    let layout = match layout {
        Ok(layout) => layout,
        Err(error) => return report.say("data", Err::<(), _>(error), |()| String::new()),
    };
    let base = layout.base.display();
    report.say("data", Ok::<_, String>(layout.major()), |major| match major {
        Some(major) => format!("{base}, made by PostgreSQL {major}"),
        None => format!("{base}, to be made at the first start"),
    });
    report.say("postgresql", Binaries::find(&layout), |found| format!("{} in {}", found.major, found.dir.display()));
    report.say("account", account(&layout), |said| said);
    report.say("running", Ok::<_, String>(holder(&layout)), |holder| holder.unwrap_or_else(|| "nothing".into()));
}

fn account(layout: &Layout) -> Result<String> {
    Ok(match Account::choose(layout)? {
        None => "PostgreSQL runs as you".into(),
        Some(account) => {
            check_reach(layout, &account)?;
            format!("PostgreSQL runs as '{}', which can reach its data", account.name)
        }
    })
}

/// Whether somebody listens there already. Purvey itself may.
fn free(listen: &str) -> Result<String, String> {
    let address: SocketAddr = listen.parse().map_err(|_| format!("{listen} is no address"))?;
    match TcpListener::bind(address) {
        Ok(_) => Ok(format!("{listen} is free")),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            Ok(format!("{listen} is in use; if that is not Purvey, choose another with server.listen"))
        }
        Err(error) => Err(format!("{listen} cannot be listened on: {error}")),
    }
}

async fn connect(url: &str) -> Result<String> {
    let options: PgConnectOptions = url.parse()?;
    let mut connection = options.connect().await?;
    let version: String = sqlx::query_scalar("select version()").fetch_one(&mut connection).await?;
    Ok(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ills_are_counted_and_set_apart() {
        let mut report = Report::default();
        report.say("one", Ok::<_, String>(1), |number| number.to_string());
        report.say("two", Err::<(), _>("a\nb"), |()| String::new());
        assert_eq!(report.ills, 1);
        assert_eq!(report.text, "ok  one             1\nILL two             a\n                    b\n");
    }

    #[test]
    fn an_address_in_use_may_be_purveys_own() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap().to_string();
        assert!(free(&address).unwrap().contains("in use"));
        assert!(free("nowhere").is_err());
    }
}
