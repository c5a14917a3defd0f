"""A source file on its way to articles. Every step takes a draft and takes it one step further."""

from collections.abc import Callable

from archive.ingest import limits
from archive.ingest.assemble import assembled
from archive.ingest.draft import Draft, open_draft
from archive.ingest.labelling.tagger import Tagger
from archive.ingest.learning import NO_PROFILES, Profiles
from archive.ingest.profile import NO_PROFILE, Profile
from archive.ingest.profiling import profile_for
from archive.ingest.readers import formats
from archive.ingest.steps import (
    addresses,
    appraise,
    briefs,
    broken,
    check,
    classify,
    clean,
    comments,
    contents,
    copies,
    edition,
    fields,
    furniture,
    heads,
    masthead,
    metadata,
    notes,
    pictures,
    rolls,
    split,
    tables,
    trailing,
    turns,
    unfold,
)
from archive.ingest.types import ParsedSource, SourceText

# What is sure without a look at the whole page, and what rules think of the rest.
BEFORE_DECISION: tuple[Callable[[Draft], None], ...] = (
    metadata.take,
    addresses.head_items,
    tables.take_tables_out,
    broken.join_broken,
    clean.sweep_noise,
    comments.sweep_comments,
    pictures.caption_pictures,
    unfold.unfold_rows,
    heads.cut_heads,
    masthead.read_masthead,
    edition.name_edition,
    furniture.sweep_furniture,
    contents.sweep_contents,
    copies.sweep_copies,
    rolls.mark_rolls,
    briefs.cut_briefs,
    appraise.appraise_rows,
    notes.extend,
)
STEPS: tuple[Callable[[Draft], None], ...] = (
    *BEFORE_DECISION,
    classify.decide_states,
    tables.put_back,
    masthead.settle_page,
    split.divide_articles,
    trailing.settle_trailing,
    turns.join,
    fields.derive,
    check.examine,
)


def parse(source: SourceText, profile: Profile = NO_PROFILE, tagger: Tagger | None = None) -> ParsedSource:
    """All that a source gives. Never raises: what is not understood is a problem of the result.

    `tagger` decides in place of the shipped one, as for measuring weights.
    """
    return assembled(carried_through(source, profile, tagger))


def carried_through(source: SourceText, profile: Profile = NO_PROFILE, tagger: Tagger | None = None) -> Draft:
    """The draft of a source after the last step; `parse` says what the parameters are."""
    draft = open_draft(source, profile)
    draft.tagger = tagger
    for step in STEPS:
        step(draft)
    return draft


def parse_bytes(name: str, data: bytes, profiles: Profiles = NO_PROFILES, tagger: Tagger | None = None) -> ParsedSource:
    """Decode, read and parse a file by the profile of its newspaper.

    Raises UnreadableSource where no text can be had, or no end of articles.
    """
    source = formats.read(name, data)
    return parse_bounded(source, profile_for(source, profiles), tagger)


def parse_bounded(source: SourceText, profile: Profile, tagger: Tagger | None = None) -> ParsedSource:
    """All that a source gives. Raises UnreadableSource where it gives no end of articles."""
    parsed = parse(source, profile, tagger)
    limits.check_count(len(parsed.articles), limits.MAX_ARTICLES, "文章数")
    return parsed
