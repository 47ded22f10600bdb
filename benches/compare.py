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
import mmap
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

# What a run takes of memory for a report, its files in memory included, and of it what is the program's own; rather more.
MEMORY_BYTES = 64_000
HEAP_BYTES = 24_000

# Stamps of files younger than this are not to be trusted, so a build reads such files again.
SETTLING_S = 0.2


class Run:
    """What one process took (CPU and wall seconds, peak memory in MiB) and said.

    Memory has a floor of about 12 MiB: the system counts what this script had when it started the process.
    """

    def __init__(self, command, environment=None):
        with tempfile.TemporaryFile() as said:
            start = time.perf_counter()
            pid = os.fork()
            if pid == 0:
                os.dup2(said.fileno(), 1)
                os.dup2(said.fileno(), 2)
                os.execvpe(command[0], [str(word) for word in command], {**os.environ, **(environment or {})})
            _, status, usage = os.wait4(pid, 0)
            self.wall = time.perf_counter() - start
            said.seek(0)
            self.said = said.read().decode(errors="replace")
        self.user, self.system = usage.ru_utime, usage.ru_stime
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss / 1024
        if status != 0:
            sys.exit(f"failed: {' '.join(str(word) for word in command)}\n{self.said[-2000:]}")

    def number(self, pattern):
        """The first number that the pattern finds in what was said."""
        found = re.search(pattern, self.said, re.M)
        return int(found.group(1)) if found else 0

    def fresh_items(self, stage):
        """How many items a stage of --timings made anew; a stage that was not run has no line."""
        found = re.search(rf"^{stage} +[\d.]+ +(\d+) +(\d+)$", self.said, re.M)
        return int(found.group(1)) - int(found.group(2)) if found else 0

    def files_changed(self):
        return self.number(r"pages, (\d+) changed")


def median(runs, what):
    return statistics.median(getattr(run, what) for run in runs)


def spread(runs, what):
    """From the least to the most, in per cent of the median."""
    values = [getattr(run, what) for run in runs]
    return 100 * (max(values) - min(values)) / max(statistics.median(values), 1e-9)


def line(name, runs, base):
    cpu = median(runs, "cpu")
    print(
        f"{name:<28} {cpu:8.2f} {median(runs, 'user'):8.2f} {median(runs, 'system'):8.2f} {median(runs, 'wall'):8.3f} "
        f"{median(runs, 'memory'):8.0f} {cpu / base:8.2f} {spread(runs, 'cpu'):7.0f}% {spread(runs, 'wall'):7.0f}%"
    )


def ratio(name, runs, base, what="wall"):
    print(f"{name:<52} {median(runs, what) / median(base, what):6.2f}")


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def warm(scratch, reports):
    """Touches as much memory as the next run will. The host of a virtual machine takes free memory back, and each page
    of it costs several times as much when it is first touched again: whoever comes first would pay."""
    if not str(scratch).startswith("/dev/shm/"):
        return
    file = scratch / "warm"
    with file.open("wb") as warmed:
        for _ in range(reports * MEMORY_BYTES >> 20):
            warmed.write(bytes(1 << 20))
    # The program's own memory comes in pages of another size, which are others.
    flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
    with mmap.mmap(-1, reports * HEAP_BYTES, flags=flags) as heap:
        if hasattr(mmap, "MADV_HUGEPAGE"):
            heap.madvise(mmap.MADV_HUGEPAGE)
        for place in range(0, len(heap), mmap.PAGESIZE):
            heap[place] = 1
    file.unlink()


