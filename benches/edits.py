#!/usr/bin/env python3
"""From the save of a file to the new page over HTTP, under a running preview: medians of many edits.

    benches/edits.py [N …] [--rounds R] [--program FILE] [--scratch FOLDER] [--edits body,title,settings,template]

N is the number of reports (1,000 and 10,000). Build first: cargo build --release --bin trendpress --example generate.
Needs Python 3.9 and nothing else. An edit counts from the rename that puts the file in its place, as editors save,
to the last byte of the first answer that shows it; the page is asked for again and again over one connection. The wait
for a save to end (15 ms after its last event) is part of the figure. Of a template's edit, the page that is asked for
counts; the preview goes on with the others. Memory is that of the preview after the first edits and after the last.
"""

import argparse
import atexit
import http.client
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RELEASE = ROOT / "target" / "release"
PATIENCE = 120


class Preview:
    def __init__(self, program, site):
        start = time.perf_counter()
        command = [program, "serve", "--port", "0", "--root", site, "--at", "2026-06-01"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        atexit.register(self.stop)
        self.host = re.search(r"http://([^/]+)/", self.process.stderr.readline()).group(1)
        # What nobody reads would stop it in the end.
        threading.Thread(target=self.process.stderr.read, daemon=True).start()
        self.connection = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        self.base = json.loads(self.get("/_trendpress/state"))["base"]
        self.get(self.base)
        self.ready = time.perf_counter() - start

    def get(self, path):
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        return answer.read().decode()

    def until(self, path, text):
        end = time.perf_counter() + PATIENCE
        while text not in self.get(path):
            if time.perf_counter() > end:
                sys.exit(f"{path} never showed {text}")
            # The preview shares the machine with whoever asks.
            time.sleep(0.001)

    def memory(self):
        status = Path(f"/proc/{self.process.pid}/status")
        return int(re.search(r"VmRSS:\s+(\d+)", status.read_text()).group(1)) / 1024 if status.exists() else 0

    def stop(self):
        self.process.terminate()
        self.process.wait()


def save(path, text):
    """As editors do: whole or not at all. Gives when."""
    fresh = path.with_name(".fresh")
    fresh.write_text(text)
    now = time.perf_counter()
    fresh.rename(path)
    return now


def edits(site):
    """What is edited: a file, and how its text takes a word; and the page that shows it."""
    reports = sorted(path for path in (site / "content").rglob("*.md") if re.search(r"^kind:", path.read_text(), re.M))
    report = reports[len(reports) // 2]
    base = ROOT / "themes" / "default" / "templates" / "base.html"
    template = site / "themes" / "default" / "templates" / "base.html"
    template.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(base, template)
    edition = next(parent.name for parent in report.parents if (parent / "edition.md").exists())
    page = f"{edition}/{report.stem}/"
    settings = site / "trendpress.yaml"
    return {
        "body": (report, lambda text, word: f"{text}\n{word}\n", page),
        "title": (report, lambda text, word: re.sub(r"^title: .*$", f"title: {word}", text, count=1, flags=re.M), page),
        "settings": (settings, lambda text, word: re.sub(r"^title: .*$", f"title: {word}", text, count=1, flags=re.M), page),
        "template": (template, lambda text, word: text.replace("</body>", f"<p>{word}</p></body>"), page),
    }


def measure(reports, arguments, scratch):
    site = scratch / f"site-{reports}"
    subprocess.run([RELEASE / "examples" / "generate", str(reports), site], check=True)
    kinds = edits(site)
    preview = Preview(arguments.program.resolve(), site)
    print(f"\n{reports} reports: ready after {preview.ready * 1000:.0f} ms, {preview.memory():.0f} MiB")
    print(f"{'edit':<10} {'median ms':>10} {'least':>8} {'most':>8} {'MiB':>8}")
    for kind in arguments.edits.split(","):
        path, change, page = kinds[kind]
        text = path.read_text()
        times = []
        for number in range(arguments.rounds):
            word = f"Changed{kind}{number}"
            start = save(path, change(text, word))
            preview.until(preview.base + page, word)
            times.append((time.perf_counter() - start) * 1000)
            # Until it is at rest: what follows an edit is no part of the next one.
            time.sleep(arguments.rest)
        save(path, text)
        print(
            f"{kind:<10} {statistics.median(times):10.1f} {min(times):8.1f} {max(times):8.1f} {preview.memory():8.0f}",
            flush=True,
        )
        time.sleep(1)
    preview.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reports", nargs="*", type=int, default=[1_000, 10_000])
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--rest", type=float, default=0.2, help="seconds between edits")
    parser.add_argument("--edits", default="body,title,settings,template")
    parser.add_argument("--program", type=Path, default=RELEASE / "trendpress")
    memory = Path("/dev/shm")
    default = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    parser.add_argument("--scratch", type=Path, default=default, help="a folder to work in; memory where there is some")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.scratch) as scratch:
        for reports in arguments.reports:
            measure(reports, arguments, Path(scratch))


main()
