//! Whatever the text: a business, or errors inside it, and never a panic. See docs/business-file.md.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &str| {
    match model::check(data, "fuzz.toml") {
        Ok((business, findings)) => {
            assert!(model::diff(&business, &business).is_empty());
            let _ = findings.render(false);
        }
        Err(errors) => {
            assert!(!errors.problems.is_empty());
            let _ = (errors.render(false), errors.to_json());
        }
    }
});
