"""Writes words and their stems by an independent Snowball, for `stems.mjs`.

    python3 -m venv target/languages
    target/languages/bin/pip install wordfreq snowballstemmer
    target/languages/bin/python benches/languages/stems.py target/bench/stems

The words are the 20,000 most frequent ones of each language by the package wordfreq, as they are
written, so with their marks. The stems are those of snowballstemmer, the Python of the Snowball
project. One file a language, one word a line: its stem, a tab, the word.
"""

import os
import sys

import snowballstemmer
import wordfreq

LANGUAGES = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "fa": "persian", "fi": "finnish", "fr": "french",
    "hi": "hindi", "hu": "hungarian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}
WORDS = 20_000
# What is elided before an apostrophe is a form of its own in an index, and no matter of stems.
DROPPED = "'’"


def main(folder):
    os.makedirs(folder, exist_ok=True)
    for code, name in LANGUAGES.items():
        stemmer = snowballstemmer.stemmer(name)
        # The package has Norwegian by the code of its written form.
        words = wordfreq.top_n_list("nb" if code == "no" else code, WORDS)
        with open(os.path.join(folder, f"{code}.tsv"), "w", encoding="utf-8") as out:
            for word in words:
                # Numbers and single letters have no forms.
                if len(word) > 1 and word[0].isalpha() and not any(char in DROPPED or char.isdigit() for char in word):
                    out.write(f"{stemmer.stemWord(word)}\t{word}\n")


main(sys.argv[1])
