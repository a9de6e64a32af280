//! What the model works out once and remembers, since it always comes out the same.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;
use std::thread::LocalKey;

/// Values by what they were made of. Each thread has its own.
pub type Memory<K, V> = LocalKey<RefCell<HashMap<K, V>>>;

/// As many are remembered: then all are forgotten, so that a long run keeps to its memory.
const MOST: usize = 10_000;

/// Returns what `make` makes of `key`.
pub fn remember<K: Hash + Eq, V: Clone>(
    memory: &'static Memory<K, V>,
    key: K,
    make: impl FnOnce(&K) -> V,
) -> V {
    let known = memory.with_borrow(|memory| memory.get(&key).cloned());
    known.unwrap_or_else(|| {
        let made = make(&key);
        memory.with_borrow_mut(|memory| {
            if memory.len() >= MOST {
                memory.clear();
            }
            memory.insert(key, made.clone());
        });
        made
    })
}
