use kernel::Entropy;

/// The operating system's unguessable bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    /// # Panics
    /// If the operating system gives no random bytes: then no secret can be made, and going on would be worse.
    #[expect(clippy::disallowed_methods, reason = "the one place where chance comes from")]
    #[expect(clippy::panic, reason = "without chance there are no secrets")]
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            panic!("the operating system gives no random bytes: {error}");
        }
    }
}
