"""How fast whole calls are beside others on the same input: MB/s of one core, in processor time, as Markdown.

    python benchmarks/speed.py                 everything, the median of three rounds
    python benchmarks/speed.py --only records  one part: records, pages, start, growth, families
    python benchmarks/speed.py --size 200      less of each input, in KB

Records are cut from extractors' texts, pages are those of WCXB. Others are asked for the nearest thing that they do:
jusText for the classes of lines, C4's rules for lines, ftfy for encoding damage, trafilatura and resiliparse for the
main text of HTML; ``str.casefold`` is the least that reading a text can cost. Ratios hold on a busy machine, MB/s do
not.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
from collections.abc import Callable, Mapping, Sequence
from html import escape
from itertools import islice, pairwise
from pathlib import Path

import cleantext
import competitors
import data
import rivals
from cleantext import Document
from cleantext.units import units
from installed import install
from measure import speed

Work = Callable[[Sequence[str]], object]

SIZES = (1_000, 10_000, 100_000)
GROWN = (10_000, 100_000, 1_000_000)
ARTICLE = Path(__file__).parents[1] / "fixtures" / "golden" / "the-atlantic.raw.txt"
_FAMILIES = Path(__file__).parents[1] / "fixtures" / "slow-texts.toml"
_PAGE = Path(__file__).parents[1] / "fixtures" / "pages" / "news.html"


def each(work: Callable[[str], object]) -> Work:
    """``work`` for one text after the other."""
    return lambda texts: [work(text) for text in texts]


def justext(text: str) -> str:
    """JusText as its users call it, each line a paragraph."""
    return competitors.justext("".join(f"<p>{escape(line)}</p>" for line in text.split("\n")))


def text_tools() -> dict[str, Work]:
    """Who reads text."""
    import ftfy

    return {
        "jusText on lines": each(justext),
        "clean": each(cleantext.clean),
        "clean_many": cleantext.clean_many,
        "explain, all of it": each(lambda text: cleantext.explain(text).to_dict()),
        'clean(profile="main")': each(lambda text: cleantext.clean(text, "main")),
        "jusText's classes alone": each(rivals.justext_lines),
        "ftfy.fix_text": each(ftfy.fix_text),
        "C4's rules for lines": each(rivals.c4_lines),
        "str.casefold": each(str.casefold),
    }


def page_tools() -> dict[str, Work]:
    """Who reads HTML."""
    return {
        "trafilatura.extract": each(competitors.trafilatura),
        "clean_html": each(cleantext.clean_html),
        'clean_html(profile="main")': each(lambda html: cleantext.clean_html(html, "main")),
        "jusText": each(competitors.justext),
        "resiliparse": each(competitors.resiliparse),
    }


def records(size: int, total: int) -> list[str]:
    """Records of ``size`` characters, of so many characters in all, cut from extractors' texts."""
    joined = "\n\n".join(speed.texts())
    joined *= -(-max(total, size) // len(joined))
    return [joined[start : start + size] for start in range(0, max(total, size), size)]


def table(title: str, inputs: Mapping[str, Sequence[str]], tools: Mapping[str, Work], rounds: int) -> None:
    """A row for each tool: MB/s on each input, and how many times as fast as the first."""
    print(f"\n| {title} |" + "".join(f" {name} | times |" for name in inputs))
    print("|---|" + "---:|---:|" * len(inputs))
    first: dict[str, float] = {}
    for tool, work in tools.items():
        cells = []
        for name, texts in inputs.items():
            rate = sum(len(text.encode("utf-8", "replace")) for text in texts) / 1e6 / speed.median(work, texts, rounds)
            cells.append(f" {rate:.3g} | {rate / first.setdefault(name, rate):.2g} |")
        print(f"| {tool} |" + "".join(cells), flush=True)


def start(rounds: int) -> None:
    """Processor time of the command on one small article, and of trafilatura's on one small page."""
    script = Path(sysconfig.get_path("scripts")) / "trafilatura"
    commands = {"cleantext": ([sys.executable, "-m", "cleantext"], ARTICLE), "trafilatura": ([str(script)], _PAGE)}
    costs: dict[str, list[float]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as folder:
        install(Path(folder))
        environment = {**os.environ, "PYTHONPATH": folder}
        for _ in range(rounds + 1):  # the first may find nothing in the memory of the system
            for name, (command, path) in commands.items():
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                with path.open("rb") as file:
                    subprocess.run(command, stdin=file, stdout=subprocess.DEVNULL, env=environment, check=True)
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                costs[name].append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    print("\n| the command, one small input | seconds of processor time |\n|---|---:|")
    for name, found in costs.items():
        print(f"| {name} | {sorted(found[1:])[rounds // 2]:.2f} |")


def families() -> None:
    """What the hostile families of texts cost: by the line, and by the megabyte what more than 20 µs a line takes."""
    made = tomllib.loads(_FAMILIES.read_text("utf-8"))["units"]
    print("\n| 60 KB of a family | µs a line | unit | s a MB, less 20 µs a line | unit |\n|---|---:|---|---:|---|")
    for profile in ("residue", "main"):
        by_line, by_size = [], []
        for unit in made:
            text = unit * (60_000 // len(unit))
            cost = speed.median(each(lambda text: cleantext.clean(text, profile)), [text], 3)  # noqa: B023 - used at once
            lines = len(Document(text).view(units).texts) + text.count("<")  # elements may be lines
            if lines > len(text) // 100:
                by_line.append((cost / lines * 1e6, unit))
            by_size.append(((cost - lines * 20e-6) / len(text.encode("utf-8", "replace")) * 1e6, unit))
        (line, slow), (size, large) = max(by_line), max(by_size)
        print(f"| {profile} | {line:.0f} | {slow!r} | {size:.1f} | {large!r} |")


def growth(rounds: int) -> None:
    """How the time of one text grows with its size: 1.0 is in proportion."""
    print("\n| one text | " + " | ".join(f"{size // 1000:,} KB, s" for size in GROWN) + " | exponents |")
    print("|---|" + "---:|" * len(GROWN) + "---|")
    kinds: dict[str, Callable[[int], str]] = {
        "extractors' texts": lambda size: records(size, size)[0],
        "one line": lambda size: " ".join(records(size, size)[0].split()),
        "short lines": lambda size: "Read more\n" * (size // 10),
    }
    for name, made in kinds.items():
        costs = [speed.median(each(cleantext.clean), [made(size)], rounds) for size in GROWN]
        steps = [math.log10(after / before) for before, after in pairwise(costs)]
        print(f"| {name} |" + "".join(f" {cost:.3f} |" for cost in costs) + f" {' '.join(f'{s:.2f}' for s in steps)} |")


def main() -> None:
    """Print what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=("records", "pages", "start", "growth", "families"), help="one part")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of which the median counts (default 3)")
    parser.add_argument("--size", type=int, default=500, help="KB of each input (default 500)")
    options = parser.parse_args()
    total = options.size * 1000
    data.folder()
    if options.only in (None, "records"):
        inputs = {f"{size // 1000} KB": records(size, total) for size in SIZES}
        table("records, MB/s", inputs, text_tools(), options.rounds)
    if options.only in (None, "pages"):
        pages = [record["html"] for record in islice(data.records("wcxb-dev.jsonl.xz"), max(1, total // 50_000))]
        table("HTML, MB/s", {"pages": pages}, page_tools(), options.rounds)
    if options.only in (None, "start"):
        start(options.rounds)
    if options.only in (None, "growth"):
        growth(options.rounds)
    if options.only in (None, "families"):
        families()


if __name__ == "__main__":
    data.run(main)
