#!/usr/bin/env python3
"""Kills `reportedly add` at random moments (SIGKILL), goes on to the end, and compares with an uninterrupted run.

    eval/kill.py target/release/reportedly REPORTS.jsonl [--reports 300] [--kills 100] [--seed 1]

REPORTS.jsonl holds lines of `reportedly/1` (or reports that are analyzed while they are added, which takes longer). The
first ones are added to a ledger once without interruption. Then new ledgers are filled, each `add` killed one to four
times before it may end, until so many processes were killed while they worked. After each kill: the program opens the
ledger and answers, SQLite's integrity and foreign key checks find nothing, no report is there in part, and all that
`--verbose` had said was added is in. After each end: the export (reports, links, lineages) is the same, byte by byte.
Exit code 0 if all of that held. Needs nothing but Python's standard library.
"""

import argparse
import collections
import json
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time


def export(program, ledger, folder):
    """Everything in a ledger, as it is written out."""
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([program, "export", "--format", "jsonl", ledger, folder], check=True, stderr=subprocess.DEVNULL)
    return {path.name: path.read_bytes() for path in sorted(pathlib.Path(folder).iterdir())}


def faults(program, ledger, said):
    """What is wrong with a ledger after a kill, and how many reports it holds."""
    path = pathlib.Path(ledger)
    if not path.exists() or path.stat().st_size == 0:
        return (["reports were said to be added, and there is no ledger"] if said else []), 0
    wrong = []
    # The program first: it finds the file and its log as the kill left them.
    asked = subprocess.run([program, "links", ledger], capture_output=True, text=True)
    if asked.returncode not in (0, 1):
        # Killed before the schema was in: it says that it is empty, and `add` goes on.
        if said or "holds nothing yet" not in asked.stderr:
            wrong.append(f"does not open: {asked.stderr.strip()}")
        return wrong, 0
    database = sqlite3.connect(ledger)
    try:
        found = [row[0] for row in database.execute("PRAGMA integrity_check")]
        wrong += [f"integrity check: {line}" for line in found if line != "ok"]
        dangling = database.execute("PRAGMA foreign_key_check").fetchall()
        wrong += [f"{len(dangling)} rows point nowhere"] if dangling else []
        held = {row[0] for row in database.execute("SELECT identity FROM document")}
        wrong += [f"{name} was said to be added and is not there" for name in said if name not in held]
        for table in ("body", "custody"):
            missing = database.execute(
                f"SELECT count(*) FROM document d WHERE NOT EXISTS (SELECT 1 FROM {table} t WHERE t.document = d.id)"
            ).fetchone()[0]
            wrong += [f"{missing} reports have no {table}"] if missing else []
    finally:
        database.close()
    return wrong, len(held)


def add(program, ledger, reports, wait):
    """Runs `add`, killed after `wait` seconds. Whether it was killed, and what it said it had added."""
    with tempfile.TemporaryFile("w+") as errors:
        child = subprocess.Popen(
            [program, "add", "--verbose", ledger, reports], stdout=subprocess.DEVNULL, stderr=errors
        )
        try:
            code = child.wait(wait)
        except subprocess.TimeoutExpired:
            child.kill()
            code = child.wait()
        errors.seek(0)
        # The last line may be cut: what stands before a line break was said.
        lines = [line for line in errors.read().split("\n")[:-1] if ": added" in line]
    said = [line.removeprefix("reportedly: ").split(": added")[0] for line in lines]
    if code > 0:
        sys.exit(f"{ledger}: add ended with {code}")
    return code != 0, said


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("program")
    options.add_argument("reports")
    options.add_argument("--reports", dest="count", type=int, default=300)
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    chance = random.Random(asked.seed)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="reportedly-kill-") as folder:
        few = f"{folder}/reports.jsonl"
        with open(asked.reports, encoding="utf-8") as lines, open(few, "w", encoding="utf-8") as out:
            taken = [line for line, _ in zip(lines, range(asked.count))]
            out.writelines(taken)
        times = []
        # Twice: the first run finds cold caches.
        for turn in range(2):
            start = time.monotonic()
            add(asked.program, f"{folder}/whole-{turn}.ledger", few, None)
            times.append(time.monotonic() - start)
        whole = export(asked.program, f"{folder}/whole-1.ledger", f"{folder}/out")
        counts = {name: data.count(b"\n") for name, data in whole.items()}
        print(f"{len(taken)} reports, uninterrupted {min(times):.2f} s, {json.dumps(counts)}")

        killed, rounds, wrong, held_at = 0, 0, [], collections.Counter()
        while killed < asked.kills and not wrong:
            rounds += 1
            ledger = f"{folder}/killed.ledger"
            for ending in ("", "-wal", "-shm"):
                pathlib.Path(ledger + ending).unlink(missing_ok=True)
            said, done = [], False
            for _ in range(min(chance.randint(1, 4), asked.kills - killed)):
                was_killed, more = add(asked.program, ledger, few, chance.uniform(0, min(times) * 1.05))
                said += more
                if not was_killed:
                    done = True
                    break
                killed += 1
                found, held = faults(asked.program, ledger, said)
                held_at[held] += 1
                wrong += [f"round {rounds}, kill {killed}: {what}" for what in found]
            if not done:
                add(asked.program, ledger, few, None)
            found, _ = faults(asked.program, ledger, said)
            wrong += [f"round {rounds}, at the end: {what}" for what in found]
            told = export(asked.program, ledger, f"{folder}/out")
            wrong += [f"round {rounds}: {name} differs" for name in whole if told.get(name) != whole[name]]
        print(f"seed {asked.seed}: {killed} kills in {rounds} rounds, {time.monotonic() - begun:.0f} s")
        print("reports held when killed:", ", ".join(f"{held}: {n}×" for held, n in sorted(held_at.items())))
    for what in wrong:
        print(what)
    print(f"{len(wrong)} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
