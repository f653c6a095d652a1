"""Tokenises text with a tokenizer of your own and writes the ids for ./market data import tokens (numpy only).

    python3 tokenise.py TEXT OUT.npy|OUT.safetensors [words|bytes]

A tokenizer here is anything that turns a str into a list of ints. One of the `tokenizers` package fits by
`lambda text: tokenizer.encode(text).ids`, one of tiktoken by `encoding.encode`. The vocabulary stays with you: jobs
know only numbers.
"""
import json
import re
import sys

import numpy


def byte_level(text):
    """A token is a byte: no vocabulary, 256 ids."""
    return list(text.encode("utf-8"))


class WordTokenizer:
    """Shaped like a tokenizer of the `tokenizers` package: encode(text).ids. Ids follow the first occurrence."""

    def __init__(self):
        self.vocabulary = {}

    def encode(self, text):
        self.ids = [self.vocabulary.setdefault(word, len(self.vocabulary)) for word in re.findall(r"\w+|\W", text)]
        return self


def write_npy(path, ids):
    # The smallest type that holds the ids; 32-bit ids are signed, which is what jobs compute with.
    numpy.save(path, numpy.asarray(ids, dtype="<u2" if max(ids) < 1 << 16 else "<i4"))


def write_safetensors(path, ids):
    data = numpy.asarray(ids, dtype="<i4").tobytes()
    header = {"tokens": {"dtype": "I32", "shape": [len(ids)], "data_offsets": [0, len(data)]}}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text + data)


if __name__ == "__main__":
    source, target, kind = sys.argv[1], sys.argv[2], (sys.argv[3:] or ["bytes"])[0]
    words = WordTokenizer()
    tokenise = byte_level if kind == "bytes" else lambda text: words.encode(text).ids
    with open(source, encoding="utf-8") as file:
        ids = tokenise(file.read())
    (write_npy if target.endswith(".npy") else write_safetensors)(target, ids)
    print(f"{len(ids)} tokens, the largest is {max(ids)}")
