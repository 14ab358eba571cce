"""The training data as windows with labels. Nothing is cached on disk; everything is read from `--shared DIR`."""
import gzip
import json
import random
import re

from features import MAX_PIECES, encode, pack, read, stretches, units, windows

ROLES = ["source", "cue", "content"]
TAGS = ["O"] + [f"{p}-{r}" for r in ROLES for p in "BIES"]
UPOS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
DEPREL = ("acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det discourse dislocated expl fixed flat "
          "goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis punct reparandum root vocative xcomp").split()
KINDS = ["PERSON", "ORGANIZATION", "LOCATION", "NORP", "MISC"]
ENTITY = ["O"] + [f"{p}-{k}" for k in KINDS for p in "BI"]
OF_CORPUS = {"Person": "PERSON", "Organization": "ORGANIZATION", "Location": "LOCATION", "Facility": "LOCATION", "NORP": "NORP", "Misc": "MISC", "Product": "MISC"}
IGNORE = -100


def json_lines(path):
    with (gzip.open(path, "rt", encoding="utf-8") if str(path).endswith(".gz") else open(path, encoding="utf-8")) as f:
        return [json.loads(line) for line in f if line.strip()]


def straighten(text):
    """The same text, with typewriter quotation marks; lengths stay."""
    return text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'})


def curl(text):
    """The same text with typographic quotation marks and apostrophes."""
    out, inside = [], False
    for i, ch in enumerate(text):
        if ch == "\n":
            inside = False
        if ch == '"':
            ch, inside = ("\u201d" if inside else "\u201c"), not inside
        elif ch == "'":
            ch = "\u2018" if (i == 0 or text[i - 1] in " (\u201c\n") and not text[i + 1 : i + 2].isspace() else "\u2019"
        out.append(ch)
    return "".join(out)


def bioes(words, fragments):
    """fragments: (role, (start, end)), later ones win. -> tag ids, and each fragment's first labelled word"""
    owner = [None] * len(words)
    for k, (_, (s, e)) in enumerate(fragments):
        for i, w in enumerate(words):
            if w.start < e and w.end > s:
                owner[i] = k
    tags, first = [0] * len(words), {}
    for i, k in enumerate(owner):
        if k is None:
            continue
        first.setdefault(k, i)
        role = fragments[k][0]
        b = i == 0 or owner[i - 1] != k
        e = i + 1 == len(words) or owner[i + 1] != k
        tags[i] = TAGS.index(f"{'S' if b and e else 'B' if b else 'E' if e else 'I'}-{role}")
    return tags, first


def attribution_window(ws, attributions, vocab, inner=0, nested=None, text=""):
    """links: (from word, to word or -1 for none), content to cue and cue to source.

    `nested`: the attributions inside the contents, where these are known.
    """
    x = encode(ws, vocab, inner)
    x["kind"] = "attribution"
    x["tags"], x["to_cue"], x["to_source"] = labels(ws, attributions)
    if nested is not None:
        x["inner_tags"], x["inner_to_cue"], x["inner_to_source"] = labels(ws, nested)
        lo, hi = ws[0].start, ws[-1].end
        contents = {tuple(s) for a in attributions for s in a["content"] if s[0] < hi and s[1] > lo}
        x["stretches"] = sorted({w for s in contents for w in stretches(text, ws, s)})
    return x


def labels(ws, attributions):
    """-> tags of the words, links of contents to cues, links of cues to sources"""
    lo, hi = ws[0].start, ws[-1].end
    fragments, seen = [], {}
    for role in ("content", "source", "cue"):
        for n, a in enumerate(attributions):
            for s, e in a[role]:
                if s < hi and e > lo:
                    if (role, s, e) not in seen:
                        seen[role, s, e] = len(fragments)
                        fragments.append((role, (s, e)))
    tags, first = bioes(ws, fragments)
    word = lambda role, span: first.get(seen.get((role, span[0], span[1])))
    to_cue, to_source = {}, {}
    for a in attributions:
        cue = word("cue", a["cue"][0]) if a["cue"] else None
        if cue is None:
            continue
        for span in a["content"]:
            c = word("content", span)
            if c is not None:
                to_cue[c] = cue
        if not a["source"]:
            to_source[cue] = -1
        else:
            s = word("source", a["source"][0])
            if s is not None:
                to_source[cue] = s
    return tags, to_cue, to_source


