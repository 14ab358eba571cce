#!/usr/bin/env python3
"""Trains the reader. See README.md for the command and what came of it."""
import argparse
import copy
import json
import random
import time
from pathlib import Path

import torch
import torch.multiprocessing as mp
import torch.nn.functional as F

import data
from data import IGNORE, TAGS
from evaluate import predict_torch, score_parts
from features import MASK, Vocab
from model import Reader, bucket, split, widen

BEGINS = {r: [TAGS.index(f"B-{r}"), TAGS.index(f"S-{r}")] for r in data.ROLES}
HEAD = ("heads", "null_source", "content_distance", "source_distance", "crf")
FEATURE = ("casing", "quotation", "paragraph", "inner")
WEIGHT = {"link": 0.5, "upos": 0.3, "deprel": 0.3, "arc": 0.4, "entity": 0.5, "inner": 0.6, "inner_link": 0.3}


def collate(examples, mask_id, word_drop, rng):
    """Examples end to end -> inputs [T], the words' places [S, W], words per example, examples."""
    t = {k: torch.tensor([v for x in examples for v in x[k]]) for k in ("input_ids", "casing", "quotation", "paragraph", "inner")}
    lengths = [len(x["input_ids"]) for x in examples]
    drop = torch.tensor([rng.random() < word_drop for _ in range(sum(lengths))])
    index, at = [], 0
    for x, n in zip(examples, lengths):
        drop[at] = drop[at + n - 1] = False
        index.append([at + i for i in x["first"]])
        at += n
    t["input_ids"][drop] = mask_id
    w = max(map(len, index))
    idx = torch.tensor([i + [i[0]] * (w - len(i)) for i in index])
    return {**t, "lengths": lengths}, idx, torch.tensor([len(i) for i in index]), examples


def word_outputs(model, t, idx, bf16):
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
        h = model.encode(**t)
    h = h.float().index_select(0, idx.flatten()).view(*idx.shape, -1)
    return split(model.heads(model.drop(h)))


def pad(lists, w, value=IGNORE):
    return torch.tensor([x + [value] * (w - len(x)) for x in lists])


def link_loss(o, model, examples, rows, length, layer=""):
    """Softmax over the gold candidates, and over all words of the window, so that wrong candidates lose as well."""
    total, w = torch.zeros(()), int(length.max())
    inside = torch.arange(w)[None] < length[:, None]
    tags = torch.zeros(len(length), w, dtype=torch.long)
    for s in rows:
        tags[s, : len(examples[s][layer + "tags"])] = torch.tensor(examples[s][layer + "tags"])
    for field, dep, head, role, table in (("to_cue", "content_dep", "cue_for_content", "cue", model.content_distance), ("to_source", "cue_dep", "source_head", "source", model.source_distance)):
        L = [(s, i, j) for s in rows for i, j in examples[s][layer + field].items()]
        if not L:
            continue
        s, i, j = (torch.tensor(c) for c in zip(*L))
        q = o[layer + dep][s, i]
        logits = torch.einsum("nd,nwd->nw", q, o[layer + head][s]) + table[bucket(torch.arange(w)[None] - i[:, None])]
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


def inner_loss(o, model, examples, rows):
    """The second tag layer, over the sentences of the contents only."""
    cut = [(k, a, b) for k in rows for a, b in examples[k]["stretches"]]
    m = max(b - a for _, a, b in cut)
    em = torch.stack([F.pad(o["inner_tags"][k, a:b], (0, 0, 0, m - (b - a))) for k, a, b in cut])
    return model.crf.loss(em, pad([whole(examples[k]["inner_tags"][a:b]) for k, a, b in cut], m, 0), torch.tensor([b - a for _, a, b in cut]))


def whole(tags):
    """Tags without the segments that a cut went through."""
    out, k = list(tags), 0
    while k < len(out) and TAGS[out[k]][0] in "IE":
        out[k], k = 0, k + 1
    k = len(out) - 1
    while k >= 0 and TAGS[out[k]][0] in "BI":
        out[k], k = 0, k - 1
    return out


