//! From values to bytes and back, of any generated operation.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a helper of tests is a test")]

use std::fmt::Debug;

use shapewright_runtime::reflect;
use shapewright_runtime::schema::SchemaKind;
use shapewright_runtime::shape::{Shape, Slot};
use shapewright_runtime::{Error, Operation};

use crate::arbitrary::{Choices, SECRET, fill};

/// Sends many inputs, outputs and errors of an operation forth and back.
pub fn operation<O>()
where
    O: Operation + Debug,
    O::Output: Debug,
    O::Error: PartialEq,
{
    for seed in 0..64 {
        let choices = pseudo_random(seed);
        input::<O>(&choices);
        output::<O>(&choices);
        errors::<O>(&choices);
    }
}

/// An input becomes a request and the request the same input; its clone is the same too.
pub fn input<O: Operation + Debug>(choices: &[u64]) {
    let value: O = arbitrary(&mut choices_of::<O>(choices));
    assert_same(&reflect::clone(&value), &value);
    let request = value.to_request().unwrap();
    assert_same(&O::from_request(&request).unwrap(), &value);
    hides_secrets(&value);
}

/// An output becomes a response and the response the same output; its clone is the same too.
pub fn output<O: Operation>(choices: &[u64])
where
    O::Output: Debug,
{
    let value: O::Output = arbitrary(&mut choices_of::<O>(choices));
    assert_same(&reflect::clone(&value), &value);
    hides_secrets(&value);
    let response = O::write_result(&Ok(value)).unwrap();
    let read = O::read_response(&response).unwrap();
    assert_same(&read, &arbitrary::<O::Output>(&mut choices_of::<O>(choices)));
}

/// Equality by reflection: types that hold streams have no other.
fn assert_same<S: Shape + Debug>(a: &S, b: &S) {
    assert!(reflect::equal(a, b), "{a:?}\nis not\n{b:?}");
}

/// Each error becomes a response and the response the same error.
pub fn errors<O: Operation>(choices: &[u64])
where
    O::Output: Debug,
    O::Error: PartialEq,
{
    for index in 0..O::Error::default().schema().members.len() {
        let error = || {
            let mut error = O::Error::default();
            let Slot::Shape(shape) = error.slot(index) else { panic!("an error is a structure") };
            fill(shape, &mut choices_of::<O>(choices));
            error
        };
        hides_secrets(&error());
        let sent = Error::from(error());
        hides_secrets(&sent);
        let (code, message) = (sent.code().map(str::to_owned), sent.message().map(str::to_owned));
        let read = O::read_response(&O::write_result(&Err(sent)).unwrap()).unwrap_err();
        assert_eq!(read.service_error(), &error());
        assert_eq!(read.code(), code.as_deref());
        assert_eq!(read.message(), message.as_deref());
    }
}

fn hides_secrets(value: &impl Debug) {
    let shown = format!("{value:?}");
    assert!(!shown.contains(SECRET), "{shown}");
}

/// The choices for values that the operation's protocol can write.
pub fn choices_of<O: Operation>(choices: &[u64]) -> Choices<'_> {
    Choices::new(choices, O::SCHEMA.service.protocol.id())
}

/// The value that these choices make.
pub fn arbitrary<S: Shape + Default>(choices: &mut Choices<'_>) -> S {
    let mut value = S::default();
    assert!(
        value.schema().kind != SchemaKind::Union || !value.schema().members.is_empty(),
        "a union without members has no values"
    );
    fill(&mut value, choices);
    value
}

/// Numbers without a pattern, the same for a seed on every run (SplitMix64).
pub fn pseudo_random(seed: u64) -> Vec<u64> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    (0..400).map(|_| next()).collect()
}
