"""Labelled pages: the lines of a source, each with what it is. What the labeller is trained on.

As JSON, one object a page: {"source", "site", "lines": [{"text", "markup", "marks", "labels"}]}. `labels` are
values of LineState, one for each row that is cut from the line; where a line is one row, which is the rule, one.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.ingest.draft import Draft, open_draft
from archive.ingest.labelling.states import LineState
from archive.ingest.pipeline import BEFORE_DECISION
from archive.ingest.seeing import features
from archive.ingest.types import Line, SourceText

Labels = dict[int, tuple[LineState, ...]]  # of a line, by its number


@dataclass(frozen=True)
class LabelledPage:
    """A source with labels for its lines. Pages of one `site` are never on both sides of a split."""

    source: SourceText
    labels: Labels
    site: str
    real: bool = True

    def as_json(self) -> str:
        lines = [
            {
                "text": line.text,
                "markup": line.markup,
                "marks": [list(mark) for mark in line.marks],
                "labels": [state.value for state in self.labels.get(line.number, ())],
            }
            for line in self.source.lines
        ]
        page = {"source": self.source.name, "site": self.site, "single": self.source.single, "lines": lines}
        return json.dumps(page, ensure_ascii=False, indent=1)


def from_json(text: str) -> LabelledPage:
    """The page of a JSON object as `as_json` writes it. ValueError or KeyError where it is none."""
    page = json.loads(text)
    lines = tuple(
        Line(number, line["text"], line["markup"], tuple((low, high) for low, high in line["marks"]))
        for number, line in enumerate(page["lines"], 1)
    )
    labels = {
        number: tuple(map(LineState, line["labels"])) for number, line in enumerate(page["lines"], 1) if line["labels"]
    }
    source = SourceText(page["source"], lines, "utf-8", "labelled", single=page["single"])
    return LabelledPage(source, labels, page["site"])


def read_folder(folder: Path) -> Iterator[LabelledPage]:
    """The labelled pages (*.page.json) of a folder, by name."""
    for path in sorted(folder.glob("*.page.json")):
        yield from_json(path.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Sequence:
    """One page as the trainer takes it: features and label of every row."""

    features: list[list[str]]
    labels: list[str]
    site: str
    real: bool


def sequence(page: LabelledPage) -> Sequence | None:
    """The rows of a page that come to a decision; None where a line of them has no label."""
    draft = open_draft(page.source)
    for step in BEFORE_DECISION:
        step(draft)
    labels = row_labels(draft, page.labels)
    if labels is None or not labels:
        return None
    return Sequence(features.of_page(draft), [label.value for label in labels], page.site, page.real)


def row_labels(draft: Draft, labels: Labels) -> list[LineState] | None:
    """A label for each row: those of its line in turn, the last for all rows that are left."""
    taken: dict[int, int] = defaultdict(int)
    states: list[LineState] = []
    for row in draft.rows:
        line = labels.get(row.line)
        if not line:
            return None
        states.append(line[min(taken[row.line], len(line) - 1)])
        taken[row.line] += 1
    return states
