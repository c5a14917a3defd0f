"""How well pages are read: by column, and whether doubts stand where the reading is wrong.

    python -m tests.score_reading FOLDER[:EXPECTED][@SITE] …                  by the shipped weights
    python -m tests.score_reading FOLDER … --unseen CORPUS             each site by weights that never saw it

With --unseen the sites are divided into folds, and weights are trained for each fold from synthetic pages, the
--pages given for training, and all folders' pages of other sites. --same names sites that
hold copies of one another; --doubts adds the tables of doubts, where with --unseen neither the weights nor the
chance of being wrong were fitted to the site that is judged. --fit writes that chance as fitted to all sites.
--keep FOLDER keeps the weights of the folds, and takes those that are there: for rules that came after a training.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.ingest.labelling import trust
from archive.ingest.labelling.tagger import Tagger, shipped
from archive.ingest.readers import formats
from archive.ingest.training import corpus, folders
from archive.ingest.training.anew import set_anew
from archive.ingest.training.folders import Expected
from archive.ingest.training.recipe import Recipe
from tests import check_ingest
from tests.doubts import Judged, judged, reading, tables
from tests.fit_trust import fitted_trust, trusts_apart

FOLDS = 3
MOST_STORIES = 30_000
WEIGHT_ANEW = 0.3  # of a real article set anew, in the fit of doubts
WEIGHT_FIRST = 0.5  # of one as a labeller reads it that has seen no real page, and so none of its kind


@dataclass(frozen=True)
class Scored:
    """One file: its figures by column, what was wrong, and its articles with their doubts."""

    one: Expected
    figures: dict[str, float]
    wrong: list[str]
    articles: list[Judged]


def scored(one: Expected, site: str, tagger: Tagger) -> Scored:
    """A file read and scored."""
    read = reading(formats.read(one.path.name, one.path.read_bytes()), tagger)
    wrong: list[str] = []
    figures = check_ingest.score(read.printed, one.wanted, wrong.append)
    return Scored(one, figures, wrong, list(judged(read, one.wanted, site)))


def judged_otherwise(one: Expected, site: str, tagger: Tagger, first: Tagger) -> Iterator[Judged]:
    """The articles of a file set as other pages, and as the first reader takes them, for the fit of doubts."""
    for page in set_anew(one.wanted, one.site, 0):
        yield from judged(reading(page.source, tagger), one.wanted, site, WEIGHT_ANEW)
    source = formats.read(one.path.name, one.path.read_bytes())
    yield from judged(reading(source, first), one.wanted, site, WEIGHT_FIRST)


def taggers_of_folds(
    places: list[str], training: list[str], source: Path, first_of: Callable[[str], str], keep: Path | None
) -> tuple[Callable[[str], Tagger], Tagger]:
    """For each site the labeller whose weights never saw a page of it, and the one that has seen no real page.

    `first_of` makes one of sites that are one. Weights that stand in `keep` are taken from there.
    """
    held_back = {first_of(one.site) for place in places for one in folders.expectations(place)}
    fold_of = {site: number % FOLDS for number, site in enumerate(sorted(held_back))}
    kept = [path.read_bytes() for path in _kept_weights(keep) if path.exists()]
    if len(kept) <= FOLDS:
        kept = list(
            _weights_of_folds(
                Recipe(corpus.Corpus(corpus.read_stories(source, MOST_STORIES))), training, places, fold_of, first_of
            )
        )
        for path, weights in zip(_kept_weights(keep), kept, strict=False):
            path.write_bytes(weights)
    first, *taggers = map(Tagger, kept)
    return lambda site: taggers[fold_of[first_of(site)]], first


def _kept_weights(keep: Path | None) -> list[Path]:
    """Where the weights of the first reader and of the folds are kept; nowhere without a folder."""
    names = ["first", *(f"fold-{fold + 1}" for fold in range(FOLDS))]
    return [keep / f"{name}.crf" for name in names] if keep else []


def _weights_of_folds(
    recipe: Recipe, training: list[str], places: list[str], fold_of: dict[str, int], first_of: Callable[[str], str]
) -> Iterator[bytes]:
    """The weights that saw no real page, then those of each fold."""
    synthetic = recipe.synthetic_sequences()
    first = recipe.weights(synthetic, (), lambda _: None)
    yield first
    real = list(folders.real_pages([*training, *places], Tagger(first)))
    for fold in range(FOLDS):
        kept = [page for page in real if fold_of.get(first_of(page.site)) != fold]
        print(f"fold {fold + 1} of {FOLDS}: {len(kept)} real pages", file=sys.stderr)
        yield recipe.weights(synthetic, kept, lambda _: None)


def shipped_to_all(_: str) -> Tagger:
    """The labeller of any site where none is made for it."""
    return shipped()


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
    parser.add_argument("folders", nargs="+", metavar="FOLDER[:EXPECTED][@SITE]")
    parser.add_argument("--unseen", type=Path, metavar="CORPUS")
    parser.add_argument("--pages", action="append", default=[], metavar="FOLDER[:EXPECTED][@SITE]")
    parser.add_argument("--same", action="append", default=[], metavar="SITE,SITE")
    parser.add_argument("--doubts", action="store_true")
    parser.add_argument("--fit", action="store_true", help=f"with --unseen and --doubts: write {trust.FITTED.name}")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="with --unseen: the weights of the folds")
    parser.add_argument("--verbose", "-v", action="store_true")
    args = parser.parse_args()
    if args.fit and not (args.unseen and args.doubts):
        parser.error("--fit wants --unseen CORPUS --doubts")
    alike = {site: names.split(",")[0] for names in args.same for site in names.split(",")}

    def first_of(site: str) -> str:
        return alike.get(site, site)

    taggers = taggers_of_folds(args.folders, args.pages, args.unseen, first_of, args.keep) if args.unseen else None
    unseen, first = taggers or (shipped_to_all, shipped())
    real: list[Judged] = []
    otherwise: list[Judged] = []
    for place in args.folders:
        expected = folders.expectations(place)
        results = [scored(one, first_of(one.site), unseen(one.site)) for one in expected]
        print("\n".join(lines_of(place, results, args.verbose)))
        real += [article for result in results for article in result.articles]
        if args.unseen and args.doubts:
            for one in expected:
                otherwise += judged_otherwise(one, first_of(one.site), unseen(one.site), first)
    if args.doubts:
        every = [*real, *otherwise]
        print("\n".join(tables(real, trusts_apart(every) if args.unseen else defaultdict(trust.shipped_trust))))
    if args.fit:
        trust.FITTED.write_text(fitted_trust(every).as_json(), encoding="utf-8")


if __name__ == "__main__":
    main()
