//! The private PostgreSQL, through the built program: started, refused, killed, taken over, stopped.

#![cfg(test)]

mod purvey;

use purvey::{Purvey, data_directory, ended};

#[test]
fn it_starts_durable_and_silent_and_stops_clean() {
    let data = data_directory();
    let purvey = Purvey::start(data.path());
    assert_eq!(purvey.setting("fsync"), "on");
    assert_eq!(purvey.setting("data_checksums"), "on");
    assert_eq!(purvey.setting("full_page_writes"), "on");
    assert_eq!(purvey.setting("listen_addresses"), "");
    assert_eq!(purvey.setting("password_encryption"), "scram-sha-256");
    let postmaster = purvey.postmaster();
    if rustix::process::geteuid().is_root() {
        assert_ne!(purvey::owner_of(postmaster), 0, "PostgreSQL never runs as root");
    }
    purvey.execute("create table kept as select 1 as one");
    assert_eq!(purvey.stop(), Some(0));
    assert!(!purvey::exists(postmaster), "the server went with its manager");

    let purvey = Purvey::start(data.path());
    assert_eq!(purvey.ask("select one::text from kept"), "1");
    assert_eq!(purvey.stop(), Some(0));
}

#[test]
fn a_second_start_on_the_same_directory_is_refused_and_names_the_first() {
    let data = data_directory();
    let purvey = Purvey::start(data.path());
    let (code, message) = ended(&["postgres", "--data", data.path().to_str().unwrap()], &[]);
    assert_eq!(code, Some(1));
    assert!(message.contains("purvey postgres") && message.contains(&purvey.pid().to_string()), "{message}");
    assert!(message.contains("--data"), "{message}");
    assert_eq!(purvey.ask("select 'still here'"), "still here");
    assert_eq!(purvey.stop(), Some(0));
}

#[test]
fn a_command_beside_a_running_one_uses_its_server_and_leaves_it_running() {
    let data = data_directory();
    let purvey = Purvey::start(data.path());
    let postmaster = purvey.postmaster();
    let path = data.path().to_str().unwrap();
    let (code, message) = ended(&["business", "apply", "dialer", "--data", path], &[]);
    assert_eq!(code, Some(0), "{message}");
    // The same server by its address.
    let (code, message) = ended(&["tenant", "list", "--data", path], &[("DATABASE_URL", &purvey.url())]);
    assert_eq!(code, Some(0), "{message}");
    assert_eq!(purvey.postmaster(), postmaster);
    assert_eq!(purvey.stop(), Some(0));

    // Alone, a command starts the server for itself and stops it again.
    let (code, message) = ended(&["business", "show", "--data", path], &[]);
    assert_eq!(code, Some(0), "{message}");
    assert!(!data.path().join("postgres/data/postmaster.pid").exists());
}

#[test]
fn a_database_that_does_not_answer_is_said_in_words() {
    let data = data_directory();
    let path = data.path().to_str().unwrap();
    let away = "postgres://user:secret@127.0.0.1:1/none";
    let (code, message) = ended(&["tenant", "list", "--data", path], &[("DATABASE_URL", away)]);
    assert_eq!(code, Some(4), "{message}");
    assert!(message.contains("database") && !message.contains("secret"), "{message}");
    let (code, message) = ended(&["tenant", "list", "--data", path], &[("DATABASE_URL", "mysql://x")]);
    assert_eq!(code, Some(1), "{message}");
    assert!(message.contains("postgres://"), "{message}");
}

#[test]
fn a_killed_server_is_started_again() {
    let data = data_directory();
    let mut purvey = Purvey::start(data.path());
    purvey.execute("create table kept as select 1 as one");
    for _ in 0..3 {
        let before = purvey.postmaster();
        purvey::kill(before);
        purvey.wait_until_log_says("runs again");
        assert_ne!(purvey.postmaster(), before);
        assert_eq!(purvey.ask("select one::text from kept"), "1");
    }
    assert_eq!(purvey.stop(), Some(0));
}

#[test]
fn a_server_left_by_a_killed_purvey_is_taken_over_watched_and_stopped() {
    let data = data_directory();
    let purvey = Purvey::start(data.path());
    let postmaster = purvey.postmaster();
    purvey.execute("create table kept as select 1 as one");
    purvey.kill();
    assert!(purvey::exists(postmaster), "the server outlives a killed manager");

    let mut purvey = Purvey::start(data.path());
    assert_eq!(purvey.postmaster(), postmaster, "taken over as it runs");
    assert_eq!(purvey.ask("select one::text from kept"), "1");
    purvey::kill(postmaster);
    purvey.wait_until_log_says("runs again");
    assert_eq!(purvey.ask("select one::text from kept"), "1");
    purvey.kill();

    let purvey = Purvey::start(data.path());
    let postmaster = purvey.postmaster();
    assert_eq!(purvey.stop(), Some(0));
    assert!(!purvey::exists(postmaster), "a server taken over is stopped, too");
}

#[test]
fn after_a_crash_of_both_the_next_start_recovers() {
    let data = data_directory();
    let purvey = Purvey::start(data.path());
    let postmaster = purvey.postmaster();
    purvey.execute("create table kept as select 1 as one");
    purvey.kill();
    purvey::kill(postmaster);

    let purvey = Purvey::start(data.path());
    assert_eq!(purvey.ask("select one::text from kept"), "1");
    assert_eq!(purvey.stop(), Some(0));
}

#[test]
fn a_half_made_cluster_is_made_anew() {
    let data = data_directory();
    let half = data.path().join("postgres/data.new");
    std::fs::create_dir_all(&half).unwrap();
    std::fs::write(half.join("PG_VERSION"), "15\n").unwrap();
    let purvey = Purvey::start(data.path());
    assert_eq!(purvey.setting("data_checksums"), "on");
    assert_eq!(purvey.stop(), Some(0));
}

#[test]
fn what_cannot_work_is_said_before_anything_is_made() {
    let data = data_directory();
    let path = data.path().join("purvey");
    let path = path.to_str().unwrap();
    let (code, message) = ended(&["postgres", "--data", path], &[("PURVEY_PG_BIN", "/nowhere")]);
    assert_eq!(code, Some(1));
    assert!(message.contains("PURVEY_PG_BIN is /nowhere"), "{message}");

    let long = format!("{path}/{}", "d".repeat(110));
    let (code, message) = ended(&["postgres", "--data", &long], &[]);
    assert_eq!(code, Some(1));
    assert!(message.contains("too long"), "{message}");

    std::fs::create_dir_all(format!("{path}/postgres/data")).unwrap();
    std::fs::write(format!("{path}/postgres/data/PG_VERSION"), "9\n").unwrap();
    let (code, message) = ended(&["postgres", "--data", path], &[]);
    assert_eq!(code, Some(1));
    assert!(message.contains("made by PostgreSQL 9"), "{message}");
}

#[test]
fn a_place_the_account_cannot_reach_is_named() {
    use std::os::unix::fs::PermissionsExt;
    if !rustix::process::geteuid().is_root() {
        return; // An ordinary user's server runs as that user, who can reach it.
    }
    let data = data_directory();
    std::fs::set_permissions(data.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
    let below = data.path().join("below");
    let (code, message) = ended(&["postgres", "--data", below.to_str().unwrap()], &[]);
    assert_eq!(code, Some(1));
    assert!(message.contains(data.path().to_str().unwrap()) && message.contains("/var/lib/purvey"), "{message}");
}
