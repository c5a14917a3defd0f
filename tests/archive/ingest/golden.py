"""Samples of the tests' own making, and what was found right for each of them by reading.

`python -m tests.archive.ingest.golden` writes the golden files anew after a rule was changed on purpose. What
changed shows in `git diff tests/golden` and has to be read.
"""

import json
from pathlib import Path

from archive.ingest import pipeline, report
from archive.ingest.types import ParsedSource

TESTS = Path(__file__).resolve().parent.parent.parent
SAMPLES = sorted((TESTS / "samples").glob("*.*"))
GOLDEN = TESTS / "golden"


def parsed(sample: Path) -> ParsedSource:
    return pipeline.parse_bytes(sample.name, sample.read_bytes())


def golden_path(sample: Path) -> Path:
    return GOLDEN / f"{sample.stem}.json"


def main() -> None:
    for sample in SAMPLES:
        text = json.dumps(report.to_dict(parsed(sample)), ensure_ascii=False, indent=1)
        golden_path(sample).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
