use crate::program::Program;

/// A program with the dialer in force, so that events of any age are taken, and ABC Solar under contract.
fn with_database() -> Program {
    let program = Program::new();
    let dialer = include_str!("../../../../businesses/dialer.toml");
    program.write("business.toml", &format!("{dialer}\n[options]\nlate_events = \"3650 days\"\n"));
    program.done(&["business", "apply", "business.toml"]);
    program.done(&["tenant", "add", "abc-solar", "--title", "ABC Solar"]);
    program.done(&["contract", "start", "abc-solar", "--plan", "standard", "--from", "2024-09-01"]);
    program
}

#[test]
fn files_of_every_kind_are_imported_once_and_what_is_wrong_is_kept() {
    let program = with_database();
    let usage = program.done(&["sample", "dialer", "--tenant", "abc-solar"]);
    let events = usage.lines().count();
    program.write("usage.ndjson", &usage);
    assert_eq!(program.done(&["import", "usage.ndjson"]), format!("usage.ndjson: {events} accepted\n"));
    assert_eq!(program.done(&["import", "usage.ndjson"]), format!("usage.ndjson: 0 accepted, {events} there before\n"));

    program.write(
        "Master.csv",
        "\"abc-solar\",\"1\",\"2\",\"c\",\"\",\"x\",\"y\",\"Dial\",\"\",\"2025-09-02 12:00:00\",\"\",\"\",70,61,\"ANSWERED\",\"BILLING\",\"17.1\",\"\"\n\
         \"abc-solar\",\"1\",\"2\",\"c\",\"\",\"x\",\"y\",\"Dial\",\"\",\"2025-09-02 12:00:00\",\"\",\"\",9,0,\"BUSY\",\"BILLING\",\"17.2\",\"\"\n\
         \"nobody\",\"1\",\"2\",\"c\",\"\",\"x\",\"y\",\"Dial\",\"\",\"2025-09-02 12:00:00\",\"\",\"\",70,61,\"ANSWERED\",\"BILLING\",\"17.3\",\"\"\n\
         \"abc-solar\",\"1\"\n",
    );
    for accepted in ["1 accepted", "0 accepted, 1 there before"] {
        let said = program.run(&["import", "Master.csv"]);
        assert_eq!(said.code, Some(3));
        assert_eq!(
            said.out,
            format!("Master.csv: {accepted}, 2 rejected (see: purvey rejected list), 1 calls not answered\n")
        );
        assert!(said.err.contains("Master.csv:3: there is no tenant 'nobody'"), "{}", said.err);
        assert!(said.err.contains("Master.csv:4: the row has 2 columns"), "{}", said.err);
    }
    let rejected = program.done(&["rejected", "list"]);
    assert_eq!(rejected.matches("(2 times)").count(), 2, "kept once each, and counted: {rejected}");

    // The unknown tenant comes to be, and its call is let in after all.
    let id = rejected.lines().find(|line| line.contains("nobody")).unwrap().split_whitespace().next().unwrap();
    assert!(program.done(&["rejected", "show", id]).contains(r#""subject":"nobody""#));
    program.done(&["tenant", "add", "nobody"]);
    program.done(&["contract", "start", "nobody", "--plan", "bronze", "--from", "2024-09-01"]);
    assert!(program.done(&["rejected", "replay", id]).contains("accepted"));

    program.write("calls.csv", "at,tenant,type,billable_seconds\n2025-09-03 12:00:00,abc-solar,call.completed,59\n");
    assert_eq!(program.done(&["import", "calls.csv"]), "calls.csv: 1 accepted\n");

    // The database bills what the files say.
    let closed = program.done(&["close", "--tenant", "abc-solar", "--period", "2025-10"]);
    assert!(closed.contains("3580.00"), "{closed}");
    let proof = program.run(&["reconcile"]);
    assert_eq!(proof.code, Some(0), "{}", proof.out);
}

#[test]
fn import_needs_a_business_and_files_that_are_there() {
    let program = Program::new();
    let said = program.run(&["import", "none.ndjson"]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("Cannot read none.ndjson"), "{}", said.err);
    program.write("usage.ndjson", "{}");
    let said = program.run(&["import", "usage.ndjson"]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("business"), "{}", said.err);
}
