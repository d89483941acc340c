//! The shipped files parse; what is wrong is found, all of it, and said well.

use crate::{parse, shipped};

#[test]
fn every_shipped_file_is_a_business() {
    for file in shipped::all() {
        if let Err(errors) = file.parse() {
            panic!("{errors}");
        }
    }
}
