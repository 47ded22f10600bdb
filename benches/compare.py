#!/usr/bin/env python3
"""Whole runs of Trendpress against the bare loop, one after the other in turn, and their medians.

    benches/compare.py [N] [--large] [--rounds R] [--program FILE] [--scratch FOLDER]

N is the number of reports (10,000). --large goes on to ten times as many. Build first:
cargo build --release --bin trendpress --examples. Needs Python 3.9 and nothing else.
Works in memory (/dev/shm) where there is such a folder: a disk that has just deleted the files of the run before may
take ten times as long to make those of the next (ext4 does not use their inodes again for minutes).
Hugo and Zola have columns where they are installed: they build the same Markdown with one plain template.
"""

import argparse
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RELEASE = ROOT / "target" / "release"


class Run:
    """What one process took: CPU and wall seconds, peak memory in MiB."""

    def __init__(self, command, environment=None):
        start = time.perf_counter()
        pid = os.fork()
        if pid == 0:
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1)
            os.dup2(null, 2)
            os.execvpe(command[0], [str(word) for word in command], {**os.environ, **(environment or {})})
        _, status, usage = os.wait4(pid, 0)
        self.wall = time.perf_counter() - start
        self.user, self.system = usage.ru_utime, usage.ru_stime
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss / 1024
        if status != 0:
            sys.exit(f"failed: {' '.join(str(word) for word in command)}")


def median(runs, what):
    return statistics.median(getattr(run, what) for run in runs)


def line(name, runs, base=None):
    cpu = median(runs, "cpu")
    ratio = f"{cpu / base:6.2f}" if base else "      "
    print(
        f"{name:<28} {cpu:8.2f} {median(runs, 'user'):8.2f} {median(runs, 'system'):8.2f} "
        f"{median(runs, 'wall'):8.2f} {median(runs, 'memory'):8.0f} {ratio}"
    )
    return cpu


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def measure(reports, rounds, program, scratch):
    site, bare, public = scratch / f"site-{reports}", scratch / "bare", scratch / "public"
    Run([RELEASE / "examples" / "generate", reports, fresh(site)])
    build = [program, "build", "--quiet", "--root", site, "--output-dir", public, "--at", "2026-06-01"]
    others = peers(site, scratch)
    runs = {name: [] for name in ["bare", "cold", "one", "two", "same", *others]}
    for _ in range(rounds):
        runs["bare"].append(Run([RELEASE / "examples" / "bare_loop", site, fresh(bare)]))
        fresh(public)
        runs["cold"].append(Run(build))
        runs["same"].append(Run(build))
        for name, threads in [("one", "1"), ("two", "2")]:
            fresh(public)
            runs[name].append(Run(build, {"RAYON_NUM_THREADS": threads}))
        for name, (command, output) in others.items():
            fresh(output)
            runs[name].append(Run(command))
    files = sum(len(names) for _, _, names in os.walk(public))
    print(f"\n{reports} reports, {files} files, medians of {rounds} runs")
    print(f"{'':<28} {'CPU s':>8} {'user':>8} {'system':>8} {'wall s':>8} {'MiB':>8}  ratio")
    base = line("bare loop", runs["bare"])
    cold = line("build, empty folder", runs["cold"], base)
    line("build, nothing changed", runs["same"], base)
    line("build, 1 thread", runs["one"], base)
    line("build, 2 threads", runs["two"], base)
    for name in others:
        line(name, runs[name], base)
    print(f"wall of 2 threads to 1: {median(runs['two'], 'wall') / median(runs['one'], 'wall'):.2f}")
    return cold, median(runs["cold"], "memory")


def peers(site, scratch):
    """Other generators that are installed, each with the same Markdown and one plain template."""
    found = {}
    page = "<!doctype html><html><head><title>%s</title></head><body><h1>%s</h1>%s</body></html>\n"
    if shutil.which("hugo"):
        root = copy(site, scratch / "hugo", lambda text: text, "_index.md")
        (root / "hugo.toml").write_text('title = "T"\nbaseURL = "https://example.org/"\ndisableKinds = ["taxonomy", "term"]\n')
        (root / "layouts" / "_default").mkdir(parents=True)
        for name in ["single.html", "list.html"]:
            text = page % ("{{ .Title }}", "{{ .Title }}", "{{ .Content }}")
            (root / "layouts" / "_default" / name).write_text(text)
        found["hugo, one plain template"] = (["hugo", "--quiet", "--source", root], root / "public")
    if shutil.which("zola"):
        front = re.compile(r"\A---\n(.*?)^---\n", re.S | re.M)

        def toml(text):
            title = re.search(r'^title: "?(.*?)"?$', text, re.M)
            return front.sub(lambda _: f'+++\ntitle = "{title.group(1)}"\n+++\n', text, count=1)

        root = copy(site, scratch / "zola", toml, "_index.md")
        (root / "config.toml").write_text('base_url = "https://example.org/"\n')
        (root / "templates").mkdir()
        for name, what in [("page.html", "page"), ("section.html", "section"), ("index.html", "section")]:
            title, body = "{{ %s.title }}" % what, "{{ %s.content | safe }}" % what
            (root / "templates" / name).write_text(page % (title, title, body))
        found["zola, one plain template"] = (["zola", "--root", root, "build"], root / "public")
    return found


def copy(site, root, change, index):
    """The site's Markdown as another generator takes it: links of ours become text."""
    fresh(root)
    for path in (site / "content").rglob("*.md"):
        name = index if path.name in ("edition.md", "index.md") else path.name
        to = root / "content" / path.relative_to(site / "content").with_name(name)
        to.parent.mkdir(parents=True, exist_ok=True)
        text = re.sub(r"\[\[([^\]]*)\]\]", r"\1", path.read_text())
        to.write_text(change(re.sub(r"\[([^\]]*)\]\((?:@/|\.\./)[^)]*\)", r"\1", text)))
    return root


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reports", nargs="?", type=int, default=10_000)
    parser.add_argument("--large", action="store_true", help="go on to ten times as many reports")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--program", type=Path, default=RELEASE / "trendpress")
    memory = Path("/dev/shm")
    default = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    parser.add_argument("--scratch", type=Path, default=default, help="a folder to work in; memory where there is some")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.scratch) as scratch:
        scratch = Path(scratch)
        cpu, _ = measure(arguments.reports, arguments.rounds, arguments.program.resolve(), scratch)
        if arguments.large:
            many, _ = measure(arguments.reports * 10, max(1, arguments.rounds // 2), arguments.program.resolve(), scratch)
            print(f"CPU of ten times as many reports: {many / cpu:.1f} times as much")


if __name__ == "__main__":
    main()
