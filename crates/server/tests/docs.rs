//! Every `purvey` command that a document quotes exists, with every option it quotes.

#![cfg(test)]

use std::{collections::BTreeMap, path::Path, process::Command};

use testkit::tidy::{Repo, prose};

/// The program's help, asked once for each subcommand.
#[derive(Default)]
struct Help(BTreeMap<Vec<String>, String>);

impl Help {
    fn of(&mut self, path: &[String]) -> &str {
        self.0.entry(path.to_vec()).or_insert_with(|| {
            let help = Command::new(env!("CARGO_BIN_EXE_purvey")).args(path).arg("--help").output().unwrap();
            assert!(help.status.success(), "purvey {} --help", path.join(" "));
            String::from_utf8(help.stdout).unwrap()
        })
    }

    /// What is wrong with a command: an unknown subcommand or option.
    fn wrong(&mut self, words: &[String]) -> Option<String> {
        let mut path = Vec::new();
        for word in words.iter().skip(1).take_while(|word| !word.starts_with('-')) {
            let Some((_, commands)) = self.of(&path).split_once("\nCommands:\n") else { break };
            let listed = commands.lines().take_while(|line| !line.is_empty());
            if !listed.into_iter().any(|line| line.split_whitespace().next() == Some(word)) {
                return Some(format!("there is no '{word}'"));
            }
            path.push(word.clone());
        }
        let help = self.of(&path).to_owned();
        let options = words.iter().filter(|word| word.starts_with('-')).filter_map(|word| word.split('=').next());
        let known = |option: &str| help.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| word == option);
        options.into_iter().find(|option| !known(option)).map(|option| format!("there is no option {option}"))
    }
}

fn words(command: &str) -> Vec<String> {
    command.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn every_purvey_command_in_the_documents_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    let mut help = Help::default();
    let quoted = prose::commands(&Repo::read(root).unwrap(), "purvey");
    let wrong = |command: prose::Command| {
        help.wrong(&command.words).map(|why| format!("{}: {}: {why}", command.at, command.words.join(" ")))
    };
    let wrong: Vec<_> = quoted.into_iter().filter_map(wrong).collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn a_command_that_does_not_exist_is_found() {
    let mut help = Help::default();
    for (command, part) in [("purvey serv", "no 'serv'"), ("purvey serve --quickly", "no option --quickly")] {
        assert!(help.wrong(&words(command)).is_some_and(|why| why.contains(part)), "{command}");
    }
    for command in ["purvey", "purvey --version", "purvey verify INV-000001", "purvey serve --listen=127.0.0.1:0"] {
        assert_eq!(help.wrong(&words(command)), None, "{command}");
    }
}
