"""Fits the chance of an article's being wrong (labelling/trust.json) to articles whose reading was judged.

Real articles count fully; the same ones set anew count as a share of one, for with so few wrong articles the
coefficients would else hang on single files.
"""

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from archive.ingest.labelling.trust import Trust
from tests.doubts import Judged

NAMES = ("divides", "pair")
RIDGE = 0.3
STEPS = 60  # of Newton's method; it stands still after some ten
QUIET = 0.76  # share of the right articles that are to carry no doubt


def fitted_trust(articles: Sequence[Judged]) -> Trust:
    """The regression for these articles. Its threshold is set on chances of which none was fitted to its own site."""
    bare = _coefficients(articles)
    apart = {site: _coefficients(_without(articles, site)) for site in _sites(articles)}
    real = [article for article in articles if article.weight == 1.0 and article.right]
    quiet = sorted(apart[article.site].error(article.signs) for article in real if not article.remarked)
    return Trust(bare.constant, bare.weights, _between(quiet, math.ceil(QUIET * len(real))))


def trusts_apart(articles: Sequence[Judged]) -> dict[str, Trust]:
    """For each site a regression, and its threshold, fitted to the articles of the others alone."""
    return {site: fitted_trust(_without(articles, site)) for site in _sites(articles)}


def _sites(articles: Iterable[Judged]) -> list[str]:
    return sorted({article.site for article in articles})


def _without(articles: Iterable[Judged], site: str) -> list[Judged]:
    return [article for article in articles if article.site != site]


def _between(ascending: Sequence[float], count: int) -> float:
    """A threshold below which `count` of the values lie, or all where there are no more."""
    if count >= len(ascending):
        return 1.0
    return round((ascending[count - 1] + ascending[count]) / 2, 3)


def _coefficients(articles: Sequence[Judged]) -> Trust:
    """Constant and weights of a ridge logistic regression, by Newton's method; nothing is doubted by it."""
    x = np.array([[1.0, *(article.signs[name] for name in NAMES)] for article in articles])
    y = np.array([float(not article.divided) for article in articles])
    weight = np.array([article.weight for article in articles])
    ridge = np.diag([1e-6] + [RIDGE] * len(NAMES))
    b: NDArray[np.float64] = np.zeros(len(NAMES) + 1)
    for _ in range(STEPS):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ b, -30, 30)))
        hessian = (x * (weight * p * (1 - p) + 1e-9)[:, None]).T @ x + ridge
        b -= np.clip(np.linalg.solve(hessian, x.T @ (weight * (p - y)) + ridge @ b), -1, 1)
    constant, *weights = (round(float(value), 3) for value in b)
    return Trust(constant, dict(zip(NAMES, weights, strict=True)), 1.0)
