"""Fits what each feature of two statements is worth (crates/reportedly/src/link/decide/weights.rs).

    links --pairs < LINES > PAIRS          (cargo run --release -p reportedly --example links)
    python3 training/links/fit.py PAIRS eval/judged/statements.tsv GOLD MEASURE > crates/reportedly/src/link/decide/weights.rs

LINES are reports as `reportedly/1`, those of the gold events and those that were judged; MEASURE is the folder of the scorers.
Two logistic regressions: a pair alone, and a pair beside its rivals, on scores that the first gives without having seen the
story. Pairs of the gold count as right; other pairs of its events that nobody judged count as wrong with little weight, since
the gold lists only the statements that matter. Scores of an eightfold cross-validation over stories go to standard error.
"""

import collections
import csv
import json
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

FOLDS, STRENGTH, UNJUDGED, STANDINGS = 8, 0.3, 0.15, 7
LEAST = (-1.0, -1.0, 1.25)  # for reports of one day, of the next day, and of others: as in statements.rs


def load(pairs, judged, gold_file, measure_folder):
    sys.path.insert(0, measure_folder)
    import measure

    gold = measure.lines(gold_file)
    texts = {r["id"]: measure.Text(r["text"]) for e in gold for r in e["reports"]}
    groups = collections.defaultdict(list)
    for event in gold:
        ids = {r["key"]: r["id"] for r in event["reports"]}
        for group in event["gold"]["groups"]:
            if group["kind"] == "figure":
                continue
            members = [(ids[m["report"]], texts[ids[m["report"]]].tokens([m["span"]])) for m in group["members"]]
            for at, one in enumerate(members):
                for two in members[:at]:
                    groups[frozenset((one[0], two[0]))].append((one, two, event["id"] + group["id"], group["kind"]))
    place = lambda end: (end["document"], *end["span"])
    words = {}
    for row in csv.DictReader(open(judged, encoding="utf-8"), delimiter="\t"):
        ends = [(row[k + "_document"], int(row[k + "_start"]), int(row[k + "_end"])) for k in "ab"]
        words[frozenset(ends)] = row["judged"]
    rows, names = [], None
    for line in open(pairs, encoding="utf-8"):
        row = json.loads(line)
        names = names or list(row["features"])
        a, b = place(row["a"]), place(row["b"])
        inside = a[0] in texts and b[0] in texts
        hits = []
        for one, two, group, kind in groups.get(frozenset((a[0], b[0])), []) if inside else []:
            ends = [(end[0], texts[end[0]].tokens([list(end[1:])])) for end in (a, b)]
            if ends[0][1] and ends[1][1] and (
                measure.touch(ends[0], one) and measure.touch(ends[1], two)
                or measure.touch(ends[0], two) and measure.touch(ends[1], one)
            ):
                hits.append((group, kind))
        across = (a[0] in texts) != (b[0] in texts)
        rows.append((a, b, [row["features"][n] for n in names], inside, across, hits, words.get(frozenset((a, b)))))
    count = sum(kind == "claim" for found in groups.values() for *_, kind in found)
    return rows, names, count


def stories(rows):
    """A number for each set of documents that pairs connect."""
    parent = {}

    def root(x):
        parent.setdefault(x, x)
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for a, b, *_ in rows:
        parent[root(a[0])] = root(b[0])
    names = sorted({root(a[0]) for a, *_ in rows})
    np.random.RandomState(5).shuffle(names)
    number = {name: at % FOLDS for at, name in enumerate(names)}
    return np.array([number[root(a[0])] for a, *_ in rows])


def standing(rows, scores):
    """What `Rivals::standing` gives."""
    best = collections.defaultdict(list)
    for (a, b, *_), score in zip(rows, scores):
        best[a, b[0]].append(score)
        best[b, a[0]].append(score)
    for values in best.values():
        values.sort(reverse=True)
    share = lambda s: np.array([1 / (1 + np.exp(-s)), s > 1.0, s > 2.5], float)
    alike = collections.defaultdict(lambda: np.zeros(3))
    ends = lambda row: (best[row[0], row[1][0]], best[row[1], row[0][0]])
    top = []
    for row, score in zip(rows, scores):
        one, two = ends(row)
        top.append(score >= one[0] and score >= two[0])
        if top[-1]:
            alike[row[0][0], row[1][0]] += share(score)
    out = np.zeros((len(rows), STANDINGS))
    for at, (row, score) in enumerate(zip(rows, scores)):
        above = lambda v: score - v[0] if score < v[0] else min(score - v[1], 6.0) if len(v) > 1 else 0.0
        one, two = ends(row)
        others = alike[row[0][0], row[1][0]] - (share(score) if top[at] else 0)
        out[at] = [score - one[0], score - two[0], above(one), above(two), *np.log1p(np.maximum(others, 0))]
    return out


