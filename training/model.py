"""The network: a BERT encoder with extra input embeddings, one linear layer for all heads, a CRF over words."""
import json
import math
import struct
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from data import DEPREL, ENTITY, TAGS, UPOS

HIDDEN, LAYERS, HEADS, INNER, LINK, ARC = 384, 6, 12, 1536, 64, 96
OUTPUTS = [("tags", len(TAGS)), ("content_dep", LINK), ("cue_for_content", LINK), ("cue_dep", LINK), ("source_head", LINK),
           ("inner_tags", len(TAGS)), ("inner_content_dep", LINK), ("inner_cue_for_content", LINK), ("inner_cue_dep", LINK), ("inner_source_head", LINK),
           ("upos", len(UPOS)), ("deprel", len(DEPREL)), ("arc_dep", ARC), ("arc_head", ARC), ("entity", len(ENTITY))]
# Signed distance in words from the linking word to its target, by the upper ends of the buckets of |distance|.
BUCKETS = [1, 2, 3, 4, 6, 9, 14, 22, 35, 60]


def bucket(distance):
    """Tensor of signed distances -> bucket number: 0..10 for targets before, 11..21 for targets behind."""
    side = (distance > 0).long() * (len(BUCKETS) + 1)
    ends = torch.tensor(BUCKETS, device=distance.device)
    return side + torch.bucketize(distance.abs().clamp(min=1), ends)


class Dropout(nn.Module):
    """Dropout whose masks are slices of one pool: drawing fresh random numbers is a tenth of a step's time on a CPU."""

    pool = None

    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training or not self.p:
            return x
        if Dropout.pool is None:
            Dropout.pool = (torch.rand(1 << 24) >= self.p).float() / (1 - self.p)
        at = int(torch.randint(Dropout.pool.numel() - x.numel(), ()))
        return x * Dropout.pool[at : at + x.numel()].view_as(x)


class Layer(nn.Module):
    def __init__(self, drop):
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.up, self.down = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.ln1, self.ln2 = nn.LayerNorm(HIDDEN, eps=1e-12), nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = Dropout(drop)

    def forward(self, x, lengths):
        """x [T, HIDDEN]: sequences end to end, without padding; attention stays inside each of `lengths`."""
        parts = self.qkv(x).view(-1, 3, HEADS, HIDDEN // HEADS).permute(1, 2, 0, 3).split(lengths, 2)
        a = torch.cat([F.scaled_dot_product_attention(*p[:, None]).squeeze(0).transpose(0, 1).reshape(-1, HIDDEN) for p in parts])
        x = self.ln1(x + self.drop(self.out(a)))
        return self.ln2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Reader(nn.Module):
    def __init__(self, drop=0.1):
        super().__init__()
        self.word = nn.Embedding(30522, HIDDEN)
        self.position = nn.Embedding(512, HIDDEN)  # with the constant token type folded in
        self.casing, self.quotation = nn.Embedding(5, HIDDEN), nn.Embedding(4, HIDDEN)
        self.paragraph, self.inner = nn.Embedding(2, HIDDEN), nn.Embedding(2, HIDDEN)
        for e in (self.casing, self.quotation, self.paragraph, self.inner):
            nn.init.normal_(e.weight, std=0.01)
        self.ln = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(drop) for _ in range(LAYERS))
        self.drop = Dropout(drop)
        self.heads = nn.Linear(HIDDEN, sum(n for _, n in OUTPUTS))
        nn.init.normal_(self.heads.weight, std=0.02)
        nn.init.zeros_(self.heads.bias)
        self.null_source = nn.Parameter(torch.zeros(LINK))
        self.content_distance = nn.Parameter(torch.zeros(2 * len(BUCKETS) + 2))
        self.source_distance = nn.Parameter(torch.zeros(2 * len(BUCKETS) + 2))
        self.crf = CRF()

    def encode(self, input_ids, casing, quotation, paragraph, inner, lengths):
        """All inputs are [T]: sequences end to end."""
        position = torch.cat([torch.arange(n) for n in lengths])
        x = self.word(input_ids) + self.position(position) + self.casing(casing) + self.quotation(quotation) + self.paragraph(paragraph) + self.inner(inner)
        x = self.drop(self.ln(x))
        for layer in self.layers:
            x = layer(x, lengths)
        return x

    def load_base(self, folder):
        """Weights of the base encoder from its safetensors file (read by hand: a JSON header, then raw float32)."""
        raw = (Path(folder) / "model.safetensors").read_bytes()
        n = struct.unpack("<Q", raw[:8])[0]
        t = {}
        for name, d in json.loads(raw[8 : 8 + n]).items():
            if name != "__metadata__" and d["dtype"] == "F32":
                a, b = d["data_offsets"]
                t[name.removeprefix("bert.")] = torch.frombuffer(bytearray(raw[8 + n + a : 8 + n + b]), dtype=torch.float32).reshape(d["shape"])
        put = lambda p, v: p.data.copy_(v)
        put(self.word.weight, t["embeddings.word_embeddings.weight"])
        put(self.position.weight, t["embeddings.position_embeddings.weight"] + t["embeddings.token_type_embeddings.weight"][0])
        put(self.ln.weight, t["embeddings.LayerNorm.weight"]), put(self.ln.bias, t["embeddings.LayerNorm.bias"])
        for i, layer in enumerate(self.layers):
            p = f"encoder.layer.{i}."
            for k in ("weight", "bias"):
                put(getattr(layer.qkv, k), torch.cat([t[f"{p}attention.self.{x}.{k}"] for x in ("query", "key", "value")]))
                put(getattr(layer.out, k), t[f"{p}attention.output.dense.{k}"])
                put(getattr(layer.ln1, k), t[f"{p}attention.output.LayerNorm.{k}"])
                put(getattr(layer.up, k), t[f"{p}intermediate.dense.{k}"])
                put(getattr(layer.down, k), t[f"{p}output.dense.{k}"])
                put(getattr(layer.ln2, k), t[f"{p}output.LayerNorm.{k}"])


