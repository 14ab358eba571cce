#!/usr/bin/env python3
"""Trains the reader. See README.md for the command and what came of it."""
import argparse
import copy
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F

import data
from data import IGNORE, TAGS
from evaluate import evaluate
from features import MASK, Vocab
from model import Reader, bucket, split

BEGINS = {r: [TAGS.index(f"B-{r}"), TAGS.index(f"S-{r}")] for r in data.ROLES}
WEIGHT = {"link": 0.5, "upos": 0.3, "deprel": 0.3, "arc": 0.4, "entity": 0.5}


def collate(rows, mask_id, word_drop, rng):
    """Rows of examples side by side -> tensors. Attention stays inside an example; positions start again in each."""
    width = max(sum(len(x["input_ids"]) for x in r) for r in rows)
    t = {k: torch.zeros(len(rows), width, dtype=torch.long) for k in ("input_ids", "casing", "quotation", "paragraph", "inner", "position")}
    part = torch.full((len(rows), width), -1)
    examples, index, first_of = [], [], []
    for r, row in enumerate(rows):
        at = 0
        for x in row:
            n = len(x["input_ids"])
            for k in ("input_ids", "casing", "quotation", "paragraph", "inner"):
                t[k][r, at : at + n] = torch.tensor(x[k])
            t["position"][r, at : at + n] = torch.arange(n)
            part[r, at : at + n] = len(examples)
            if word_drop:
                for i in range(at + 1, at + n - 1):
                    if rng.random() < word_drop:
                        t["input_ids"][r, i] = mask_id
            examples.append(x)
            index.append([r * width + at + i for i in x["first"]])
            at += n
    mask = (part[:, :, None] == part[:, None, :])[:, None]
    w = max(map(len, index))
    idx = torch.tensor([i + [i[0]] * (w - len(i)) for i in index])
    length = torch.tensor([len(i) for i in index])
    return t, mask, idx, length, examples


def word_outputs(model, t, mask, idx):
    h = model.encode(**t, mask=mask)
    return split(model.heads(model.drop(h.reshape(-1, h.shape[-1])[idx])))


def pad(lists, w, value=IGNORE):
    return torch.tensor([x + [value] * (w - len(x)) for x in lists])


def link_loss(o, model, examples, rows, length):
    """Softmax over the gold candidates, and over all words of the window, so that wrong candidates lose as well."""
    total, w = 0.0, int(length.max())
    inside = torch.arange(w)[None] < length[:, None]
    tags = torch.zeros(len(length), w, dtype=torch.long)
    for s in rows:
        tags[s, : len(examples[s]["tags"])] = torch.tensor(examples[s]["tags"])
    for field, dep, head, role, table in (("to_cue", "content_dep", "cue_for_content", "cue", model.content_distance), ("to_source", "cue_dep", "source_head", "source", model.source_distance)):
        L = [(s, i, j) for s in rows for i, j in examples[s][field].items()]
        if not L:
            continue
        s, i, j = (torch.tensor(c) for c in zip(*L))
        q = o[dep][s, i]
        logits = torch.einsum("nd,nwd->nw", q, o[head][s]) + table[bucket(torch.arange(w)[None] - i[:, None])]
        ok = inside[s]
        cand = torch.isin(tags, torch.tensor(BEGINS[role]))[s] & ok
        if field == "to_source":
            logits = torch.cat([logits, (q @ model.null_source)[:, None]], 1)
            ok, cand = (F.pad(m, (0, 1), value=True) for m in (ok, cand))
            j = torch.where(j < 0, w, j)
        cand[torch.arange(len(j)), j] = True
        total = total + F.cross_entropy(logits.masked_fill(~cand, -1e4), j, reduction="sum")
        total = total + 0.5 * F.cross_entropy(logits.masked_fill(~ok, -1e4), j, reduction="sum")
    return total


def loss_of(model, o, length, examples):
    """Sums over words of every task's loss, by the number of words."""
    w, parts = int(length.max()), {}
    of = {k: [s for s, x in enumerate(examples) if x["kind"] == k] for k in ("attribution", "syntax", "entity")}
    if of["attribution"]:
        s = torch.tensor(of["attribution"])
        m = int(length[s].max())
        parts["tags"] = model.crf.loss(o["tags"][s][:, :m], pad([examples[k]["tags"] for k in of["attribution"]], m, 0), length[s])
        parts["link"] = link_loss(o, model, examples, of["attribution"], length)
    if of["syntax"]:
        s = torch.tensor(of["syntax"])
        ce = lambda x, name: F.cross_entropy(x.flatten(0, 1), pad([examples[k][name] for k in of["syntax"]], w).flatten(), ignore_index=IGNORE, reduction="sum")
        parts["upos"], parts["deprel"] = ce(o["upos"][s], "upos"), ce(o["deprel"][s], "deprel")
        arc = o["arc_dep"][s] @ o["arc_head"][s].transpose(1, 2)
        inside = torch.arange(w)[None] < length[s][:, None]
        parts["arc"] = ce(arc.masked_fill(~inside[:, None], -1e4), "arc")
    if of["entity"]:
        s = torch.tensor(of["entity"])
        lab = pad([examples[k]["entity"] for k in of["entity"]], w)
        parts["entity"] = F.cross_entropy(o["entity"][s].flatten(0, 1), lab.flatten(), ignore_index=IGNORE, reduction="sum")
    n = float(length.sum())
    return sum(WEIGHT.get(k, 1.0) * v for k, v in parts.items()) / n, {k: float(v.detach()) / n for k, v in parts.items()}


