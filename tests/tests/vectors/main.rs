//! Public test vectors: what others have agreed on, read by our code.

mod date_time;
