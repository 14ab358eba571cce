#!/usr/bin/env python3
"""Labels for the second tag layer: what a trained network finds in the gold contents, read sentence by sentence with inner = 1.

The attribution data mark only the outermost attributions. A first network, trained without the second layer, reads each
content by itself; what is plain enough (somebody, a cue, a clause) becomes the label from which the second layer learns to find
the same in one pass.
"""
import argparse
import gzip
import json
from multiprocessing import Pool
from pathlib import Path

import torch

from data import UPOS, json_lines
from evaluate import decode, torch_parts, torch_runner
from features import Vocab, encode, pack, read, stretches, units
from model import Reader, widen

NO_CUE = {UPOS.index(x) for x in ("PROPN", "DET", "PRON", "PUNCT", "ADP")}
CLAUSE = {UPOS.index(x) for x in ("VERB", "AUX")}


def inside(text, ws, attributions, run, parts, vocab):
    """One window's words -> the attributions nested in the contents that lie in it."""
    found, seen = [], set()
    for span in sorted({tuple(s) for a in attributions for s in a["content"] if s[0] < ws[-1].end and s[1] > ws[0].start}):
        for i, j in stretches(text, ws, span):
            if (i, j) in seen:
                continue
            seen.add((i, j))
            part = ws[i:j]
            x = encode(part, vocab, 1)
            o = run(x)
            claims, _ = decode(o, *parts)
            upos = o["upos"].argmax(1)
            for cue, source, contents in claims:
                says = any(int(upos[k]) not in NO_CUE for k in range(cue[0], cue[1] + 1))
                clause = any(int(upos[k]) in CLAUSE for a, b in contents for k in range(a, b + 1))
                if source and says and clause:
                    place = lambda s: [part[s[0]].start, part[s[1]].end]
                    found.append({"source": [place(source)], "cue": [place(cue)], "content": [place(c) for c in contents]})
    return found


def work(job):
    torch.set_num_threads(1)
    documents, base, checkpoint = job
    vocab, model = Vocab(Path(base) / "vocab.txt"), Reader()
    model.load_state_dict(widen(torch.load(checkpoint, weights_only=False)["model"]), strict=False)
    run, parts, out = torch_runner(model.eval()), torch_parts(model), []
    for d in documents:
        gold = [a for a in d["gold"]["attributions"] if a["cue"]]
        ws = pack([u for line, at, w in read(d["text"], vocab) for u in units(line, at, w)], 10**9)
        out.append({"id": d["id"], "nested": [n for w in ws for n in inside(d["text"], w, gold, run, parts, vocab)]})
    return out


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--shared", required=True)
    p.add_argument("--base", required=True)
    p.add_argument("--checkpoint", required=True)
    p.add_argument("--out", required=True)
    a = p.parse_args()
    documents = json_lines(Path(a.shared) / "train/attribution.jsonl.gz")
    with Pool(2) as pool:
        parts = pool.map(work, [(documents[k : k + 20], a.base, a.checkpoint) for k in range(0, len(documents), 20)], 1)
    with gzip.open(a.out, "wt", encoding="utf-8") as f:
        for d in (d for part in parts for d in part):
            f.write(json.dumps(d, ensure_ascii=False) + "\n")
    print(sum(len(d["nested"]) for part in parts for d in part), "nested attributions in", len(documents), "articles")


if __name__ == "__main__":
    main()
