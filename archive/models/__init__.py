"""The newspaper in the words of the trade; see docs/architecture.md for the glossary."""

import archive.models.folded  # noqa: F401  (registers the lookup __folded)
from archive.models.article import (
    Article,
    ArticleSection,
    Basis,
    Figure,
    NewspaperBasis,
    Precision,
)
from archive.models.authority import AuthorityName, led_to, with_references
from archive.models.contributor import Contribution, Contributor, Role
from archive.models.correction import CorrectedPlace, Correction, accepted_corrections, former_wordings
from archive.models.history import BulkAct, NumberAct, NumberWork, Revision, RowChange
from archive.models.holdings import HoldingsEntry
from archive.models.issue import FormerDate, Issue, Page
from archive.models.newspaper import Column, Newspaper, PaperSection
from archive.models.personal_number import PersonalNumber
from archive.models.shown import ShownState
from archive.models.signed import SignedNewspaper
from archive.models.source import ImportBatch, ImportEvent, Problem, SourceFile, Upload
from archive.models.status import NEVER_PUBLISHED, Status

__all__ = [
    "NEVER_PUBLISHED",
    "Article",
    "ArticleSection",
    "AuthorityName",
    "Basis",
    "BulkAct",
    "Column",
    "Contribution",
    "Contributor",
    "CorrectedPlace",
    "Correction",
    "Figure",
    "FormerDate",
    "HoldingsEntry",
    "ImportBatch",
    "ImportEvent",
    "Issue",
    "Newspaper",
    "NewspaperBasis",
    "NumberAct",
    "NumberWork",
    "Page",
    "PaperSection",
    "PersonalNumber",
    "Precision",
    "Problem",
    "Revision",
    "Role",
    "RowChange",
    "ShownState",
    "SignedNewspaper",
    "SourceFile",
    "Status",
    "Upload",
    "accepted_corrections",
    "former_wordings",
    "led_to",
    "with_references",
]