def fit(x, y, weight):
    scale = StandardScaler().fit(x)
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit(scale.transform(x), y, sample_weight=weight)
    worth = model.coef_[0] / scale.scale_
    return worth, model.intercept_[0] - (worth * scale.mean_).sum()


def keep(rows, scores, enough):
    """Of each passage the best."""
    best = {}
    for at in np.where(enough)[0]:
        a, b = rows[at][:2]
        for key in ((a, b[0]), (b, a[0])):
            best[key] = max(best.get(key, -99), scores[at])
    kept = np.zeros(len(rows), bool)
    for at in np.where(enough)[0]:
        a, b = rows[at][:2]
        kept[at] = scores[at] >= best[a, b[0]] or scores[at] >= best[b, a[0]]
    return kept


def main():
    rows, names, count = load(*sys.argv[1:5])
    fold, x = stories(rows), np.array([row[2] for row in rows])
    inside, across = np.array([row[3] for row in rows]), np.array([row[4] for row in rows])
    judged = np.array([-1 if row[6] is None else int(row[6] != "N") for row in rows])
    hit = np.array([bool(row[5]) for row in rows])
    y = np.where(inside & hit, 1, judged)
    weight = np.where(inside & (y < 0), UNJUDGED, 1.0)
    y = np.where(inside & (y < 0), 0, y)
    used = (y >= 0) & ~across

    def unseen(features):
        scores = np.zeros(len(rows))
        for number in range(FOLDS):
            train, test = used & (fold != number), fold == number
            worth, base = fit(features[train], y[train], weight[train])
            scores[test] = features[test] @ worth + base
        return scores

    first = unseen(x)
    both = np.hstack([standing(rows, first), x])
    second = unseen(both)
    days = np.minimum(np.round(np.expm1(x[:, names.index("days")])), 2).astype(int)
    for shift in (-0.5, -0.25, 0, 0.25, 0.5, 1.0, 2.0):
        kept = keep(rows, second, second >= np.array(LEAST)[days] + shift)
        found = {(g, a[0], b[0]) for (a, b, _, _, _, hits, _), k in zip(rows, kept) if k for g, kind in hits if kind == "claim"}
        seen = kept & (judged >= 0) & ~inside
        print(f"least {shift:+5.2f}: claims found {100 * len(found) / count:.1f}, links in events {(kept & inside).sum()}, "
              f"elsewhere {(kept & ~inside).sum()}, of those judged right {100 * (judged[seen] == 1).mean():.0f} of {seen.sum()}, "
              f"across {(kept & across).sum()}", file=sys.stderr)
    alone, alone_base = fit(x[used], y[used], weight[used])
    beside, beside_base = fit(both[used], y[used], weight[used])
    number = lambda value: f"{value:.3f}"
    print("//! What each feature of two statements is worth. Written by `training/links/fit.py`.\n")
    print("use super::features::COUNT;\nuse super::statements::STANDINGS;\n")
    print("/// The worth of a feature: of a pair alone, and beside its rivals.\npub(super) struct Weight {")
    print("    pub(super) alone: f32,\n    pub(super) beside: f32,\n}\n")
    print("const fn weight(alone: f32, beside: f32) -> Weight {\n    Weight { alone, beside }\n}\n")
    print(f"pub(super) const ALONE_BASE: f32 = {number(alone_base)};\npub(super) const BESIDE_BASE: f32 = {number(beside_base)};\n")
    print("/// In the order of [`super::features::NAMES`].\npub(super) const WEIGHTS: [Weight; COUNT] = [")
    for name, one, two in zip(ORDER, *([w[names.index(n)] for n in ORDER] for w in (alone, beside[STANDINGS:]))):
        print(f"    weight({number(one)}, {number(two)}), // {name}")
    print("];\n\n/// In the order of [`super::statements::Rivals::standing`].")
    print(f"pub(super) const STANDING: [f32; STANDINGS] =\n    [{', '.join(map(number, beside[:STANDINGS]))}];")


ORDER = """cover dice around words run matched voices negated quotes other_person same_person story days told_cover told_dice plain
plain_cover order order_cover length length_ratio fewest most other_day""".split()

if __name__ == "__main__":
    main()
