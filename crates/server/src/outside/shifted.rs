use kernel::{
    Clock,
    time::{SignedDuration, Timestamp},
};

use super::SystemClock;

/// A clock that runs as the machine's does, but from another moment on: for the demo.
#[derive(Clone, Copy, Debug)]
pub struct ShiftedClock {
    by: SignedDuration,
}

impl ShiftedClock {
    /// Shows `moment` now.
    pub fn starting_at(moment: Timestamp) -> Self {
        Self { by: moment.duration_since(SystemClock.now()) }
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> Timestamp {
        SystemClock.now().checked_add(self.by).unwrap_or(Timestamp::MAX)
    }
}
