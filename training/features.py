"""Text -> words, word pieces, input features and windows. The Rust program does exactly the same; README.md says how.

All offsets are Unicode code points into the original text, half-open.
"""
import unicodedata

CLS, SEP, UNK, MASK = "[CLS]", "[SEP]", "[UNK]", "[MASK]"
MAX_PIECES = 254
MAX_WORD = 100

# General category Cf as of Unicode 14, plus the replacement character: dropped from the text without ending a word.
FORMAT_RANGES = [
    (0xAD, 0xAD), (0x600, 0x605), (0x61C, 0x61C), (0x6DD, 0x6DD), (0x70F, 0x70F), (0x890, 0x891), (0x8E2, 0x8E2),
    (0x180E, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064), (0x2066, 0x206F), (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB), (0xFFFD, 0xFFFD), (0x110BD, 0x110BD), (0x110CD, 0x110CD), (0x13430, 0x13438),
    (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0001, 0xE0001), (0xE0020, 0xE007F),
]
CJK_RANGES = [
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF), (0x2F800, 0x2FA1F),
]
WHITE_SPACE = set(range(0x9, 0xE)) | {0x20, 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000} | set(range(0x2000, 0x200B))


def _in(c, ranges):
    return any(a <= c <= b for a, b in ranges)


def _is_punctuation(ch):
    c = ord(ch)
    return 33 <= c <= 47 or 58 <= c <= 64 or 91 <= c <= 96 or 123 <= c <= 126 or unicodedata.category(ch).startswith("P")


def punctuation_ranges():
    """The punctuation characters as inclusive ranges, for the manifest."""
    out = []
    for c in range(0x110000):
        if _is_punctuation(chr(c)):
            if out and out[-1][1] == c - 1:
                out[-1][1] = c
            else:
                out.append([c, c])
    return out


_CLASS = {}


def char_class(ch):
    """'s' white space, 'x' dropped, 'p' punctuation or a CJK ideograph (a word by itself), 'w' part of a word."""
    k = _CLASS.get(ch)
    if k is None:
        c = ord(ch)
        if c in WHITE_SPACE:
            k = "s"
        elif c < 32 or 127 <= c < 160 or _in(c, FORMAT_RANGES):
            k = "x"
        elif _is_punctuation(ch) or _in(c, CJK_RANGES):
            k = "p"
        else:
            k = "w"
        _CLASS[ch] = k
    return k


_NORM = {}


def normalize(ch):
    """Lower case, canonical decomposition, marks dropped; character by character."""
    n = _NORM.get(ch)
    if n is None:
        n = "".join(d for d in unicodedata.normalize("NFD", ch.lower()) if not unicodedata.category(d).startswith("M"))
        _NORM[ch] = n
    return n


def words(text):
    """-> list of (start, end, normalized form). A word whose normalized form is empty is left out."""
    out, start, end, form = [], None, None, ""

    def close():
        nonlocal start, form
        if start is not None and form:
            out.append((start, end, form))
        start, form = None, ""

    for i, ch in enumerate(text):
        k = char_class(ch)
        if k == "s":
            close()
        elif k == "p":
            close()
            form = normalize(ch)
            if form:
                out.append((i, i + 1, form))
            form = ""
        elif k == "w":
            if start is None:
                start = i
            end, form = i + 1, form + normalize(ch)
    close()
    return out


class Vocab:
    def __init__(self, path):
        with open(path, encoding="utf-8") as f:
            self.ids = {line.rstrip("\n"): i for i, line in enumerate(f)}
        self.cache = {}

    def pieces(self, form):
        """Greedy longest match first; a word that cannot be spelled, or is too long, is one [UNK]."""
        got = self.cache.get(form)
        if got is None:
            got = self.cache[form] = self._pieces(form)
        return got

    def _pieces(self, form):
        if len(form) > MAX_WORD:
            return [self.ids[UNK]]
        out, i = [], 0
        while i < len(form):
            for j in range(len(form), i, -1):
                p = self.ids.get(("##" if i else "") + form[i:j])
                if p is not None:
                    out.append(p)
                    i = j
                    break
            else:
                return [self.ids[UNK]]
        return out


def casing(word):
    """0 no cased letter, 1 lower, 2 Capitalized (or a single capital), 3 UPPER, 4 mixed."""
    cased = [c.isupper() for c in word if c.isupper() or c.islower()]
    upper = sum(cased)
    if not cased:
        return 0
    if upper == 0:
        return 1
    if upper == len(cased):
        return 3 if upper > 1 else 2
    return 2 if upper == 1 and cased[0] else 4


def paragraphs(text):
    """Lines: maximal runs without a line feed. -> (start, end), empty ones left out"""
    out, at = [], 0
    for line in text.split("\n"):
        if line:
            out.append((at, at + len(line)))
        at += len(line) + 1
    return out


