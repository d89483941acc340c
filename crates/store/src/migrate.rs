//! Bringing roles and tables up to date.