def loss_of(model, o, length, examples, n):
    """Sums over words of every task's loss, by the number of words `n` of the whole batch."""
    w, parts = int(length.max()), {}
    of = {k: [s for s, x in enumerate(examples) if x["kind"] == k] for k in ("attribution", "syntax", "entity")}
    if of["attribution"]:
        s = torch.tensor(of["attribution"])
        m = int(length[s].max())
        parts["tags"] = model.crf.loss(o["tags"][s][:, :m], pad([examples[k]["tags"] for k in of["attribution"]], m, 0), length[s])
        parts["link"] = link_loss(o, model, examples, of["attribution"], length)
        known = [k for k in of["attribution"] if examples[k].get("stretches")]
        if known:
            parts["inner"] = inner_loss(o, model, examples, known)
            parts["inner_link"] = link_loss(o, model, examples, known, length, "inner_")
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
    p.add_argument("--eval-epochs", type=float, default=0.5, help="how often to score and save")
    p.add_argument("--rows", type=int, default=16)
    p.add_argument("--warmup", type=int, default=80)
    p.add_argument("--peak", type=float, default=1.0, help="of the learning rates")
    p.add_argument("--bf16", action="store_true", help="the encoder's products in bfloat16: quicker where the processor has it")
    p.add_argument("--nested", help="a file of nested.py: train the second tag layer on it")
    p.add_argument("--freeze", type=int, default=0, help="keep the embeddings and this many layers as they are")
    p.add_argument("--init", help="a checkpoint to start from")
    p.add_argument("--processes", type=int, default=2, help="each runs one thread on its part of every batch")
    a = p.parse_args()
    torch.set_num_threads(1)
    rng = random.Random(a.seed)
    shared = Path(a.shared)
    Path(a.out).mkdir(parents=True, exist_ok=True)
    vocab = Vocab(Path(a.base) / "vocab.txt")
    t0 = time.time()
    file = shared / "train/attribution.jsonl.gz"
    articles = data.articles(file, vocab, a.nested)

    def attribution_round(k):  # two thirds as printed, the rest in the other style of quotation marks; windows begin anywhere
        cut = [x.windows(rng.choices(range(3), (4, 1, 1))[0], rng.randint(40, 254)) for x in articles]
        return [w for ws in cut for w in ws]

    frag = data.fragments(file, vocab, a.seed)
    syn = data.syntax(shared / "train/syntax.ewt.train.conllu.gz", vocab, a.seed)
    ent = data.entities(shared / "train/entities.worldwide.jsonl.gz", vocab, a.seed)
    epoch = sum(len(x.windows()) for x in articles)
    print(f"windows: attribution {epoch}, fragments {len(frag)}, syntax {len(syn)}, entities {len(ent)}; {time.time() - t0:.0f} s", flush=True)
    streams = {"a": stream(attribution_round, rng), "f": stream(lambda k: list(frag), rng), "s": stream(lambda k: list(syn), rng), "e": stream(lambda k: list(ent), rng)}

    def next_batch():
        """In positions: 80 % attributions in windows, 3 % fragments, 11 % syntax, 6 % entities."""
        x, room = [], a.rows * 256
        for k, share in (("a", 0.8), ("f", 0.03), ("s", 0.11), ("e", 0.06)):
            got = 0
            while got < share * room:
                e = next(streams[k])
                got += len(e["input_ids"])
                x.append((k, e))
        return [e for _, e in x], sum(k == "a" for k, _ in x)

    torch.manual_seed(a.seed)
    model = Reader()
    model.load_base(a.base)
    if a.init:
        model.load_state_dict(widen(torch.load(a.init)["model"]), strict=False)
    for name, q in model.named_parameters():
        layer = -1 if name.split(".")[0] in (*FEATURE, "word", "position", "ln") else int(name.split(".")[1]) if name.startswith("layers.") else 99
        q.requires_grad_(layer >= a.freeze - (a.freeze == 0))
    ema = copy.deepcopy(model)
    shared_state = {"model": model.share_memory(), "ema": ema.share_memory(), "control": torch.zeros(2 + a.processes).share_memory_(),
                    "grads": [[torch.zeros_like(p).share_memory_() for p in model.parameters() if p.requires_grad] for _ in range(a.processes)], "next": mp.get_context("fork").Value("i", 0)}
    barrier = mp.get_context("fork").Barrier(a.processes)
    helpers = [mp.get_context("fork").Process(target=work, args=(r, a, shared_state, barrier, next_batch, vocab, epoch), daemon=True) for r in range(1, a.processes)]
    for h in helpers:
        h.start()
    work(0, a, shared_state, barrier, next_batch, vocab, epoch)
    for h in helpers:
        h.join()


def groups(model, mine):
    """Parameter groups for the optimizer, of the parameters whose names `mine` accepts."""
    g = {"head": [], "feature": [], "flat": [], "body": []}
    for name, q in model.named_parameters():
        top = name.split(".")[0]
        kind = "head" if top in HEAD else "feature" if top in FEATURE else "flat" if q.dim() < 2 else "body"
        if mine(name) and q.requires_grad:
            g[kind].append(q)
    made = [dict(params=g["head"], lr=2e-3), dict(params=g["feature"], lr=1e-3), dict(params=g["flat"], lr=1.2e-4, weight_decay=0.0), dict(params=g["body"], lr=1.2e-4)]
    return [x for x in made if x["params"]]


def share_out(examples, processes):
    """The batch's examples, longest first, each to the process that has least."""
    parts = [[] for _ in range(processes)]
    load = [0] * processes
    for x in sorted(examples, key=lambda x: -len(x["input_ids"])):
        r = load.index(min(load))
        parts[r].append(x)
        load[r] += len(x["input_ids"])
    return parts