def stream(make, rng):
    """Endless examples; `make(round)` gives each round's."""
    k = 0
    while True:
        x = make(k)
        rng.shuffle(x)
        yield from x
        k += 1


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--shared", required=True, help="folder with train/, gold/ and measure/")
    p.add_argument("--base", required=True, help="folder with the base encoder's model.safetensors and vocab.txt")
    p.add_argument("--out", required=True, help="where checkpoints go")
    p.add_argument("--steps", type=int, default=1800)
    p.add_argument("--minutes", type=float, default=0, help="shorten the schedule so that it ends by then (0: never)")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--rows", type=int, default=16)
    p.add_argument("--eval-every", type=int, default=0, help="steps between evaluations; 0: half an epoch of attributions")
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--bf16", action="store_true")
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    shared, out = Path(a.shared), Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    vocab = Vocab(Path(a.base) / "vocab.txt")
    t0 = time.time()
    file = shared / "train/attribution.jsonl.gz"
    plain = data.attribution(file, vocab)
    styled = {k: data.attribution(file, vocab, f) for k, f in (("straight", data.straighten), ("curly", data.curl))}

    def attribution_round(k):  # two thirds as printed, the rest in the other style of quotation marks
        return [rng.choices((x, y, z), (4, 1, 1))[0] for x, y, z in zip(plain, styled["straight"], styled["curly"])]

    assert all(len(v) == len(plain) for v in styled.values())
    frag = data.fragments(file, vocab, a.seed)
    syn = data.syntax(shared / "train/syntax.ewt.train.conllu.gz", vocab, a.seed)
    ent = data.entities(shared / "train/entities.worldwide.jsonl.gz", vocab, a.seed)
    print(f"windows: attribution {len(plain)}, fragments {len(frag)}, syntax {len(syn)}, entities {len(ent)}; {time.time() - t0:.0f} s", flush=True)
    epoch = len(plain)
    streams = {"a": stream(attribution_round, rng), "f": stream(lambda k: list(frag), rng), "s": stream(lambda k: list(syn), rng), "e": stream(lambda k: list(ent), rng)}

    def next_batch():
        """In positions: 70 % attributions in windows, 7 % fragments, 13 % syntax, 10 % entities."""
        x, room = [], a.rows * 256
        for k, share in (("a", 0.70), ("f", 0.07), ("s", 0.13), ("e", 0.10)):
            got = 0
            while got < share * room:
                e = next(streams[k])
                got += len(e["input_ids"])
                x.append((k, e))
        seen = sum(k == "a" for k, _ in x)
        x.sort(key=lambda p: -len(p[1]["input_ids"]))
        return [r for b in data.batches([e for _, e in x], rng, rows=10**6) for r in b], seen

    model = Reader()
    model.load_base(a.base)
    ema = copy.deepcopy(model).eval()
    head = [q for n, q in model.named_parameters() if n.split(".")[0] in ("heads", "null_source", "content_distance", "source_distance", "crf")]
    feat = [q for n, q in model.named_parameters() if n.split(".")[0] in ("casing", "quotation", "paragraph", "inner")]
    named = {id(q) for q in head + feat}
    flat = [q for q in model.parameters() if id(q) not in named and q.dim() < 2]
    body = [q for q in model.parameters() if id(q) not in named and q.dim() >= 2]
    opt = torch.optim.AdamW([dict(params=head, lr=2e-3), dict(params=feat, lr=1e-3), dict(params=flat, lr=1.2e-4, weight_decay=0.0), dict(params=body, lr=1.2e-4)], weight_decay=0.01)
    base_lr = [g["lr"] for g in opt.param_groups]
    start, step, seen, next_eval, sums, best = time.time(), 0, 0, epoch / 2, {}, -1.0
    progress = 0.0
    while step < a.steps and progress < 1:
        progress = max(step / a.steps, (time.time() - start) / (60 * a.minutes) if a.minutes else 0.0)
        factor = min(1.0, (step + 1) / 80) * max(0.01, 1.0 - progress)
        for g, lr in zip(opt.param_groups, base_lr):
            g["lr"] = lr * factor
        rows, n = next_batch()
        t, mask, idx, length, examples = collate(rows, vocab.ids[MASK], 0.04, rng)
        model.train()
        with torch.autocast("cpu", torch.bfloat16, enabled=a.bf16):
            o = word_outputs(model, t, mask, idx)
        loss, parts = loss_of(model, {k: v.float() for k, v in o.items()}, length, examples)
        opt.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        opt.step()
        step += 1
        seen += n
        d = min(0.995, (1 + step) / (10 + step))
        with torch.no_grad():
            torch._foreach_lerp_(list(ema.parameters()), list(model.parameters()), 1 - d)
        for k, v in parts.items():
            sums[k] = sums.get(k, 0.0) + v
        if step % 20 == 0:
            print(f"step {step} epoch {seen / epoch:.2f} {time.time() - start:.0f} s rows {len(rows)} lr {factor:.3f} " + " ".join(f"{k} {v / 20:.4f}" for k, v in sums.items()), flush=True)
            sums = {}
        over = step >= a.steps or progress >= 1
        if (step % a.eval_every == 0 if a.eval_every else seen >= next_eval) or over:
            next_eval += epoch / 2
            t1 = time.time()
            scores = evaluate(ema, vocab, shared)
            print(f"dev, epoch {seen / epoch:.2f}: {scores} ({time.time() - t1:.0f} s)", flush=True)
            torch.save({"model": ema.state_dict(), "step": step, "epoch": seen / epoch, "args": vars(a)}, out / "last.pt")
            mean = sum(scores["exact"]) + scores["relation"]
            if mean > best:
                best = mean
                torch.save({"model": ema.state_dict(), "step": step, "epoch": seen / epoch, "args": vars(a)}, out / "best.pt")


if __name__ == "__main__":
    main()