class Article:
    """A training article in both styles of quotation marks beside its own, ready to be cut into windows anew."""

    def __init__(self, d, vocab, nested):
        self.vocab, self.nested = vocab, nested
        self.gold = [a for a in d["gold"]["attributions"] if a["cue"]]
        self.texts = [d["text"], straighten(d["text"]), curl(d["text"])]
        self.parts = [[u for line, base, ws in read(t, vocab) for u in units(line, base, ws)] for t in self.texts]

    def windows(self, style=0, first=MAX_PIECES):
        text = self.texts[style]
        return [attribution_window(ws, self.gold, self.vocab, 0, self.nested, text) for ws in pack(self.parts[style], first)]


def articles(path, vocab, nested=None):
    """nested: a file of `nested.py`, the attributions inside each article's contents."""
    inside = {d["id"]: d["nested"] for d in json_lines(nested)} if nested else {}
    return [Article(d, vocab, inside.get(d["id"]) if nested else None) for d in json_lines(path)]


def fragments(path, vocab, seed, share_without=0.3):
    """Single sentences and whole attributions standing alone, read with inner = 1."""
    rng, out = random.Random(seed), []
    for d in json_lines(path):
        text, A = d["text"], [a for a in d["gold"]["attributions"] if a["cue"] and a["content"]]
        marked = []
        for a in A:
            spans = [s for r in ROLES for s in a[r]]
            lo, hi = min(s for s, _ in spans), max(e for _, e in spans)
            if "\n" in text[lo:hi] or hi - lo > 900:
                continue
            marked.append((lo, hi))
            if rng.random() < 0.4:  # up to the sentence's ends
                lo = max([m.end() for m in re.finditer(r"[.!?\u201d\"]\s+|\n", text[:lo])][-1:] or [lo])
                m = re.search(r"[.!?](?=\s|$)|\n", text[hi:])
                hi = hi + m.start() + (text[hi + m.start()] != "\n") if m else hi
            out.append((text, lo, hi, A))
        for m in re.finditer(r"[A-Z][^.!?\n]{25,200}[.!?]", text):
            if rng.random() < share_without and not any(s < m.end() and e > m.start() for s, e in marked):
                lo = m.start() + (0 if rng.random() < 0.5 else m.group().index(" ") + 1)
                out.append((text, lo, m.end() - (rng.random() < 0.5), A))
    made = []
    for text, lo, hi, A in out:
        cut = [dict((r, [[max(s, lo) - lo, min(e, hi) - lo] for s, e in a[r] if s < hi and e > lo]) for r in ROLES) for a in A]
        cut = [a for a in cut if a["cue"]]
        piece = text[lo:hi]
        piece = rng.choice([lambda t: t, straighten, curl])(piece)
        w = windows(piece, vocab)
        if w:
            made.append(attribution_window(w[0], cut, vocab, inner=1))
    return made


def conllu(path):
    """-> sentences: (text, tokens: (start, end, upos, head index or itself, deprel))"""
    sentences, text, rows = [], "", []
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("# text = "):
                text = line[9:]
            elif line and line[0] != "#":
                c = line.split("\t")
                if c[0].isdigit():
                    rows.append((c[1], c[3], int(c[6]), c[7].split(":")[0]))
            elif not line and rows:
                at, toks, ok = 0, [], True
                for i, (form, upos, head, rel) in enumerate(rows):
                    s = text.find(form, at)
                    if s < 0 or s - at > 2:  # a multiword token whose parts are not in the text
                        s = max(at - 1, 0)
                        ok = ok and form and s >= 0
                        toks.append((s, at, upos, head - 1 if head else i, rel))
                        continue
                    at = s + len(form)
                    toks.append((s, at, upos, head - 1 if head else i, rel))
                if ok:
                    sentences.append((text.replace("\n", " "), toks))
                rows = []
    return sentences


