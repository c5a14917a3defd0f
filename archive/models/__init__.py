"""The newspaper in the words of the trade; see docs/architecture.md for the glossary."""

from .article import Article, ArticleSection, Basis, Figure, NewspaperBasis, Precision, Revision, Status
from .contributor import Contribution, Contributor, Role
from .correction import Correction
from .issue import Issue, Page
from .newspaper import Column, Newspaper, PaperSection
from .source import ImportBatch, ImportEvent, Problem, SourceFile

__all__ = [
    "Article",
    "ArticleSection",
    "Basis",
    "Column",
    "Contribution",
    "Contributor",
    "Correction",
    "Figure",
    "ImportBatch",
    "ImportEvent",
    "Issue",
    "Newspaper",
    "NewspaperBasis",
    "Page",
    "PaperSection",
    "Precision",
    "Problem",
    "Revision",
    "Role",
    "SourceFile",
    "Status",
]
