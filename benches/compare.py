#!/usr/bin/env python3
"""Whole runs of Trendpress against the bare loop, one after the other in turn, and their medians.

    benches/compare.py [N] [--large] [--rounds R] [--program FILE] [--scratch FOLDER]

N is the number of reports (10,000). --large runs over ten times as many in turn with them. Build first:
cargo build --release --bin trendpress --examples. Needs Python 3.9 and nothing else.
Works in memory (/dev/shm) where there is such a folder: a disk that has just deleted the files of the run before may
take ten times as long to make those of the next (ext4 does not use their inodes again for minutes).
Hugo and Zola have columns where they are installed: they build the same Markdown with one plain template.
"""

import argparse
import contextlib
import mmap
import os
import re
import shutil
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RELEASE = ROOT / "target" / "release"

# What a run takes of memory for a report, its files in memory included; rather more.
MEMORY_BYTES = 64_000

# Memory is given back in pieces of this size, the larger page of common processors.
PIECE = 2 << 20

# Stamps of files younger than this are not to be trusted, so a build reads such files again.
SETTLING_S = 0.2

# Builds without a cache, by how many threads they may use.
THREADS = {"alone": {}, "one": {"RAYON_NUM_THREADS": "1"}, "two": {"RAYON_NUM_THREADS": "2"}}


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


class Reserve:
    """Memory that is in use already, and is given back to the system as fast as a run takes some: what is free stays as much.

    The host of a virtual machine takes free memory back within seconds, and each page of it costs up to twenty times as
    much when it is first touched again. Whoever comes first, or takes long, would pay for that.
    """

    def __init__(self, scratch, reports):
        self.pid = None
        size = min(reports * MEMORY_BYTES, meminfo("MemAvailable") // 2) // PIECE * PIECE
        if not str(scratch).startswith("/dev/shm/") or size == 0:
            return
        said, ready = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            self.hold(size, ready)
        os.close(ready)
        os.read(said, 1)
        os.close(said)

    @staticmethod
    def hold(size, ready):
        """What the process beside does until it is stopped."""
        held = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        with contextlib.suppress(OSError):
            # The program's memory comes in larger pages where the system has them.
            held.madvise(mmap.MADV_HUGEPAGE)
        for place in range(0, size, mmap.PAGESIZE):
            held[place] = 1
        free = meminfo("MemFree")
        os.write(ready, b"!")
        os.close(ready)
        while True:
            taken = min(free - meminfo("MemFree"), size) // PIECE * PIECE
            if taken > 0:
                size -= taken
                held.madvise(mmap.MADV_DONTNEED, size, taken)
            time.sleep(0.01)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.pid is not None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)


def meminfo(name):
    """A figure of the system's memory in bytes; 0 where it does not say."""
    try:
        lines = Path("/proc/meminfo").read_text()
    except OSError:
        return 0
    found = re.search(rf"^{name}: +(\d+) kB", lines, re.M)
    return int(found.group(1)) << 10 if found else 0


class Site:
    """A generated site, and the runs over it."""

    def __init__(self, reports, program, scratch):
        self.reports, self.scratch = reports, scratch
        self.root = scratch / f"site-{reports}"
        Run([RELEASE / "examples" / "generate", reports, fresh(self.root)])
        self.public, self.bare = self.root / "built", self.root / "bare"
        options = ["--timings", "--root", self.root, "--output-dir", self.public, "--at", "2026-06-01"]
        self.build = [program, "build", *options]
        reports = sorted(path for path in (self.root / "content").glob("2026/*.md") if path.name != "edition.md")
        self.edited = reports[0]
        self.others = peers(self.root)
        self.runs = {name: [] for name in ["bare", "cold", "stat", "known", "same", "edited", *THREADS, *self.others]}

    def run(self, name, command, environment=None):
        self.runs[name].append(Run(command, environment))

    def cold(self, name, command, environment=None):
        """A run that takes much memory."""
        with Reserve(self.scratch, self.reports):
            self.run(name, command, environment)

    def round(self):
        """One run of each, in turn."""
        examples, cache = RELEASE / "examples", self.root / ".trendpress"
        self.cold("bare", [examples / "bare_loop", self.root, fresh(self.bare)])
        fresh(self.bare), fresh(cache), fresh(self.public)
        self.cold("cold", self.build)
        time.sleep(SETTLING_S)
        self.run("stat", [examples / "stat_loop", self.root, self.public])
        self.run("known", [examples / "stat_loop", self.root, self.public, "--known"])
        self.run("same", self.build)
        with self.edited.open("a") as report:
            report.write("\nOne more line.\n")
        self.run("edited", self.build)
        fresh(cache)
        for name, environment in THREADS.items():
            fresh(self.public)
            self.cold(name, [*self.build, "--no-cache"], environment)
        for name, (command, output) in self.others.items():
            fresh(output)
            self.cold(name, command)
        fresh(self.public)


def table(site, load):
    reports, runs = site.reports, site.runs
    print(f"\n{reports} reports, medians of {len(runs['bare'])} rounds; spread is most less least, in per cent of the median")
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
    for name in site.others:
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


def peers(site):
    """Other generators that are installed, each with the same Markdown and one plain template."""
    found = {}
    page = "<!doctype html><html><head><title>%s</title></head><body><h1>%s</h1>%s</body></html>\n"
    if shutil.which("hugo"):
        root = copy(site, site.with_name(f"{site.name}-hugo"), lambda text: text, "_index.md")
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

        root = copy(site, site.with_name(f"{site.name}-zola"), toml, "_index.md")
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
    parser.add_argument("--large", action="store_true", help="run over ten times as many reports too")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--program", type=Path, default=RELEASE / "trendpress")
    memory = Path("/dev/shm")
    default = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    parser.add_argument("--scratch", type=Path, default=default, help="a folder to work in; memory where there is some")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.scratch) as scratch:
        scratch, program = Path(scratch), arguments.program.resolve()
        few = Site(arguments.reports, program, scratch)
        many = Site(arguments.reports * 10, program, scratch) if arguments.large else None
        load = os.getloadavg()[0]
        for number in range(arguments.rounds):
            few.round()
            # In turn, so that the minutes in which the machine is slower are the same for both.
            if many and number % 2 == 0:
                many.round()
        load = (load, os.getloadavg()[0])
        for site in filter(None, [few, many]):
            table(site, load)
        if many:
            growth(few.reports, few.runs, many.runs)


if __name__ == "__main__":
    main()