def syntax(path, vocab, seed):
    """Sentences side by side as paragraphs: one to three to a paragraph, several paragraphs to a window."""
    rng, docs, cur = random.Random(seed), [], []
    for s in conllu(path):
        cur.append(s)
        if len(cur) == 60:
            docs.append(cur)
            cur = []
    docs.append(cur)
    out = []
    for sentences in docs:
        text, toks = "", []
        for k, (t, rows) in enumerate(sentences):
            base, at = len(text), len(toks)
            toks += [(s + base, e + base, u, h + at, r) for s, e, u, h, r in rows]
            text += t + ("\n" if rng.random() < 0.5 else " ")
        text = rng.choice([lambda t: t, curl])(text)
        out += [syntax_window(ws, toks, vocab) for ws in windows(text, vocab)]
    return out


def syntax_window(ws, toks, vocab):
    """A word belongs to the token that holds its first character; a token's later words are `goeswith` its first."""
    lo, hi = ws[0].start, ws[-1].end
    near = [k for k, t in enumerate(toks) if t[0] < hi and t[1] > lo]
    token_of = [next((k for k in near if toks[k][0] <= w.start < toks[k][1]), None) for w in ws]
    rep = {}
    for i, k in enumerate(token_of):
        if k is not None:
            rep.setdefault(k, i)
    for k in near:  # a token no word begins in: its dependents hang on the word that holds it
        if k not in rep:
            i = next((i for i, w in enumerate(ws) if w.start <= toks[k][0] < w.end), None)
            if i is not None:
                rep[k] = i
    upos, rel, arc = [], [], []
    for i, k in enumerate(token_of):
        if k is None:
            upos.append(IGNORE), rel.append(IGNORE), arc.append(IGNORE)
            continue
        upos.append(UPOS.index(toks[k][2]))
        if rep[k] != i:
            rel.append(DEPREL.index("goeswith")), arc.append(rep[k])
            continue
        rel.append(DEPREL.index(toks[k][4]))
        head = rep.get(toks[k][3])
        arc.append(IGNORE if head is None else head)
    x = encode(ws, vocab)
    x.update(kind="syntax", upos=upos, deprel=rel, arc=arc)
    return x


def natural(tokens):
    """Tokens -> text as it would be printed, and each token's place in it."""
    text, spans, glue, inside = "", [], True, False
    for t in tokens:
        left = t[:1] in ",.;:!?)]}%\u2019\u201d" or t in ("'s", "n't", "'re", "'ve", "'ll", "'d", "'m") or (t == '"' and inside)
        if text and not glue and not left:
            text += " "
        spans.append((len(text), len(text) + len(t)))
        text += t
        glue = t in "([{$\u201c\u2018" or (t == '"' and not inside)
        if t == '"':
            inside = not inside
    return text, spans


def entities(path, vocab, seed):
    rng, out = random.Random(seed), []
    for d in json_lines(path):
        text, spans, tags = "", [], []
        for s in d["sentences"]:
            if len(s) == 1 and "://" in s[0][0]:
                continue
            t, sp = natural([x.replace("\n", " ") for x, _ in s])
            spans += [(a + len(text), b + len(text)) for a, b in sp]
            tags += [g for _, g in s]
            text += t + ("\n" if rng.random() < 0.5 else " ")
        text = rng.choice([lambda t: t, curl])(text)
        for ws in windows(text, vocab):
            lab, k, last = [], 0, None
            for w in ws:
                while k < len(spans) and spans[k][1] <= w.start:
                    k += 1
                p, _, c = tags[k].partition("-") if k < len(spans) else ("O", "", "")
                c = OF_CORPUS.get(c) if p in ("B", "I") else None
                begin = c and p == "B" and w.start <= spans[k][0]
                lab.append(0 if c is None else ENTITY.index(("B-" if begin or last != c else "I-") + c))
                last = c
            x = encode(ws, vocab)
            x.update(kind="entity", entity=lab)
            out.append(x)
    return out