def measure(reports, rounds, program, scratch):
    site, bare, public = scratch / f"site-{reports}", scratch / "bare", scratch / "public"
    examples, cache = RELEASE / "examples", site / ".trendpress"
    Run([examples / "generate", reports, fresh(site)])
    build = [program, "build", "--timings", "--root", site, "--output-dir", public, "--at", "2026-06-01"]
    edited = sorted(path for path in (site / "content").glob("2026/*.md") if path.name != "edition.md")[0]
    others = peers(site, scratch)
    runs = {name: [] for name in ["bare", "cold", "stat", "known", "same", "edited", "alone", "one", "two", *others]}
    load = os.getloadavg()[0]
    for _ in range(rounds):
        fresh(bare), warm(scratch, reports)
        runs["bare"].append(Run([examples / "bare_loop", site, bare]))
        fresh(cache), fresh(public), warm(scratch, reports)
        runs["cold"].append(Run(build))
        time.sleep(SETTLING_S)
        runs["stat"].append(Run([examples / "stat_loop", site, public]))
        runs["known"].append(Run([examples / "stat_loop", site, public, "--known"]))
        runs["same"].append(Run(build))
        with edited.open("a") as report:
            report.write("\nOne more line.\n")
        runs["edited"].append(Run(build))
        fresh(cache)
        for name, environment in [("alone", {}), ("one", {"RAYON_NUM_THREADS": "1"}), ("two", {"RAYON_NUM_THREADS": "2"})]:
            fresh(public), warm(scratch, reports)
            runs[name].append(Run([*build, "--no-cache"], environment))
        for name, (command, output) in others.items():
            fresh(output)
            runs[name].append(Run(command))
    table(reports, rounds, runs, others, (load, os.getloadavg()[0]))
    return runs


def table(reports, rounds, runs, others, load):
    print(f"\n{reports} reports, medians of {rounds} rounds; spread is most less least, in per cent of the median")
    print(f"load of the machine (1 minute) before {load[0]:.1f}, after {load[1]:.1f}; {os.cpu_count()} cores")
    heads = ["CPU s", "user", "system", "wall s", "MiB", "CPU/bare", "CPU spr.", "wall spr."]
    print(f"{'':<28} " + " ".join(f"{head:>8}" for head in heads))
    base = median(runs["bare"], "cpu")
    line("bare loop", runs["bare"], base)
    line("build, no cache yet", runs["cold"], base)
    line("build --no-cache", runs["alone"], base)
    line("build --no-cache, 1 thread", runs["one"], base)
    line("build --no-cache, 2 threads", runs["two"], base)
    line("stat loop, walks outputs", runs["stat"], base)
    line("stat loop, knows outputs", runs["known"], base)
    line("build, nothing changed", runs["same"], base)
    line("build, one body edited", runs["edited"], base)
    for name in others:
        line(name, runs[name], base)
    ours, theirs = runs["cold"][0].files_changed(), runs["bare"][0].number(r"^(\d+) files")
    print(f"files written: {ours} by build, {theirs} by the bare loop")
    ratio("CPU of build without a cache yet to bare loop", runs["cold"], runs["bare"], "cpu")
    ratio("CPU of build --no-cache to bare loop", runs["alone"], runs["bare"], "cpu")
    ratio("wall of 2 threads to 1, --no-cache", runs["two"], runs["one"])
    ratio("wall of nothing changed to stat loop that walks", runs["same"], runs["stat"])
    ratio("wall of nothing changed to stat loop that knows", runs["same"], runs["known"])
    ratio("wall of one body edited to nothing changed", runs["edited"], runs["same"])
    for name, called in [("same", "nothing changed"), ("edited", "one body edited")]:
        print(f"{called}: {counts(runs[name])}")
    if any(run.fresh_items("checking") for run in runs["same"]) or any(run.files_changed() for run in runs["same"]):
        print("NOT AS IT SHOULD BE: a build with nothing changed did something")
    if any(run.fresh_items("checking") != 1 for run in runs["edited"]):
        print("NOT AS IT SHOULD BE: not exactly one file was checked anew after one edit")


def counts(runs):
    """What the runs did anew, each way that they differ."""
    said = {
        f"{run.fresh_items('checking')} files checked, {run.fresh_items('rendering')} pages made, "
        f"{run.files_changed()} files written"
        for run in runs
    }
    return "; or ".join(sorted(said))


def growth(reports, few, many):
    """From N reports to ten times as many."""
    print(f"\nfrom {reports} reports to {reports * 10}")
    for name, called in [("bare", "bare loop"), ("cold", "build, no cache yet"), ("alone", "build --no-cache")]:
        cpu = median(many[name], "cpu") / median(few[name], "cpu")
        memory = (median(many[name], "memory") - median(few[name], "memory")) * 1024 / (reports * 9)
        print(f"{called:<28} {cpu:6.2f} times the CPU, {memory:6.1f} KiB more peak memory for each report more")


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
        program = arguments.program.resolve()
        few = measure(arguments.reports, arguments.rounds, program, scratch)
        if arguments.large:
            many = measure(arguments.reports * 10, max(1, arguments.rounds // 2), program, scratch)
            growth(arguments.reports, few, many)


if __name__ == "__main__":
    main()