def quotation(text):
    """The quotation state of every character of one paragraph: 0 outside, 1 inside, 2 opening mark, 3 closing mark."""
    out = []
    double, single = False, None  # single: where the open single quotation closes
    for i, ch in enumerate(text):
        if ch in "\u201c\u201e\u201f\u00ab":
            out.append(2)
            double = True
        elif ch in "\u201d\u00bb" or (ch == '"' and double):
            out.append(3)
            double, single = False, None
        elif ch == '"':
            out.append(2)
            double = True
        elif ch == "\u2018" and single is None and _closing(text, i) is not None:
            out.append(2)
            single = _closing(text, i)
        elif single == i:
            out.append(3)
            single = None
        else:
            out.append(1 if double or single is not None else 0)
    return out


def _closing(text, i):
    """Where the single quotation that opens at i closes, or None where it is an apostrophe."""
    n = len(text)
    if (i > 0 and text[i - 1].isalnum()) or i + 1 >= n or char_class(text[i + 1]) == "s" or text[i + 1].isdigit():
        return None
    for j in range(i + 1, n):
        if text[j] == "\u2019" and not (text[j - 1].isalnum() and j + 1 < n and text[j + 1].isalnum()):
            return j
    return None


class Word:
    __slots__ = ("start", "end", "pieces", "casing", "quotation", "paragraph")

    def __init__(self, start, end, pieces, casing, quotation, paragraph):
        self.start, self.end, self.pieces = start, end, pieces
        self.casing, self.quotation, self.paragraph = casing, quotation, paragraph


def read(text, vocab):
    """-> paragraphs, each a list of Word. Paragraphs without a word are left out."""
    out = []
    for a, b in paragraphs(text):
        line = text[a:b]
        q = quotation(line)
        ws = [Word(a + s, a + e, vocab.pieces(f), casing(line[s:e]), q[s], 0) for s, e, f in words(line)]
        if ws:
            ws[0].paragraph = 1
            out.append((line, a, ws))
    return out


def units(line, base, ws):
    """A paragraph, or its parts where it is too long: cut after the last sentence end in the second half, else hard."""
    out, cur, size = [], [], 0

    def is_end(k):
        ch = line[cur[k].start - base]
        if ch in ".!?":
            return True
        return k > 0 and cur[k].quotation == 3 and line[cur[k - 1].start - base] in ".!?"

    for w in ws:
        while size + len(w.pieces) > MAX_PIECES and cur:
            acc, cut = 0, len(cur)
            for k, x in enumerate(cur):
                acc += len(x.pieces)
                if acc * 2 > MAX_PIECES and is_end(k):
                    cut = k + 1
            out.append(cur[:cut])
            cur = cur[cut:]
            size = sum(len(x.pieces) for x in cur)
        cur.append(w)
        size += len(w.pieces)
    if cur:
        out.append(cur)
    return out


def windows(text, vocab):
    """Paragraphs packed greedily. -> list of lists of Word"""
    return pack([u for line, base, ws in read(text, vocab) for u in units(line, base, ws)])


def pack(parts, first=MAX_PIECES):
    """Parts of paragraphs -> windows; the first window holds at most `first` pieces (in training windows begin anywhere)."""
    out, cur, size, room = [], [], 0, first
    for u in parts:
        n = sum(len(w.pieces) for w in u)
        if cur and size + n > room:
            out.append(cur)
            cur, size, room = [], 0, MAX_PIECES
        cur = cur + u
        size += n
    if cur:
        out.append(cur)
    return out


def stretches(text, ws, span):
    """The words of a content, sentence by sentence. -> [(first word, word behind the last)]"""
    at = [i for i, w in enumerate(ws) if w.start < span[1] and w.end > span[0]]
    out, begin = [], 0
    for k, i in enumerate(at):
        ch = text[ws[i].start]
        ends = ch in ".!?" or (ws[i].quotation == 3 and k and text[ws[i - 1].start] in ".!?")
        if k + 1 < len(at) and ends and (text[ws[at[k + 1]].start] in ".!?" or ws[at[k + 1]].quotation == 3):
            continue
        if ends or k + 1 == len(at):
            out.append((at[begin], i + 1))
            begin = k + 1
    return [(a, b) for a, b in out if b - a >= 3]


def encode(ws, vocab, inner=0):
    """One window -> the model's inputs, and where each word's first piece stands."""
    ids, cas, quo, par, first = [vocab.ids[CLS]], [0], [0], [0], []
    for w in ws:
        first.append(len(ids))
        k = len(w.pieces)
        ids += w.pieces
        cas += [w.casing] * k
        quo += [w.quotation] * k
        par += [w.paragraph] * k
    ids.append(vocab.ids[SEP])
    cas.append(0), quo.append(0), par.append(0)
    return {"input_ids": ids, "casing": cas, "quotation": quo, "paragraph": par, "inner": [inner] * len(ids), "first": first}
