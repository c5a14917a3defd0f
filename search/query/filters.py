"""By what a list can be narrowed beside words, and what stands for it in an address and in the index."""

from collections.abc import Mapping

from archive.models import Column, Contributor, PaperSection

FACETS = {"year": "年份", "section": "版块", "column": "栏目", "contributor": "作者"}
# The index holds primary keys of these, addresses hold slugs.
MODELS: Mapping[str, type[PaperSection | Column | Contributor]] = {
    "section": PaperSection,
    "column": Column,
    "contributor": Contributor,
}
