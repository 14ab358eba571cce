#!/usr/bin/env python3
"""Reads documents with the network and writes what measure.py scores. Decoding here is the reference for the Rust side."""
import argparse
import importlib.util
import json
from pathlib import Path

import numpy as np

from data import TAGS, json_lines
from features import Vocab, encode, windows


def viterbi(em, trans, start, end):
    """em [W, tags] -> best tag ids"""
    a, back = start + em[0], []
    for e in em[1:]:
        s = a[:, None] + trans
        back.append(s.argmax(0))
        a = s.max(0) + e
    path = [int((a + end).argmax())]
    for b in reversed(back):
        path.append(int(b[path[-1]]))
    return path[::-1]


def segments(path):
    """-> {role: [(first word, last word)]}"""
    out, begin = {"source": [], "cue": [], "content": []}, 0
    for i, t in enumerate(path):
        p, _, role = TAGS[t].partition("-")
        if p in ("B", "S"):
            begin = i
        if p in ("E", "S"):
            out[role].append((begin, i))
    return out


def bucket(distance, buckets):
    k = next((k for k, b in enumerate(buckets) if abs(distance) <= b), len(buckets))
    return k + (len(buckets) + 1 if distance > 0 else 0)


def decode(o, crf, links):
    """o: heads at the words of one window -> claims: (cue segment, source segment or None, content segments)"""
    seg = segments(viterbi(o["tags"], *crf))
    cues, sources = [c[0] for c in seg["cue"]], [s[0] for s in seg["source"]]
    contents = {c: [] for c in cues}
    if cues:
        for c in seg["content"]:
            scores = [o["content_dep"][c[0]] @ o["cue_for_content"][j] + links["content_distance"][bucket(j - c[0], links["buckets"])] for j in cues]
            contents[cues[int(np.argmax(scores))]].append(c)
    claims = []
    for c in seg["cue"]:
        q = o["cue_dep"][c[0]]
        scores = [q @ o["source_head"][j] + links["source_distance"][bucket(j - c[0], links["buckets"])] for j in sources] + [q @ links["null_source"]]
        k = int(np.argmax(scores))
        claims.append((c, seg["source"][k] if k < len(sources) else None, contents[c[0]]))
    return claims, seg


def read(text, vocab, run, crf, links):
    out = []
    for ws in windows(text, vocab):
        x = encode(ws, vocab)
        span = lambda s: [ws[s[0]].start, ws[s[1]].end]
        claims, _ = decode(run(x), crf, links)
        for cue, source, contents in claims:
            out.append({"in": None, "cue": {"spans": [span(cue)]}, "source": {"spans": [span(source)]} if source else None, "content": {"spans": [span(c) for c in contents]}})
    return out


def score(shared, gold, predicted):
    """measure.py's own function, on lists."""
    spec = importlib.util.spec_from_file_location("measure", Path(shared) / "measure/measure.py")
    m = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(m)
    out, _ = m.attribution(gold, predicted, 1)
    return out


def summary(s):
    return {"exact": [s[r]["exact"]["f1"] for r in ("source", "cue", "content")], "token": [s[r]["token"]["f1"] for r in ("source", "cue", "content")], "relation": s["relation"]["f1"]}


def torch_parts(model):
    crf = [x.detach().numpy() for x in model.crf.scores()]
    from model import BUCKETS

    return crf, {"null_source": model.null_source.detach().numpy(), "content_distance": model.content_distance.detach().numpy(), "source_distance": model.source_distance.detach().numpy(), "buckets": BUCKETS}


def torch_runner(model):
    import torch

    from model import split

    def run(x):
        with torch.no_grad():
            t = {k: torch.tensor(x[k]) for k in ("input_ids", "casing", "quotation", "paragraph", "inner")}
            h = model.encode(**t, lengths=[len(x["input_ids"])])[x["first"]]
            return {k: v.numpy() for k, v in split(model.heads(h)).items()}

    return run


def onnx_runner(path, threads=1):
    import onnxruntime

    o = onnxruntime.SessionOptions()
    o.intra_op_num_threads = threads
    s = onnxruntime.InferenceSession(str(path), o, providers=["CPUExecutionProvider"])
    names = [x.name for x in s.get_outputs()]

    def run(x):
        got = s.run(None, {k: np.array([x[k]], dtype=np.int32) for k in ("input_ids", "casing", "quotation", "paragraph", "inner")})
        return {k: v[0][x["first"]] for k, v in zip(names, got)}

    return run


def predict(gold, vocab, run, crf, links):
    return [{"document": {"id": g["id"], "text": g["text"]}, "claims": read(g["text"], vocab, run, crf, links)} for g in gold]


def predict_torch(model, vocab, shared, part=0, parts=1):
    gold = json_lines(Path(shared) / "gold/attribution.dev.jsonl")[part::parts]
    return predict(gold, vocab, torch_runner(model.eval()), *torch_parts(model))


def score_parts(shared, paths):
    gold = json_lines(Path(shared) / "gold/attribution.dev.jsonl")
    return summary(score(shared, gold, [p for path in paths for p in json.loads(path.read_text())]))


def syntax_scores(path, vocab, run):
    """Shares of words right: part of speech, head, head and relation. The head may be any word of the window."""
    from data import IGNORE, syntax

    n = np.zeros(4)
    for x in syntax(path, vocab, 1):
        o = run(x)
        arc, gold = (o["arc_dep"] @ o["arc_head"].T).argmax(1), np.array(x["arc"])
        on = gold != IGNORE
        head = (arc == gold) & on
        rel = head & (o["deprel"].argmax(1) == np.array(x["deprel"]))
        n += [on.sum(), ((o["upos"].argmax(1) == np.array(x["upos"])) & on).sum(), head.sum(), rel.sum()]
    return {k: round(100 * v / n[0], 1) for k, v in zip(("upos", "head", "head and relation"), n[1:])}


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--shared", required=True)
    p.add_argument("--model", required=True, help="folder with model.onnx, vocab.txt and manifest.json")
    p.add_argument("--onnx", help="another ONNX file with the same manifest")
    p.add_argument("--gold", default="gold/attribution.dev.jsonl", help="inside --shared")
    p.add_argument("--out", help="where to write PRED.jsonl")
    p.add_argument("--syntax", action="store_true", help="score the treebank's development part instead")
    a = p.parse_args()
    folder = Path(a.model)
    m = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    crf = [np.array(m["crf"][k], dtype=np.float32) for k in ("transitions", "start", "end")]
    links = {k: np.array(m["links"][k], dtype=np.float32) for k in ("null_source", "content_distance", "source_distance")}
    links["buckets"] = m["links"]["buckets"]
    vocab, run = Vocab(folder / "vocab.txt"), onnx_runner(a.onnx or folder / "model.onnx")
    if a.syntax:
        print(json.dumps(syntax_scores(Path(a.shared) / "train/syntax.ewt.dev.conllu.gz", vocab, run)))
        return
    gold = json_lines(Path(a.shared) / a.gold)
    pred = predict(gold, vocab, run, crf, links)
    if a.out:
        Path(a.out).write_text("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in pred), encoding="utf-8")
    print(json.dumps(score(a.shared, gold, pred), indent=1))


if __name__ == "__main__":
    main()
