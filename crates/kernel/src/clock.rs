use crate::time::Timestamp;

/// Where the time comes from. The program passes the real one, a test moves its own.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}

/// Where unguessable bytes come from: secrets, keys, fresh ids.
pub trait Entropy: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);
}
