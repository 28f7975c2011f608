"""Does a draft change when only the people change? `models.bias` over the sample visits, as a governance lead would read it.

python benchmarks/bias.py [--writer smollm2-135m-instruct] [VISIT.json …]
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path

if sys.path[0] == str(Path(__file__).resolve().parent):
    sys.path[0] = str(Path(__file__).resolve().parents[1])  # so that the package of benchmarks is found

from benchmarks.drafting import SHARED
from models.bias import bias_report
from recorder.bootstrap import build_drafter
from recorder.config import load_config
from recorder.interchange import read_visit_file
from recorder.templates import load_template


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("visits", nargs="*", type=Path)
    parser.add_argument("--writer", help="a language model of the catalogue; none when left out")
    args = parser.parse_args()
    files = args.visits or sorted((SHARED / "data/visits").glob("rp-*.json"))
    drafter = build_drafter(replace(load_config(), writer=args.writer))
    started = time.perf_counter()
    report = bias_report(
        drafter, [read_visit_file(f) for f in files], load_template=load_template, writer=args.writer or "none"
    )
    print(report.as_text())
    print(f"{len(report.comparisons)} comparisons in {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
