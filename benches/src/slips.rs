//! Slips of the fingers on a US keyboard, put into words that were typed right.

use crate::random::Random;

/// The rows of letters, and how many widths of a key each stands further right than the first.
const ROWS: [(&[u8], f64); 3] = [(b"qwertyuiop", 0.0), (b"asdfghjkl", 0.25), (b"zxcvbnm", 0.75)];

/// What fingers do wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// Two neighbouring letters swapped.
    Swap,
    /// A letter twice instead of once.
    Double,
    /// The key beside the right one.
    Neighbor,
    /// A letter left out.
    Drop,
    /// Any other letter instead of the right one.
    Replace,
}

impl Slip {
    /// All of them.
    pub const ALL: [Slip; 5] =
        [Slip::Swap, Slip::Double, Slip::Neighbor, Slip::Drop, Slip::Replace];

    /// Returns how many letters more there are with it than without it.
    #[must_use]
    pub fn added(self) -> isize {
        match self {
            Slip::Double => 1,
            Slip::Drop => -1,
            Slip::Swap | Slip::Neighbor | Slip::Replace => 0,
        }
    }

    /// Puts the slip into `letters` at a random place; false if the place allows none.
    ///
    /// # Panics
    ///
    /// If there are no letters.
    pub fn put_into(self, letters: &mut Vec<u8>, random: &mut Random) -> bool {
        let at = random.below(letters.len());
        if !letters[at].is_ascii_lowercase() {
            return false;
        }
        match self {
            Slip::Swap => {
                let Some(&next) = letters.get(at + 1) else { return false };
                if next == letters[at] || !next.is_ascii_lowercase() {
                    return false;
                }
                letters.swap(at, at + 1);
            }
            Slip::Double => letters.insert(at, letters[at]),
            Slip::Neighbor => letters[at] = *random.pick(&neighbors(letters[at])),
            Slip::Drop => drop(letters.remove(at)),
            Slip::Replace => {
                let near = neighbors(letters[at]);
                let far = |letter: &u8| *letter != letters[at] && !near.contains(letter);
                let others: Vec<u8> = (b'a'..=b'z').filter(far).collect();
                letters[at] = *random.pick(&others);
            }
        }
        true
    }
}

/// Returns the letters whose keys touch that of `letter`: at most one row and one width away.
fn neighbors(letter: u8) -> Vec<u8> {
    let keys = || {
        ROWS.iter().zip(0i32..).flat_map(|((letters, right), row)| {
            letters.iter().zip(0u8..).map(move |(&key, x)| (key, row, f64::from(x) + right))
        })
    };
    let Some((_, row, x)) = keys().find(|(key, ..)| *key == letter) else {
        return Vec::new();
    };
    let near = |&(key, other_row, other_x): &(u8, i32, f64)| {
        key != letter && (other_row - row).abs() <= 1 && (other_x - x).abs() <= 1.0
    };
    keys().filter(near).map(|(key, ..)| key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbors_are_the_keys_around() {
        assert_eq!(neighbors(b'g'), b"tyfhvb");
        assert_eq!(neighbors(b'q'), b"wa");
        assert!((b'a'..=b'z').all(|letter| neighbors(letter).len() >= 2));
    }

    #[test]
    fn a_slip_changes_the_word_by_as_many_letters_as_it_says() {
        let mut random = Random::new(3);
        for slip in Slip::ALL {
            let mut put = 0;
            for _ in 0..100 {
                let mut letters = b"mary ann".to_vec();
                if slip.put_into(&mut letters, &mut random) {
                    put += 1;
                    assert_ne!(letters, b"mary ann", "{slip:?}");
                    assert_eq!(letters.len() as isize - 8, slip.added(), "{slip:?}");
                    let spaces = letters.iter().filter(|letter| **letter == b' ').count();
                    assert_eq!(spaces, 1, "{slip:?}");
                } else {
                    assert_eq!(letters, b"mary ann", "{slip:?}");
                }
            }
            assert!(put > 30, "{slip:?}");
        }
    }
}
