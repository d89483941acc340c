//! What every handler has at hand.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use app::App;
use kernel::time::{SignedDuration, Timestamp};

use crate::{layer::guard::Words, settings::Settings};

/// The words of one version of the business file, and when it was last asked for.
struct Kept {
    asked: Timestamp,
    digest: String,
    words: Arc<Words>,
}

/// How long a version is taken for the current one before it is asked for again: clients send many requests a second.
const WORDS_AGE_MAX: SignedDuration = SignedDuration::from_secs(2);

#[derive(Clone)]
pub struct Web {
    pub app: App,
    pub settings: Arc<Settings>,
    kept: Arc<Mutex<Option<Kept>>>,
}

impl Web {
    pub fn new(app: App, settings: Settings) -> Self {
        Self { app, settings: Arc::new(settings), kept: Arc::default() }
    }

    /// The confidential words of the business in force, prepared once a version.
    pub async fn words(&self) -> app::Outcome<Arc<Words>> {
        let now = self.app.now();
        if let Some(kept) = &*self.kept()
            && (SignedDuration::ZERO..WORDS_AGE_MAX).contains(&now.duration_since(kept.asked))
        {
            return Ok(Arc::clone(&kept.words));
        }
        let Some(business) = self.app.face().await? else { return Ok(Arc::default()) };
        let mut kept = self.kept();
        let words = match kept.take() {
            Some(kept) if kept.digest == business.digest => kept.words,
            _ => {
                let vendors = business.vendors.values().map(|vendor| vendor.name.as_str());
                Arc::new(Words::new(vendors.chain(business.confidential.iter().map(String::as_str))))
            }
        };
        *kept = Some(Kept { asked: now, digest: business.digest.clone(), words: Arc::clone(&words) });
        Ok(words)
    }

    fn kept(&self) -> MutexGuard<'_, Option<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
