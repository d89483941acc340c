//! The built program on the command line: what it says, and how it ends.

#![cfg(test)]

mod bill;
mod check;
mod help;
mod import;
mod program;
