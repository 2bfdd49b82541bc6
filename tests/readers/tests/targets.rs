//! The fuzz targets, over what the suites have for them and over what may become of it.

#![allow(clippy::unwrap_used, reason = "a helper of tests is a test")]

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use shapewright_readers::{TARGETS, Target, seeds};
use shapewright_tests::conformance_data;

/// The inputs of all targets, those of the suites included if they are there.
static INPUTS: LazyLock<Vec<(Target, Vec<u8>)>> = LazyLock::new(|| {
    let folder = conformance_data::folder();
    let seeds = folder.map_or_else(seeds::own, |folder| seeds::from_folder(&folder).unwrap());
    let of = |target: &Target| {
        let inputs = seeds.get(target.name).cloned().unwrap_or_default();
        let target = *target;
        inputs.into_iter().map(move |input| (target, input))
    };
    TARGETS.iter().flat_map(of).collect()
});

#[test]
fn every_target_has_an_input_of_its_own() {
    for target in TARGETS {
        assert!(!(target.input)().is_empty(), "{}", target.name);
    }
}

#[test]
fn targets_stand_what_the_suites_have() {
    for (target, input) in INPUTS.iter() {
        (target.run)(input);
    }
}

#[test]
fn targets_stand_inputs_that_are_cut_off() {
    for target in TARGETS {
        let input = (target.input)();
        for end in 0..input.len() {
            (target.run)(&input[..end]);
        }
    }
}

#[test]
fn targets_stand_endless_nesting() {
    for start in ["[", "{\"sample\":", "<sample>", "\u{9f}", "(", "sample.", "\x7f", "\x5f"] {
        let text = start.repeat(300_000);
        // Latin 1, so that a byte of CBOR can be written as a character.
        let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        for target in TARGETS {
            (target.run)(&bytes);
        }
    }
}

/// Something that happens to an input.
#[derive(Clone, Debug)]
enum Mishap {
    Flip(Index, u8),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    Repeat(Index, usize),
}

impl Mishap {
    fn happen(&self, input: &mut Vec<u8>) {
        match self {
            Self::Flip(index, bits) => {
                let place = index.index(input.len() + 1);
                input.get_mut(place).into_iter().for_each(|byte| *byte ^= bits);
            }
            Self::Insert(index, bytes) => {
                let at = index.index(input.len() + 1);
                input.splice(at..at, bytes.iter().copied());
            }
            Self::Remove(index, length) => {
                let at = index.index(input.len() + 1);
                input.drain(at..input.len().min(at + length));
            }
            Self::Repeat(index, length) => {
                let at = index.index(input.len() + 1);
                let piece = input[at..input.len().min(at + length)].to_vec();
                input.splice(at..at, piece);
            }
        }
    }
}

fn mishap() -> impl Strategy<Value = Mishap> {
    // What formats are made of, and what makes lengths and depths large.
    let telling = select(
        b"\0\x01\x1b\x1f\x3b\x5f\x7f\x9f\xbf\xc1\xc4\xf6\xf7\xf9\xfb\xff{}[]<>/&;=.%\"',:1e-"
            .to_vec(),
    );
    let piece = prop::collection::vec(prop_oneof![telling, any::<u8>()], 1..9);
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(index, bits)| Mishap::Flip(index, bits)),
        (any::<Index>(), piece).prop_map(|(index, bytes)| Mishap::Insert(index, bytes)),
        (any::<Index>(), 1..40_usize).prop_map(|(index, length)| Mishap::Remove(index, length)),
        (any::<Index>(), 1..200_usize).prop_map(|(index, length)| Mishap::Repeat(index, length)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn targets_stand_mishaps(
        index in any::<Index>(),
        mishaps in prop::collection::vec(mishap(), 1..6),
    ) {
        let (target, input) = index.get(&INPUTS);
        let mut input = input.clone();
        mishaps.iter().for_each(|mishap| mishap.happen(&mut input));
        (target.run)(&input);
    }

    #[test]
    fn targets_stand_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        for target in TARGETS {
            (target.run)(&bytes);
        }
    }
}
