//! Values that several threads may hold, but only one at a time may use.

use std::sync::{Mutex, PoisonError};

/// A value that is `Sync` whatever it is, because it can only be reached through an exclusive
/// borrow: the mutex is never locked. Reflection asks `Sync` of all members.
pub(crate) struct Exclusive<T>(Mutex<T>);

impl<T> Exclusive<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    pub(crate) fn get(&mut self) -> &mut T {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner)
    }
}
