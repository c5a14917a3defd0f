"""How well pages are read: by column, and whether doubts stand where the reading is wrong.

    python -m tests.score_reading FOLDER[:EXPECTED] …                  by the shipped weights
    python -m tests.score_reading FOLDER … --unseen CORPUS             each site by weights that never saw it

With --unseen the sites are divided into folds, and weights are trained for each fold from synthetic pages, the
--pages given for training, and all folders' pages of other sites. --same names sites that
hold copies of one another; --doubts adds the tables of doubts.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.ingest import pipeline, report
from archive.ingest.labelling.tagger import Tagger, shipped
from archive.ingest.training import corpus, folders
from archive.ingest.training.folders import Expected
from archive.ingest.training.recipe import Recipe
from tests import check_ingest
from tests.doubts import Judged, judged, tables

FOLDS = 6
MOST_STORIES = 30_000


@dataclass(frozen=True)
class Scored:
    """One file: its figures by column, what was wrong, and its articles with their doubts."""

    one: Expected
    figures: dict[str, float]
    wrong: list[str]
    articles: list[Judged]


def scored(one: Expected, tagger: Tagger) -> Scored:
    """A file read and scored."""
    found = pipeline.parse_bytes(one.path.name, one.path.read_bytes(), tagger=tagger)
    got = json.loads(json.dumps(report.to_dict(found)))
    wrong: list[str] = []
    figures = check_ingest.score(got, one.wanted, wrong.append)
    return Scored(one, figures, wrong, list(judged(got, one.wanted)))


def taggers_of_folds(places: list[str], training: list[str], source: Path, same: list[str]) -> Callable[[str], Tagger]:
    """For each site the labeller whose weights never saw a page of it, nor of one that `same` names with it."""
    first_of = {site: names.split(",")[0] for names in same for site in names.split(",")}
    recipe = Recipe(corpus.Corpus(corpus.read(source, MOST_STORIES)))
    synthetic = recipe.synthetic_sequences()
    real = list(folders.real_pages([*training, *places], recipe.first_reader(synthetic, lambda _: None)))
    held_back = {first_of.get(one.site, one.site) for place in places for one in folders.expectations(place)}
    fold_of = {site: number % FOLDS for number, site in enumerate(sorted(held_back))}
    taggers = {}
    for fold in range(FOLDS):
        kept = [page for page in real if fold_of.get(first_of.get(page.site, page.site)) != fold]
        print(f"fold {fold + 1} of {FOLDS}: {len(kept)} real pages", file=sys.stderr)
        taggers[fold] = Tagger(recipe.weights(synthetic, kept, lambda _: None))
    return lambda site: taggers[fold_of[first_of.get(site, site)]]


def lines_of(place: str, results: list[Scored], verbose: bool) -> Iterator[str]:
    """The figures of one folder as they are printed."""
    columns: dict[str, list[float]] = defaultdict(list)
    for result in results:
        for column, value in result.figures.items():
            columns[column].append(value)
        if verbose and result.wrong:
            yield f"{result.one.path.name}"
            yield from (f"    {line}" for line in result.wrong)
    yield f"{place}: {len(results)} files"
    for column in check_ingest.COLUMNS:
        values = columns[column]
        yield f"  {column:11}{sum(values) / len(values):7.3f}  of {len(values)}" if values else f"  {column:11}      -"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folders", nargs="+", metavar="FOLDER[:EXPECTED]")
    parser.add_argument("--unseen", type=Path, metavar="CORPUS")
    parser.add_argument("--pages", action="append", default=[], metavar="FOLDER[:EXPECTED]")
    parser.add_argument("--same", action="append", default=[], metavar="SITE,SITE")
    parser.add_argument("--doubts", action="store_true")
    parser.add_argument("--verbose", "-v", action="store_true")
    args = parser.parse_args()
    unseen = taggers_of_folds(args.folders, args.pages, args.unseen, args.same) if args.unseen else None
    everything: list[Judged] = []
    for place in args.folders:
        results = [scored(one, unseen(one.site) if unseen else shipped()) for one in folders.expectations(place)]
        print("\n".join(lines_of(place, results, args.verbose)))
        everything += [article for result in results for article in result.articles]
    if args.doubts:
        print("\n".join(tables(everything)))


if __name__ == "__main__":
    main()
