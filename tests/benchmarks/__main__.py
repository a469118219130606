"""All benchmarks, one after the other: python -m tests.benchmarks --data DIR."""

import argparse
import subprocess
import sys
from pathlib import Path

FILES = {
    "forum": "poznan-small.json",
    "toptw": "best_known.csv",
    "linking": "tuning_queries.tsv",
}
"""Benchmark → a file that lies in the folder of its data, anywhere below DIR."""
GENERATED = ("matching", "placing", "imports", "pages")
"""Benchmarks that make their own data."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data: Path = parser.parse_args().data
    for name, file in FILES.items():
        folder = next((found.parent for found in sorted(data.rglob(file))), None)
        if folder is None:
            sys.exit(f"{name}: there is no {file} below {data}")
        print(f"\n# {name}\n", flush=True)
        command = [sys.executable, "-m", f"tests.benchmarks.{name}", "--data", str(folder)]
        subprocess.run(command, check=True)
    for name in GENERATED:
        print(f"\n# {name}\n", flush=True)
        subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"], check=True)


if __name__ == "__main__":
    main()
