//! What texts become, and what holds for every text.

mod examples;
mod properties;
