//! The decoder against the `fst` crate, and on damaged bytes.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// Returns a dictionary of `keys`, each with that many slots, and the range of each key.
fn encode(keys: &BTreeMap<Vec<u8>, u8>) -> (Vec<u8>, u32) {
    let mut builder = fst::raw::Builder::memory();
    let mut slot = 0;
    for (key, &slots) in keys {
        builder.insert(key, slot).unwrap();
        slot += u64::from(slots) + 1;
    }
    (builder.into_inner().unwrap(), slot as u32)
}

fn keys() -> impl Strategy<Value = BTreeMap<Vec<u8>, u8>> {
    let words = prop::collection::vec(prop::sample::select(b"ab \xd0\xff".to_vec()), 1..8);
    let bytes = prop::collection::vec(any::<u8>(), 1..4);
    let wide = (any::<u8>(), any::<u8>()).prop_map(|(first, last)| vec![first % 3, last]);
    prop::collection::btree_map(prop_oneof![words, bytes, wide], 0u8..4, 0..400)
}

#[test]
fn common_inputs_are_those_of_the_crate() {
    for byte in 0..=255u8 {
        let key = vec![b'x', byte, b'y'];
        let (bytes, slots) = encode(&BTreeMap::from([(key.clone(), 0)]));
        let dictionary = Dictionary::parse(&bytes).unwrap();
        let place = dictionary.walk(dictionary.root(slots), &key).unwrap();
        assert!(place.is_some(), "byte {byte:#x}");
    }
}

#[test]
fn the_empty_dictionary_has_no_key() {
    let (bytes, slots) = encode(&BTreeMap::new());
    let dictionary = Dictionary::parse(&bytes).unwrap();
    assert_eq!(dictionary.step(dictionary.root(slots), b'a').unwrap(), None);
    dictionary.for_each(slots, 10, |_, _| Err(Damaged("a key"))).unwrap();
}

#[test]
fn a_node_with_every_byte_is_read_through_its_index() {
    let keys: BTreeMap<_, _> = (0..=255u8).map(|byte| (vec![byte], byte % 3)).collect();
    let (bytes, slots) = encode(&keys);
    let dictionary = Dictionary::parse(&bytes).unwrap();
    let mut expected = 0;
    for (key, count) in keys {
        let place = dictionary.walk(dictionary.root(slots), &key).unwrap().unwrap();
        assert_eq!((place.first, place.end), (expected, expected + u32::from(count) + 1));
        expected = place.end;
    }
}

#[test]
fn a_hundred_thousand_long_keys_are_read_as_the_crate_streams_them() {
    let mut keys = BTreeMap::new();
    let mut state = 1u64;
    for number in 0..100_000u64 {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let head = char::from_u32(0x100 + (state >> 40) as u32 % 3000).unwrap_or('a');
        let key = format!("{head}{:x} {number} and a long tail of {}", state >> 20, state % 97);
        keys.insert(key.into_bytes(), (state >> 60) as u8 % 3);
    }
    let (bytes, slots) = encode(&keys);
    let dictionary = Dictionary::parse(&bytes).unwrap();
    let firsts: Vec<(Vec<u8>, u64)> =
        fst::Map::new(bytes.clone()).unwrap().stream().into_byte_vec();
    let mut walked = firsts.iter();
    dictionary
        .for_each(slots, 1000, |key, range| {
            let (expected, first) = walked.next().unwrap();
            assert_eq!((key, u64::from(range.start)), (expected.as_slice(), *first));
            let place = dictionary.walk(dictionary.root(slots), key)?.unwrap();
            assert_eq!((place.first, dictionary.whole_end(place)?), (range.start, range.end));
            Ok::<_, Damaged>(())
        })
        .unwrap();
    assert!(walked.next().is_none());
}

proptest! {
    #[test]
    fn every_prefix_is_the_range_that_the_crate_streams(keys in keys(), other: Vec<u8>) {
        let (bytes, slots) = encode(&keys);
        let dictionary = Dictionary::parse(&bytes).unwrap();
        let crate_map = fst::Map::new(bytes.clone()).unwrap();
        prop_assert_eq!(dictionary.keys(), keys.len() as u64);
        let firsts: Vec<(Vec<u8>, u64)> = crate_map.stream().into_byte_vec();
        let end_of = |at: usize| firsts.get(at + 1).map_or(u64::from(slots), |next| next.1);
        let mut prefixes: Vec<Vec<u8>> = keys.keys()
            .flat_map(|key| (0..=key.len()).map(|len| key[..len].to_vec()))
            .collect();
        prefixes.push(other);
        prefixes.push(b"ab\xd0".to_vec());
        for prefix in prefixes {
            let below: Vec<usize> = (0..firsts.len())
                .filter(|&at| firsts[at].0.starts_with(&prefix))
                .collect();
            let place = dictionary.walk(dictionary.root(slots), &prefix).unwrap();
            match (below.first(), below.last(), place) {
                (Some(&first), Some(&last), Some(place)) => {
                    prop_assert_eq!(u64::from(place.first), firsts[first].1);
                    prop_assert_eq!(u64::from(place.end), end_of(last));
                    let whole = if firsts[first].0 == prefix { end_of(first) } else { firsts[first].1 };
                    prop_assert_eq!(u64::from(dictionary.whole_end(place).unwrap()), whole);
                }
                (None, None, place) => prop_assert!(place.is_none() || keys.is_empty()),
                _ => prop_assert!(false, "the crate and the decoder differ at {prefix:?}"),
            }
        }
        let mut streamed = Vec::new();
        dictionary.for_each(slots, 100, |key, range| {
            streamed.push((key.to_vec(), u64::from(range.start), u64::from(range.end)));
            Ok::<_, Damaged>(())
        }).unwrap();
        let expected: Vec<_> = (0..firsts.len())
            .map(|at| (firsts[at].0.clone(), firsts[at].1, end_of(at)))
            .collect();
        prop_assert_eq!(streamed, expected);
    }

    #[test]
    fn a_damaged_dictionary_never_panics_and_every_walk_ends(
        keys in keys(),
        damages in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        walk in prop::collection::vec(prop::sample::select(b"ab \xd0\xff".to_vec()), 0..8),
    ) {
        let (mut bytes, slots) = encode(&keys);
        for (at, byte) in damages {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(dictionary) = Dictionary::parse(&bytes) {
            if let Ok(Some(place)) = dictionary.walk(dictionary.root(slots), &walk) {
                let _ = dictionary.whole_end(place);
            }
            let _ = dictionary.for_each(slots, 1000, |_, _| Ok::<_, Damaged>(()));
        }
    }
}
