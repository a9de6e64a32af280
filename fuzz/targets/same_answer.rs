//! Is every answer the one of the naive model, whatever the settings, records and options?
#![no_main]

use libfuzzer_sys::fuzz_target;
use mapahead_fuzz::bytes::Bytes;
use mapahead_fuzz::{corpus, settings};

/// As many requests one index gets at most: to build it takes as long as some requests.
const REQUESTS: usize = 6;

fuzz_target!(|data: &[u8]| {
    let mut bytes = Bytes(data);
    let options = settings::build_options(&mut bytes);
    let pair = corpus::Pair::with_options(options, corpus::records(&mut bytes));
    let known = corpus::known(&pair.records);
    for _ in 0..REQUESTS {
        let query = corpus::query(&mut bytes, &pair.records);
        let options = known.options(&mut bytes);
        pair.ask_ranked(&query, &options);
        if bytes.is_empty() {
            break;
        }
    }
    pair.index.verify().unwrap();
});
