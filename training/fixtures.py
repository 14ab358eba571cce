#!/usr/bin/env python3
"""Writes fixtures/: invented texts with the words, pieces and features that every implementation must find, and what the shipped model reads in them."""
import argparse
import json
from pathlib import Path

import numpy as np

from data import ENTITY, TAGS, UPOS
from evaluate import decode, onnx_runner, viterbi
from features import Vocab, encode, windows

TEXTS = [
    "Harbor officials said on Tuesday that the ferry would not sail before noon.",
    "\u201cWe counted twice,\u201d Mayor Ilse Brandt told reporters. \u201cThe number didn\u2019t change.\u201d",
    "According to the Westmoor Gazette, the dam\u2019s owner had ignored three warnings.",
    'The clerk said "nobody asked me" and left the room. "I am done,',
    "\u201cFirst paragraph without an end.\n\u201cSecond one ends,\u201d she said.",
    "He called it \u2018a small mistake\u2019, but the workers\u2019 union did not agree \u2013 \u2018not at all\u2019.",
    "\u201cMy father said \u2018never sell the boat\u2019 to me,\u201d Aro recalled. In the \u201990s nobody listened.",
    "The McALLEN\u00a0Fund (NGO) paid \u20ac1,200\u2014or $1.3k\u2014for a caf\u00e9 in D\u00fcsseldorf \u2026 \u00abtoo much\u00bb, it noted.",
    "zero\u200bwidth soft\u00adhyphen na\u0308ive \u4e1c\u4eac A.B. e-mail@example.org 50% #tag \ufeffend",
    "Dr. Okafor believes the vaccine works.\n\n\nThe ministry denied it, and the Association of Rural Clinics wants a new trial, its chairwoman said.",
]
INNER = ["that the minister believes the bridge is safe", "the company plans to close two of its mills, a spokesman said"]
LONG = "The council met again on Monday and heard from the engineers, who repeated their warning about the north wall. " * 14


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--model", required=True, help="folder with model.onnx, vocab.txt and manifest.json")
    p.add_argument("--out", default=str(Path(__file__).parent / "fixtures"))
    a = p.parse_args()
    folder, out = Path(a.model), Path(a.out)
    vocab = Vocab(folder / "vocab.txt")
    m = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    crf = [np.array(m["crf"][k], dtype=np.float32) for k in ("transitions", "start", "end")]
    links = {k: np.array(m["links"][k], dtype=np.float32) for k in ("null_source", "content_distance", "source_distance")}
    links["buckets"] = m["links"]["buckets"]
    run = onnx_runner(folder / "model.onnx")
    texts, reads = [], []
    for text, inner in [(t, 0) for t in TEXTS + [LONG]] + [(t, 1) for t in INNER]:
        found = []
        for ws in windows(text, vocab):
            x = encode(ws, vocab, inner)
            found.append({"words": [[w.start, w.end] for w in ws], **{k: v for k, v in x.items() if k != "inner"}})
            o = run(x)
            path = viterbi(o["tags"], *crf)
            claims, _ = decode(o, crf, links)
            # the arc from each word is the best-scoring word of the window, itself for a root
            reads.append({
                "text": text, "inner": inner, "first_word": ws[0].start,
                "tags": [TAGS[t] for t in path],
                "upos": [UPOS[int(t)] for t in o["upos"].argmax(1)],
                "arc": [int(t) for t in (o["arc_dep"] @ o["arc_head"].T).argmax(1)],
                "entity": [ENTITY[int(t)] for t in o["entity"].argmax(1)],
                "claims": [{"cue": list(c), "source": list(s) if s else None, "content": [list(x) for x in k]} for c, s, k in claims],
                "tag_scores_first_word": [round(float(v), 3) for v in o["tags"][0]],
            })
        texts.append({"text": text, "inner": inner, "windows": found})
    for name, value in (("features.json", {"about": "offsets are code points; `first` is each word's first piece", "texts": texts}),
                        ("readings.json", {"about": "decoded from the int8 model; segments are [first word, last word]", "onnx_sha256": m["onnx"]["sha256"], "windows": reads})):
        (out / name).write_text(json.dumps(value, ensure_ascii=True, separators=(",", ":")).replace('{"text"', '\n{"text"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
