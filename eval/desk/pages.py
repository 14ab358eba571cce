"""Times the pages of a desk on this machine.

    cargo run --release -p reportedly-desk --example desk -- many.ledger
    python3 eval/desk/pages.py URL                 every kind of page, 40 times, one after the other
    python3 eval/desk/pages.py URL readers 40      50 readers, each a page every 2 seconds, for 40 seconds
"""

import http.client
import json
import random
import statistics
import sys
import threading
import time
from urllib.parse import quote_plus as quote, urlparse

TIMES = 40
WORDS = ["foreign fighters", "border", "minister said", "killed", "police", "attack city", "president", "officials", "court"]
COUNTED = ["foreign fighters", "people", "officers", "recruits", "killed"]

ADDRESS = urlparse(sys.argv[1])
HOST = ADDRESS.netloc
if not HOST.startswith(("127.0.0.1:", "localhost:", "[::1]:")):
    sys.exit("only a desk on this machine is measured")


def ask(connection, path, cookie):
    """Milliseconds, status, body."""
    start = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    body = answer.read()
    return (time.perf_counter() - start) * 1000, answer.status, body


def let_in():
    connection = http.client.HTTPConnection(HOST)
    connection.request("GET", "/?" + ADDRESS.query)
    answer = connection.getresponse()
    answer.read()
    return connection, answer.getheader("set-cookie").split(";")[0]


def share(times, part):
    return times[min(len(times) - 1, int(len(times) * part))]


random.seed(3)
CONNECTION, COOKIE = let_in()
REPORTS, before = [], None
for _ in range(6):
    rows = json.loads(ask(CONNECTION, "/reports.json" + (f"?before={before}" if before else ""), COOKIE)[2])
    REPORTS += [(report["document"], report["outlet"] or "?") for report, _ in rows["reports"]]
    before = random.randrange(100, 9900)
SOURCES = [
    source["label"]
    for page in (1, 20)
    for source in json.loads(ask(CONNECTION, f"/sources.json?page={page}", COOKIE)[2])["sources"]
]
report = lambda: quote(random.choice(REPORTS)[0])
PAGES = {
    "front": lambda: "/",
    "reports": lambda: f"/reports?before={random.randrange(100, 9999)}",
    "report": lambda: f"/report?d={report()}",
    "claim": lambda: f"/report?d={report()}&claim=c{random.randrange(1, 6)}",
    "focus": lambda: f"/focus?d={report()}&claim=c{random.randrange(1, 6)}",
    "lineage": lambda: f"/lineage?of={report()}%23c{random.randrange(1, 8)}",
    "by words": lambda: "/lineage?q=" + quote(random.choice(WORDS)),
    "search": lambda: "/search?q=" + quote(random.choice(WORDS)),
    "figures": lambda: "/figures?q=" + quote(random.choice(COUNTED)),
    "sources": lambda: f"/sources?page={random.randrange(1, 40)}",
    "source": lambda: "/source?name=" + quote(random.choice(SOURCES)),
    "outlets": lambda: "/outlets",
    "outlet": lambda: "/outlet?name=" + quote(random.choice(REPORTS)[1]),
    "changes": lambda: "/changes",
    "judgments": lambda: "/judgments",
    "add": lambda: "/add",
}


def one_by_one():
    everything = []
    print("page         p50 ms   p95 ms   max ms   p50 kB   max kB  failed")
    for name, address in PAGES.items():
        times, sizes, failed = [], [], 0
        for _ in range(TIMES):
            took, status, body = ask(CONNECTION, address(), COOKIE)
            failed += status >= 500
            times.append(took)
            sizes.append(len(body) / 1000)
        times.sort()
        everything += times
        print(f"{name:10} {share(times, .5):8.1f} {share(times, .95):8.1f} {times[-1]:8.1f} "
              f"{statistics.median(sizes):8.1f} {max(sizes):8.1f} {failed:7}", flush=True)
    everything.sort()
    print(f"all        {share(everything, .5):8.1f} {share(everything, .95):8.1f} {everything[-1]:8.1f}")


def readers(seconds):
    taken, failed = [], []

    def read(number):
        choose = random.Random(number)
        connection = http.client.HTTPConnection(HOST, timeout=60)
        end = time.time() + seconds
        time.sleep(choose.random() * 2)
        while time.time() < end:
            took = 0
            try:
                took, status, _ = ask(connection, PAGES[choose.choice(list(PAGES))](), COOKIE)
                taken.append(took)
                if status >= 500:
                    failed.append(status)
            except OSError as error:
                failed.append(repr(error))
                connection = http.client.HTTPConnection(HOST, timeout=60)
            time.sleep(max(0, 2 - took / 1000))

    threads = [threading.Thread(target=read, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken.sort()
    print(f"{len(taken)} pages: p50 {share(taken, .5):.1f}, p95 {share(taken, .95):.1f}, max {taken[-1]:.1f} ms; "
          f"failed {len(failed)} {failed[:3]}")


if len(sys.argv) > 2:
    readers(min(int(sys.argv[3]), 120))
else:
    one_by_one()
