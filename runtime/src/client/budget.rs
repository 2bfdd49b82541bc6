//! How much a client may retry: botocore's `retries/quota.py` and `RetryQuotaChecker`.

use std::sync::atomic::{AtomicU32, Ordering};

const CAPACITY: u32 = 500;
const TRANSIENT: u32 = 14;
const THROTTLED: u32 = 5;
const FIRST_TRY: u32 = 1;

/// Tokens that retries take and successes bring back, shared by all calls of a client: when most of them
/// fail, retries soon stop, and calls fail with their first answer.
#[derive(Debug)]
pub(super) struct Budget(AtomicU32);

/// What a retry has taken.
#[derive(Debug)]
pub(super) struct Taken(u32);

impl Budget {
    pub(super) fn new() -> Self {
        Self(AtomicU32::new(CAPACITY))
    }

    /// Takes what a retry costs, if that much is left.
    pub(super) fn take(&self, throttled: bool) -> Option<Taken> {
        let cost = if throttled { THROTTLED } else { TRANSIENT };
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(cost))
            .ok()
            .map(|_| Taken(cost))
    }

    /// A call has succeeded: what its last retry took comes back, or a little if it needed none.
    pub(super) fn give_back(&self, taken: Option<Taken>) {
        let amount = taken.map_or(FIRST_TRY, |Taken(cost)| cost);
        let fill = |left: u32| Some(left.saturating_add(amount).min(CAPACITY));
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fill);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_dry_and_fills_up_again_but_not_over() {
        let budget = Budget::new();
        let taken: Vec<_> = std::iter::from_fn(|| budget.take(false)).collect();
        assert_eq!(taken.len(), 35);
        assert!(budget.take(true).is_some());
        for taken in taken {
            budget.give_back(Some(taken));
        }
        for _ in 0..1000 {
            budget.give_back(None);
        }
        assert_eq!(budget.0.load(Ordering::Relaxed), CAPACITY);
    }
}
