"""Many reports out of few, for measuring the desk: analyzed lines with other ids, outlets, dates and words.

    python3 eval/desk/ledger.py 10000 many.jsonl analyzed.jsonl...
    reportedly add many.ledger many.jsonl

Letters of words are turned within their length, so that spans stay and most reports tell other things.
"""

import datetime
import json
import random
import re
import sys

PLACES = "Northern Southern Eastern Western Capital Harbor Valley River Coastal Evening".split()
PAPERS = "Post Courier Herald Mail Standard Tribune Gazette Times".split()
OUTLETS = [f"The {place} {paper}" for place in PLACES for paper in PAPERS]


def turned(text, key):
    """The text with six in ten of its longer words turned by `key` letters."""
    letters = list(text)
    for word in re.finditer(r"\b[A-Za-z][a-z]{4,}\b", text):
        if (sum(map(ord, word.group())) * 31 + key) % 10 < 6:
            for at in range(word.start(), word.end()):
                if letters[at].islower():
                    letters[at] = chr((ord(letters[at]) - 97 + key) % 26 + 97)
    return "".join(letters)


def mend(row, text):
    """Puts the words of the new text beside every span."""
    if isinstance(row, list):
        for one in row:
            mend(one, text)
    elif isinstance(row, dict):
        span, spans = row.get("span"), row.get("spans")
        if "text" in row and span and isinstance(span[0], int):
            row["text"] = text[span[0]:span[1]]
        if "text" in row and spans:
            row["text"] = " … ".join(text[start:end] for start, end in spans)
        for one in row.values():
            mend(one, text)


def main():
    number, out, files = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    random.seed(7)
    base = [line for name in files for line in open(name, encoding="utf-8")]
    first = datetime.date(2012, 1, 1)
    with open(out, "w", encoding="utf-8") as lines:
        for index in range(number):
            line = json.loads(random.choice(base))
            document = line["document"]
            document.pop("custody", None)
            document.pop("updated", None)
            document.update(id=f"v{index:05}", url=None, dates=[])
            document["published"] = str(first + datetime.timedelta(days=random.randrange(4500)))
            if random.random() < 0.8:
                document["outlet"] = random.choice(OUTLETS)
            if random.random() < 0.93:
                document["text"] = turned(document["text"], random.randrange(26))
            for name, rows in line.items():
                if name != "document":
                    mend(rows, document["text"])
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")


main()