def widen(state):
    """A state without the inner heads -> one that begins with the outer ones' weights for them."""
    w, b = state["heads.weight"], state["heads.bias"]
    if len(w) == sum(n for _, n in OUTPUTS):
        return state
    old, at = {}, 0
    for name, n in OUTPUTS:
        if not name.startswith("inner_"):
            old[name] = (w[at : at + n], b[at : at + n])
            at += n
    both = [old[name.removeprefix("inner_")] for name, _ in OUTPUTS]
    return {**state, "heads.weight": torch.cat([x for x, _ in both]), "heads.bias": torch.cat([x for _, x in both])}


def split(out):
    """The joint output -> a dict of the heads."""
    return dict(zip([n for n, _ in OUTPUTS], out.split([n for _, n in OUTPUTS], -1)))


FORBIDDEN = -1e4


def allowed():
    """BIOES: which tag may follow which, begin and end."""
    inside = lambda t: t[0] in "BI"
    n = len(TAGS)
    trans = torch.zeros(n, n)
    for i, a in enumerate(TAGS):
        for j, b in enumerate(TAGS):
            goes_on = b[0] in "IE"
            if inside(a) != goes_on or (goes_on and a[2:] != b[2:]):
                trans[i, j] = FORBIDDEN
    start = torch.tensor([FORBIDDEN if t[0] in "IE" else 0.0 for t in TAGS])
    end = torch.tensor([FORBIDDEN if inside(t) else 0.0 for t in TAGS])
    return trans, start, end


class CRF(nn.Module):
    def __init__(self):
        super().__init__()
        n = len(TAGS)
        self.trans, self.start, self.end = nn.Parameter(torch.zeros(n, n)), nn.Parameter(torch.zeros(n)), nn.Parameter(torch.zeros(n))
        for name, v in zip(("fix_trans", "fix_start", "fix_end"), allowed()):
            self.register_buffer(name, v, persistent=False)

    def scores(self):
        return self.trans + self.fix_trans, self.start + self.fix_start, self.end + self.fix_end

    def loss(self, em, tags, length):
        """em [S, W, n], tags [S, W], length [S] -> summed negative log likelihood."""
        return Likelihood.apply(em, *self.scores(), tags, length)


class Likelihood(torch.autograd.Function):
    """The CRF's loss with its gradient by forward-backward in NumPy: far quicker on a CPU than automatic differentiation of W steps."""

    @staticmethod
    def forward(ctx, em, trans, start, end, tags, length):
        e = em.detach().double().numpy().transpose(1, 0, 2)
        trans, start, end = (x.detach().double().numpy() for x in (trans, start, end))
        y, length = tags.numpy().T, length.numpy()
        w, s, n = e.shape
        on = np.arange(w)[:, None] < length
        top = e.max(2, keepdims=True)
        x, t = np.exp(e - top), np.exp(trans)
        alpha, beta, log_z = np.zeros_like(x), np.zeros_like(x), np.zeros(s)
        a = np.exp(start) * x[0]
        for i in range(w):
            if i:
                a = np.where(on[i][:, None], (a @ t) * x[i], a)
            c = a.sum(1, keepdims=True)
            a = a / c
            alpha[i] = a
            log_z += np.where(on[i], np.log(c[:, 0]) + top[i, :, 0], 0.0)
        last = np.exp(end)
        log_z += np.log(a @ last)
        b = np.tile(last / last.sum(), (s, 1))
        for i in range(w - 1, -1, -1):
            if i + 1 < w:
                b = np.where(on[i + 1][:, None], (x[i + 1] * b) @ t.T, b)
            b = b / b.sum(1, keepdims=True)
            beta[i] = b
        p = alpha * beta
        p *= on[..., None] / p.sum(2, keepdims=True)
        one = np.eye(n)[y] * on[..., None]
        xb = x[1:] * beta[1:]
        scale = on[1:] / np.einsum("wsi,ij,wsj->ws", alpha[:-1], t, xb, optimize=True)
        g_trans = np.einsum("wsi,wsj->ij", alpha[:-1] * scale[..., None], xb, optimize=True) * t - np.einsum("wsi,wsj->ij", one[:-1], one[1:], optimize=True)
        at_end = one[length - 1, np.arange(s)]
        gold = (one * e).sum() + (one[0] @ start).sum() + (at_end @ end).sum() + (np.einsum("wsi,wsj->ij", one[:-1], one[1:], optimize=True) * trans).sum()
        g_end = (p[length - 1, np.arange(s)] - at_end).sum(0)
        ctx.grads = [torch.from_numpy(np.ascontiguousarray(g)).float() for g in ((p - one).transpose(1, 0, 2), g_trans, (p[0] - one[0]).sum(0), g_end)]
        return torch.tensor(float(log_z.sum() - gold))

    @staticmethod
    def backward(ctx, g):
        return *(g * x for x in ctx.grads), None, None
