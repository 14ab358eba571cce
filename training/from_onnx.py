#!/usr/bin/env python3
"""A shipped int8 model.onnx with its manifest.json -> a checkpoint that training can go on from (`train.py --init`)."""
import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from model import FORBIDDEN, HEADS, HIDDEN, Reader, allowed


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--model", required=True, help="folder with model.onnx and manifest.json")
    p.add_argument("--out", required=True)
    a = p.parse_args()
    folder = Path(a.model)
    graph = onnx.load(folder / "model.onnx").graph
    c = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    m = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    widths = m["outputs"]["width"]
    state = {n: v.detach().clone() for n, v in Reader().state_dict().items() if not n.startswith("heads.")}
    put = lambda name, v: state[name].copy_(torch.from_numpy(np.array(v, dtype=np.float32)))
    for name in ("word", "position"):
        put(f"{name}.weight", c[name].astype(np.float32) * c[f"{name}.scale"])
    for name in ("casing", "quotation", "paragraph", "inner"):
        put(f"{name}.weight", c[f"{name}.table"])
    put("ln.weight", c["embeddings.ln.w"]), put("ln.bias", c["embeddings.ln.b"])
    for i in range(6):
        for part in ("ln1", "ln2"):
            put(f"layers.{i}.{part}.weight", c[f"layer{i}.{part}.w"]), put(f"layers.{i}.{part}.bias", c[f"layer{i}.{part}.b"])
        for part in ("qkv", "out", "up", "down"):
            n = f"layer{i}.{part}"
            step = c.get(n + ".step", 1 / (255 - (64 if part == "down" else 128)))  # version 0.1.0 scaled each row by itself
            w, b = c[n + ".w"].astype(np.float32) * c[n + ".scale"] / step, c[n + ".b"].copy()
            if n + ".shrink" in c:
                w *= c[n + ".shrink"][:, None]
            if part == "qkv":  # the attention's scale is in the query's weights
                w[:, :HIDDEN] *= (HIDDEN // HEADS) ** 0.5
                b[:HIDDEN] *= (HIDDEN // HEADS) ** 0.5
            put(f"layers.{i}.{part}.weight", w.T), put(f"layers.{i}.{part}.bias", b)
    state["heads.weight"], state["heads.bias"] = (torch.from_numpy(np.array(x, dtype=np.float32)) for x in (c["heads.w"].T, c["heads.b"]))
    assert len(state["heads.bias"]) == sum(widths.values())
    for field, name in (("transitions", "trans"), ("start", "start"), ("end", "end")):
        v, fixed = torch.tensor(m["crf"][field]), dict(zip(("trans", "start", "end"), allowed()))[name]
        state[f"crf.{name}"] = torch.where(fixed == FORBIDDEN, torch.zeros(()), v)
    for name in ("null_source", "content_distance", "source_distance"):
        put(name, m["links"][name])
    torch.save({"model": state}, a.out)


if __name__ == "__main__":
    main()