def work(rank, a, state, barrier, next_batch, vocab, epoch):
    """One process of the training. All see the same stream of batches, each takes its part of every batch and updates its part of the shared weights."""
    model, ema, control, grads = state["model"], state["ema"], state["control"], state["grads"]
    torch.manual_seed(a.seed + rank)
    rng = random.Random(a.seed * 1000 + rank)
    names = [n for n, p in model.named_parameters() if p.requires_grad]
    params, averaged = [p for p in model.parameters() if p.requires_grad], [p for p in ema.parameters() if p.requires_grad]
    load, owned_by = [0] * a.processes, {}
    for name, p in sorted(zip(names, params), key=lambda x: -x[1].numel()):
        owned_by[name] = load.index(min(load))
        load[owned_by[name]] += p.numel()
    owner = lambda name: owned_by.get(name)
    own = [k for k, n in enumerate(names) if owner(n) == rank]
    for p, g in zip(params, grads[rank]):
        p.grad = g
    opt = torch.optim.AdamW(groups(model, lambda n: owner(n) == rank), weight_decay=0.01)
    base_lr = [g["lr"] for g in opt.param_groups]
    start, step, seen, next_eval, sums, best, progress = time.time(), 0, 0, epoch * a.eval_epochs, {}, -1.0, 0.0
    while step < a.steps and progress < 1:
        factor = a.peak * min(1.0, (step + 1) / a.warmup) * max(0.01, 1.0 - progress)
        for g, lr in zip(opt.param_groups, base_lr):
            g["lr"] = lr * factor
        examples, n = next_batch()
        model.train()
        words, pieces = float(sum(len(x["first"]) for x in examples)), share_out(examples, 3 * a.processes)
        while True:  # whoever is free takes the next piece of the batch: the cores may be busy with other things
            with state["next"].get_lock():
                k = state["next"].value
                state["next"].value += 1
            if k >= len(pieces):
                break
            t, idx, length, mine = collate(pieces[k], vocab.ids[MASK], 0.04, rng)
            loss, parts = loss_of(model, word_outputs(model, t, idx, a.bf16), length, mine, words)
            loss.backward()
            for name, v in parts.items():
                sums[name] = sums.get(name, 0.0) + v
        barrier.wait()
        with torch.no_grad():
            for r in range(a.processes):
                if r != rank:
                    torch._foreach_add_([grads[rank][k] for k in own], [grads[r][k] for k in own])
            control[2 + rank] = sum(float(grads[rank][k].pow(2).sum()) for k in own)
            if rank == 0:
                control[0] = max((step + 1) / a.steps, (time.time() - start) / (60 * a.minutes) if a.minutes else 0.0)
            barrier.wait()
            progress = float(control[0])
            torch._foreach_mul_([grads[rank][k] for k in own], min(1.0, 1.0 / (float(control[2:].sum()) ** 0.5 + 1e-6)))
            opt.step()
            d = min(0.995, (1 + step) / (10 + step))
            torch._foreach_lerp_([averaged[k] for k in own], [params[k] for k in own], 1 - d)
            torch._foreach_zero_(grads[rank])
        step += 1
        seen += n
        if rank == 0:
            state["next"].value = 0
            if step % 100 == 0:  # against accidents
                torch.save({"model": ema.state_dict(), "step": step, "epoch": seen / epoch, "args": vars(a)}, Path(a.out, "safe.pt"))
        if rank == 0 and (step % 20 == 0 or step == 6):
            print(f"step {step} epoch {seen / epoch:.2f} {time.time() - start:.0f} s lr {factor:.3f} " + " ".join(f"{k} {v * a.processes / 20:.4f}" for k, v in sums.items()), flush=True)
            sums = {}
        barrier.wait()
        if seen >= next_eval or step >= a.steps or progress >= 1:
            next_eval += epoch * a.eval_epochs
            t1 = time.time()
            Path(a.out, f"pred{rank}.json").write_text(json.dumps(predict_torch(ema, vocab, a.shared, rank, a.processes)))
            barrier.wait()
            if rank == 0:
                scores = score_parts(a.shared, [Path(a.out, f"pred{r}.json") for r in range(a.processes)])
                print(f"dev, epoch {seen / epoch:.2f}: {scores} ({time.time() - t1:.0f} s)", flush=True)
                saved = {"model": ema.state_dict(), "step": step, "epoch": seen / epoch, "args": vars(a), "scores": scores}
                torch.save(saved, Path(a.out, "last.pt"))
                if sum(scores["exact"]) + scores["relation"] > best:
                    best = sum(scores["exact"]) + scores["relation"]
                    torch.save(saved, Path(a.out, "best.pt"))
            barrier.wait()


if __name__ == "__main__":
    main()
