#!/usr/bin/env python3
"""A checkpoint -> model.onnx (int8), manifest.json and vocab.txt; with --float also the float model beside them.

The graph is written node by node, so that it holds only plain operators and comes out the same every time.
"""
import argparse
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from data import DEPREL, ENTITY, TAGS, UPOS, json_lines
from evaluate import torch_runner
from features import CJK_RANGES, FORMAT_RANGES, MAX_PIECES, MAX_WORD, Vocab, encode, punctuation_ranges, windows
from model import ARC, BUCKETS, HEADS, HIDDEN, LINK, OUTPUTS, Reader

INPUTS = ("input_ids", "casing", "quotation", "paragraph", "inner")


def quantize(weight, top):
    """-> int8 weight and the scale of each column: the one of several that loses least."""
    best = None
    for share in (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7):
        scale = np.maximum(np.abs(weight).max(0), 1e-12) * share / (top - 1)
        w = np.clip(np.round(weight / scale), -top, top - 1)
        loss = ((w * scale - weight) ** 2).sum(0)
        if best is None:
            best, kept, least = w, scale, loss
        else:
            best, kept, least = np.where(loss < least, w, best), np.where(loss < least, scale, kept), np.minimum(loss, least)
    return best.astype(np.int8), kept


class Graph:
    def __init__(self, steps, float_heads, bits=7):
        self.int8, self.steps, self.float_heads, self.top = steps is not None, steps, float_heads, 2 ** (bits - 1)
        self.nodes, self.consts, self.n = [], {}, 0

    def const(self, value, name=None):
        value = np.require(value, requirements="C")
        name = name or f"c{len(self.consts)}"
        self.consts[name] = numpy_helper.from_array(value, name)
        return name

    def op(self, kind, *inputs, outputs=1, **attributes):
        self.n += 1
        out = [f"{kind}_{self.n}" + (f"_{i}" if outputs > 1 else "") for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), out, name=f"{kind}{self.n}", **attributes))
        return out[0] if outputs == 1 else out

    def scalar(self, value, dtype=np.float32):
        key = f"s_{np.dtype(dtype).name}_{value}"
        return key if key in self.consts else self.const(np.array(value, dtype), key)

    def linear(self, x, weight, bias, keep_float=False, name=""):
        """x @ weight + bias; weight [in, out].

        int8: x is quantized with a constant scale, found on training texts, so that a word's numbers depend on nothing but the word's
        row; each column of the weight has its own scale, and seven bits, so that no kernel saturates.
        """
        if not self.int8 or keep_float:
            return self.op("Add", self.op("MatMul", x, self.const(weight, name + ".w")), self.const(bias, name + ".b"))
        step, zero, shrink = self.steps[name]
        if shrink is not None:
            x, weight = self.op("Mul", x, self.const(1 / shrink, name + ".shrink")), weight * shrink[:, None]
        w, scale = quantize(weight, self.top)
        q = self.op("QuantizeLinear", x, self.const(np.array(step, np.float32), name + ".step"), self.scalar(zero, np.uint8))
        y = self.op("MatMulInteger", q, self.const(w, name + ".w"), self.scalar(zero, np.uint8), self.scalar(0, np.int8))
        y = self.op("Mul", self.op("Cast", y, to=TensorProto.FLOAT), self.const((scale * step).astype(np.float32), name + ".scale"))
        return self.op("Add", y, self.const(bias, name + ".b"))

    def table(self, weight, name):
        """-> (int8 table, scale of each row)"""
        scale = np.maximum(np.abs(weight).max(1, keepdims=True), 1e-12) / 127
        return self.const(np.round(weight / scale).astype(np.int8), name), self.const(scale.astype(np.float32), name + ".scale")

    def norm(self, x, ln, name):
        return self.op("LayerNormalization", x, self.const(ln.weight, name + ".w"), self.const(ln.bias, name + ".b"), axis=-1, epsilon=1e-12)


OUTLIER = 1.5  # a channel may reach this many times what nine in ten channels reach


def calibrate(model, shared, vocab, articles=60):
    """-> {linear layer: (step, zero)}: the constant scale of each product's input that loses least on training articles."""
    taken, hooks = {}, []
    for i, layer in enumerate(model.layers):
        for part in ("qkv", "out", "up", "down"):
            keep = lambda _, x, name=f"layer{i}.{part}": taken.setdefault(name, []).append(x[0].detach()[::3])
            hooks.append(getattr(layer, part).register_forward_pre_hook(keep))
    run = torch_runner(model.eval())
    for d in json_lines(Path(shared) / "train/attribution.jsonl.gz")[:: max(1, 840 // articles)]:
        for ws in windows(d["text"], vocab)[:2]:
            run(encode(ws, vocab))
    for h in hooks:
        h.remove()
    steps = {}
    for name, parts in taken.items():
        x, shrink = torch.cat(parts), None
        if name.endswith(("up", "down")):  # a few channels have values ten times the usual in a few words, and these words matter
            most = x.abs().amax(0)
            shrink = (most / (OUTLIER * float(most.quantile(0.9)))).clamp(min=1)
            x, shrink = x / shrink, shrink.numpy().astype(np.float32)
            print(name, "channels shrunk:", int((shrink > 1).sum()), "most:", shrink.max())
        low, high = min(float(x.min()), 0.0), max(float(x.max()), 0.0)
        best = None
        for share in (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.6, 0.5, 0.4):
            step = (high - low) * share / 255
            zero = round(-low * share / step)
            loss = float(((x / step).round().clamp(-zero, 255 - zero) * step - x).pow(2).mean()) ** 0.5
            if best is None or loss < best[0]:
                best = (loss, step, zero, share)
        print(f"{name}: {low:.2f} to {high:.2f}, {best[3]:.2f} of it taken, zero {best[2]}, lost {best[0] / float(x.pow(2).mean()) ** 0.5:.4f}")
        steps[name] = (float(np.float32(best[1])), best[2], shrink)
    return steps


def build(model, steps, float_heads=True, bits=7):
    """steps: what `calibrate` found, or None for a float model."""
    int8 = steps is not None
    for p in model.parameters():
        p.requires_grad_(False)
    a = lambda p: p.numpy().astype(np.float32)

    class Plain:  # LayerNorm weights as arrays
        def __init__(self, ln):
            self.weight, self.bias = a(ln.weight), a(ln.bias)

    g = Graph(steps, float_heads, bits)
    length = g.op("Shape", "input_ids", start=1, end=2)
    zero, axis0 = g.const(np.array([0], np.int64)), g.const(np.array([0], np.int64))
    if int8:
        w, s = g.table(a(model.word.weight), "word")
        x = g.op("Mul", g.op("Cast", g.op("Gather", w, "input_ids"), to=TensorProto.FLOAT), g.op("Gather", s, "input_ids"))
        w, s = g.table(a(model.position.weight), "position")
        w, s = (g.op("Slice", t, zero, length, axis0) for t in (w, s))
        x = g.op("Add", x, g.op("Mul", g.op("Cast", w, to=TensorProto.FLOAT), s))
    else:
        x = g.op("Gather", g.const(a(model.word.weight), "word"), "input_ids")
        x = g.op("Add", x, g.op("Slice", g.const(a(model.position.weight), "position"), zero, length, axis0))
    for name in INPUTS[1:]:
        x = g.op("Add", x, g.op("Gather", g.const(a(getattr(model, name).weight), name + ".table"), name))
    x = g.norm(x, Plain(model.ln), "embeddings.ln")
    to_heads, back = g.const(np.array([0, 0, HEADS, HIDDEN // HEADS], np.int64)), g.const(np.array([0, 0, HIDDEN], np.int64))
    thirds = g.const(np.array([HIDDEN] * 3, np.int64))
    for i, layer in enumerate(model.layers):
        n = f"layer{i}"
        w, b = a(layer.qkv.weight).T.copy(), a(layer.qkv.bias).copy()
        w[:, :HIDDEN] /= (HIDDEN // HEADS) ** 0.5  # the attention's scale
        b[:HIDDEN] /= (HIDDEN // HEADS) ** 0.5
        q, k, v = g.op("Split", g.linear(x, w, b, name=n + ".qkv"), thirds, outputs=3, axis=-1)
        q, k, v = (g.op("Transpose", g.op("Reshape", t, to_heads), perm=p) for t, p in ((q, [0, 2, 1, 3]), (k, [0, 2, 3, 1]), (v, [0, 2, 1, 3])))
        y = g.op("MatMul", g.op("Softmax", g.op("MatMul", q, k), axis=-1), v)
        y = g.op("Reshape", g.op("Transpose", y, perm=[0, 2, 1, 3]), back)
        y = g.linear(y, a(layer.out.weight).T, a(layer.out.bias), name=n + ".out")
        x = g.norm(g.op("Add", x, y), Plain(layer.ln1), n + ".ln1")
        y = g.linear(x, a(layer.up.weight).T, a(layer.up.bias), name=n + ".up")
        e = g.op("Add", g.op("Erf", g.op("Div", y, g.scalar(2.0**0.5))), g.scalar(1.0))
        y = g.op("Mul", g.op("Mul", y, e), g.scalar(0.5))
        y = g.linear(y, a(layer.down.weight).T, a(layer.down.bias), name=n + ".down")
        x = g.norm(g.op("Add", x, y), Plain(layer.ln2), n + ".ln2")
    y = g.linear(x, a(model.heads.weight).T, a(model.heads.bias), keep_float=float_heads, name="heads")
    g.nodes.append(helper.make_node("Split", [y, g.const(np.array([n for _, n in OUTPUTS], np.int64))], [n for n, _ in OUTPUTS], name="outputs", axis=-1))
    inputs = [helper.make_tensor_value_info(n, TensorProto.INT32, [1, "length"]) for n in INPUTS]
    outputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, [1, "length", k]) for n, k in OUTPUTS]
    graph = helper.make_graph(g.nodes, "reportedly-en", inputs, outputs, list(g.consts.values()))
    m = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="reportedly", ir_version=8)
    onnx.checker.check_model(m)
    return m.SerializeToString(deterministic=True)


def manifest(model, onnx_bytes, vocab_bytes, version):
    lst = lambda t: [[round(float(v), 5) for v in r] if r.dim() else round(float(r), 5) for r in t.detach()]
    trans, start, end = model.crf.scores()
    return {
        "name": "reportedly-en",
        "version": version,
        "onnx": {"file": "model.onnx", "sha256": hashlib.sha256(onnx_bytes).hexdigest(), "bytes": len(onnx_bytes), "opset": 17},
        "vocab": {"file": "vocab.txt", "sha256": hashlib.sha256(vocab_bytes).hexdigest(), "cls": 101, "sep": 102, "unk": 100},
        "window": {"max_pieces": MAX_PIECES, "max_word_chars": MAX_WORD, "max_length": 512},
        "inputs": {
            "dtype": "int32", "shape": [1, "length"], "names": list(INPUTS),
            "casing": ["no cased letter", "lower", "Capitalized", "UPPER", "mixed"],
            "quotation": ["outside", "inside", "opening mark", "closing mark"],
            "paragraph": ["else", "first word of a paragraph"],
            "inner": ["a document", "a content read by itself"],
        },
        "outputs": {"dtype": "float32", "shape": [1, "length", "width"], "width": dict(OUTPUTS)},
        "labels": {"tags": TAGS, "upos": UPOS, "deprel": DEPREL, "entity": ENTITY},
        "crf": {"transitions": lst(trans), "start": lst(start), "end": lst(end)},
        "links": {
            "width": LINK, "null_source": lst(model.null_source), "buckets": BUCKETS,
            "content_distance": lst(model.content_distance), "source_distance": lst(model.source_distance),
        },
        "syntax": {"arc_width": ARC},
        "characters": {"punctuation": punctuation_ranges(), "format": [list(r) for r in FORMAT_RANGES], "cjk": [list(r) for r in CJK_RANGES]},
    }


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--checkpoint", required=True)
    p.add_argument("--base", required=True, help="folder with the base encoder's vocab.txt")
    p.add_argument("--out", required=True)
    p.add_argument("--version", default="0.1.0")
    p.add_argument("--shared", required=True, help="folder with train/, for the scales of the activations")
    p.add_argument("--float", help="where to write the float model")
    p.add_argument("--int8-heads", action="store_true")
    p.add_argument("--bits", type=int, default=7, help="of a quantized weight; 8 saturates on machines without VNNI")
    a = p.parse_args()
    model = Reader()
    model.load_state_dict(torch.load(a.checkpoint, weights_only=False)["model"], strict=False)
    out = Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    steps = calibrate(model, a.shared, Vocab(Path(a.base) / "vocab.txt"))
    data = build(model, steps, not a.int8_heads, a.bits)
    (out / "model.onnx").write_bytes(data)
    if a.float:
        Path(a.float).write_bytes(build(model, None))
    shutil.copyfile(Path(a.base) / "vocab.txt", out / "vocab.txt")
    m = manifest(model, data, (out / "vocab.txt").read_bytes(), a.version)
    text = json.dumps(m, ensure_ascii=False, indent=1)
    import re

    text = re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda k: "[" + re.sub(r"\s*\n\s*", " ", k.group(1)) + "]", text)  # flat lists on one line
    (out / "manifest.json").write_text(text + "\n", encoding="utf-8")
    print(len(data), m["onnx"]["sha256"])


if __name__ == "__main__":
    main()
