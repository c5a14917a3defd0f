"""Readers' corrections: taken in within limits, then accepted, changed or declined by an editor."""

import datetime
import ipaddress
from collections.abc import Iterable
from difflib import SequenceMatcher

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.crypto import salted_hmac

from archive.language.folding import strip_space
from archive.loader.changes import Change, name_of
from archive.loader.content import Content, content_of_rows
from archive.models import Article, BulkAct, CorrectedPlace, Correction, Revision
from archive.models.printed import original
from archive.services.acts import bulk_act
from archive.services.articles import announce_changed, write_article
from archive.services.correctable import Place, check_length, lines_of_content, put_at
from archive.services.families import relatives_of, standing_places
from archive.services.shared_text import related

HOURLY_OF_SENDER = 5
HOURLY_OF_NETWORK = 20
# So many wait before a network may add no more than its share.
WAITING_OF_ARTICLE = 20
WAITING_OF_ALL = 500
SHARE_OF_NETWORK = 2
# What waits at all: rows, and characters that readers wrote. (A paragraph that is corrected may be of any length: were
# it counted, few would do to shut out all others.)
MOST_WAITING = 5_000
MOST_CHARACTERS = 10_000_000
# A paragraph less like the one that was corrected is another; longer ones are not merged, which takes time.
ALIKE = 0.4
LONG = 4000
NETWORK_CODE = 32  # characters of a sender's code: the network's, which all its senders begin with


class TooMany(Exception):
    """The sender, or the network, has sent as many as may wait; the message says when to try again."""


class ParagraphChanged(Exception):
    """The paragraph no longer reads as it did when the reader saw it; the message says what to do."""


class AlreadyDecided(Exception):
    """Another editor has decided the correction; what was decided stays."""


def sender_code(address: str, day: datetime.date) -> str:
    """Tells the networks, and in them the senders, of one day apart: two keyed hashes, others each day.

    A network is that of a provider's customer or office: 24 bits of an IPv4 address, 48 of an IPv6 address.
    """

    def code(said: str) -> str:
        return salted_hmac("archive.correction", f"{day.isoformat()} {said}", algorithm="sha256").hexdigest()

    try:
        network = ipaddress.ip_network((address, 48 if ":" in address else 24), strict=False)
    except ValueError:  # of whoever comes by a socket, and no proxy says from where
        return (code(address) + code(address))[: 2 * NETWORK_CODE]
    return code(str(network))[:NETWORK_CODE] + code(address)[:NETWORK_CODE]


def keep_suggestion(place: Place, suggested: str, reason: str, address: str, credited_as: str = "") -> Correction:
    """Keep what a reader at network address `address` would make of a place, and by which name the reader wishes to be
    thanked.

    Raises TooMany past the limits.
    """
    now = timezone.now()
    sender = sender_code(address, timezone.localdate(now))
    with transaction.atomic():
        hour = Correction.objects.filter(sent_at__gt=now - datetime.timedelta(hours=1))
        if hour.filter(sender=sender).count() >= HOURLY_OF_SENDER:
            raise TooMany(f"一小时内最多提交 {HOURLY_OF_SENDER} 条，请稍后再来。")
        if hour.filter(sender__startswith=sender[:NETWORK_CODE]).count() >= HOURLY_OF_NETWORK:
            raise TooMany("您所在的网络一小时内提交的纠错太多，请稍后再来。")
        waiting = Correction.objects.filter(state=Correction.State.WAITING)
        check_room(waiting, place.article, sender)
        return Correction.objects.create(
            article=place.article,
            part=place.part,
            number=place.number,
            printed=place.text,
            suggested=one_paragraph(suggested),
            reason=reason,
            credited_as=credited_as,
            sender=sender,
        )


def check_room(waiting: QuerySet[Correction], article: Article, sender: str) -> None:
    """Raises TooMany where too many corrections wait for the editors.

    Where an article or the desk has many, a network may add no more than SHARE_OF_NETWORK; so who sends much shuts out
    nobody who sends little, until the desk has as many as it can keep. What was taken is never given up: its sender
    has read that it was sent.
    """
    held = waiting.aggregate(rows=Count("pk"), characters=Sum(Length("suggested") + Length("reason")))
    if held["rows"] >= MOST_WAITING or (held["characters"] or 0) >= MOST_CHARACTERS:
        raise TooMany("等着编辑看的纠错已经太多，暂时收不下新的；您这一条没有提交，请过几天再来。")
    of_network = waiting.filter(sender__startswith=sender[:NETWORK_CODE])
    of_article = waiting.filter(article=article)
    if of_article.count() >= WAITING_OF_ARTICLE and of_network.filter(article=article).count() >= SHARE_OF_NETWORK:
        raise TooMany("这篇文章等着编辑看的纠错已经很多，其中有您所在的网络交的；您这一条没有提交，请等编辑看过再来。")
    if held["rows"] >= WAITING_OF_ALL and of_network.count() >= SHARE_OF_NETWORK:
        raise TooMany("等着编辑看的纠错已经很多，其中有您所在的网络交的；您这一条没有提交，请等编辑看过再来。")


def one_paragraph(text: str) -> str:
    """`text` on one line: a line break would make two paragraphs of it."""
    return "".join(line.strip() for line in text.splitlines())


def place_of(correction: Correction) -> Place:
    """Where what is corrected stands now, if that is certain: the same words at the same place, where all that read so
    in its article stood then; or the only ones then, which are the only ones now, wherever they went, what the article
    was split or joined into among it; or what was made to read as the reader would have it. Raises ParagraphChanged."""
    now = places_now(correction)
    own = next((place for place in now if is_at(correction, place)), None)
    same = [place for place in now if place.text == correction.printed]
    stood = lines_then(correction)
    then = [words for *_, words in stood]
    if own in same and places_of_like(stood, own) == places_of_like(standing_lines(same), own):
        return own
    mended = [place for place in now if place.text == correction.suggested]
    was_the_only_one = then.count(correction.printed) == 1
    if was_the_only_one and len(same) == 1:
        return same[0]
    if own in mended and len(mended) > then.count(correction.suggested):
        return own
    if was_the_only_one and not same and len(mended) == 1 and correction.suggested not in then:
        return mended[0]
    raise ParagraphChanged("这一段在读者提交之后已经改过，请对照后直接编辑文章，再把这条标为“不采纳”。")


StandingLine = tuple[int, str, int, str]  # article, part, number, words


def standing_lines(read: Iterable[Place]) -> list[StandingLine]:
    return [(place.article.pk, place.part, place.number, place.text) for place in read]


def places_of_like(lines: Iterable[StandingLine], place: Place) -> set[tuple[str, int]]:
    """Part and number of each of the lines in the article of `place` that reads as that does."""
    return {(part, number) for key, part, number, words in lines if (key, words) == (place.article.pk, place.text)}


def place_now(correction: Correction) -> Place:
    """As place_of(); where the paragraph was changed since, that which is likest to it, of those that did not stand
    there then. Raises ParagraphChanged where none is like it."""
    try:
        return place_of(correction)
    except ParagraphChanged:
        others = {correction.printed, *(words for *_, words in lines_then(correction))}
        like = [
            (SequenceMatcher(None, place.text, correction.printed).quick_ratio(), place)
            for place in places_now(correction)
            if place.part == correction.part and place.text not in others
        ]
        likest = min(like, key=lambda found: (-found[0], distance(correction, found[1])), default=None)
        if likest is None or likest[0] < ALIKE:
            raise
        return likest[1]


def places_now(correction: Correction) -> list[Place]:
    """The places of the article, and of those in which a part of it may stand since; not of what leads to another."""
    return standing_places(correction, relatives_of(correction.article))


def is_at(correction: Correction, place: Place) -> bool:
    told = (place.article.pk, place.part, place.number)
    return told == (correction.article_id, correction.part, correction.number)


def lines_then(correction: Correction) -> list[StandingLine]:
    """What stood in its article, and in those that this was split from or joined with, when what is corrected last read
    as its reader saw it, or else when the reader wrote."""
    seen = (correction.part, correction.number, correction.printed)
    # Not of what replaces it without having taken its text: that is known by its words alone.
    articles = [correction.article, *related(correction.article).with_parts().order_by("pk")]
    former = (revision for article in articles for revision in article.revisions.order_by("-number"))
    last = next((each for each in former if seen in lines_of_content(Content.from_json(each.content))), None)
    moment = min(moment for moment in (last and last.at, correction.sent_at) if moment)
    lines: list[StandingLine] = []
    for article in articles:
        # What was split off since held nothing of its own then.
        if article.created_at <= moment:
            since = article.revisions.filter(at__gt=moment).order_by("number").first()
            changed = last if last and article.pk == last.article_id else since
            content = Content.from_json(changed.content) if changed else content_of_rows(article)
            lines += [(article.pk, *line) for line in lines_of_content(content)]
    return lines


def distance(correction: Correction, place: Place) -> tuple[bool, int, int]:
    """How far a place is from that of a correction; of two as far the first is nearer."""
    return place.part != correction.part, abs(place.number - correction.number), place.number


def wording_for(correction: Correction, present: str) -> str:
    """What would be written in the place of `present`, the paragraph as it is now: what the reader wrote; where it was
    changed since the reader saw it, the reader's changes put into it."""
    if present == correction.printed:
        return correction.suggested
    return put_into(present, correction.printed, correction.suggested)


def put_into(present: str, printed: str, suggested: str) -> str:
    """`present`, which `printed` was changed to, with those of the changes from `printed` to `suggested` that are of
    words which stand in it unchanged."""
    if max(map(len, (present, printed, suggested))) > LONG:
        return present
    kept = [
        block for block in SequenceMatcher(None, printed, present, autojunk=False).get_matching_blocks() if block.size
    ]
    text = present
    for tag, i, j, k, m in reversed(SequenceMatcher(None, printed, suggested, autojunk=False).get_opcodes()):
        if tag == "equal":
            continue
        for start, there, size in kept:
            # What is put in between two words needs both of them, unless it is at an end.
            ahead, behind = (i > start or i < j or i == 0), (j < start + size or i < j or j == len(printed))
            if start <= i and j <= start + size and ahead and behind:
                text = text[: there + i - start] + suggested[k:m] + text[there + j - start :]
                break
    return text


def home_of(correction: Correction) -> Article:
    """The article that has the paragraph now; where none has, the one that was corrected, or what it leads to."""
    try:
        return place_now(correction).article
    except ParagraphChanged:
        return correction.article.replaced_by or correction.article


def is_in_source(article: Article, text: str) -> bool:
    """Whether the source of an article has `text`, white space apart: what was split off holds nothing of a source by
    itself, and a join brings what was read for another."""
    words = strip_space(original(text))
    read = (original(each.claims) for each in [article, *related(article)])
    return any(words in "".join(strip_space(claim[3]) for claim in claims) for claims in read)


def accept(correction: Correction, editor: User, suggested: str = "", *, over_changes: bool = False) -> BulkAct:
    """Put the suggestion (or what the editor made of it) into the article, as an act that can be taken back; where the
    paragraph reads so already, its reader is thanked. `over_changes`: the editor saw what the paragraph is now.

    Raises ParagraphChanged, NotPossible, and AlreadyDecided where another editor was first.
    """
    with bulk_act("采纳读者纠错", editor) as act:
        correction.suggested = one_paragraph(suggested or correction.suggested)
        correction.article = Article.objects.with_parts().get(pk=correction.article_id)
        place = place_now(correction) if over_changes else place_of(correction)
        check_length(place, correction.suggested)
        # It goes with its paragraph to what was split off: there its former wording is searched, its reader thanked.
        article = correction.article = Article.objects.with_parts().get(pk=place.article.pk)
        correction.part, correction.number = place.part, place.number
        correction.is_original = is_in_source(article, correction.printed)
        _decide(correction, Correction.State.ACCEPTED, editor, act)
        content = content_of_rows(article)
        put_at(content, place, correction.suggested)
        change = Change(Revision.Kind.CORRECTION, editor, f"读者纠错第{correction.pk}号", act=act)
        act.articles = int(write_article(article.pk, content, change))
        if not act.articles:
            announce_changed([article.pk])  # its former wording is found from now on
    return act


def decline(correction: Correction, editor: User, reason: str = "") -> BulkAct:
    """Leave the article as it is; the correction stays on record with who decided, when and why.

    Raises AlreadyDecided where another editor was first.
    """
    with bulk_act("不采纳读者纠错", editor, reason) as act:
        correction.refusal = act.reason
        _decide(correction, Correction.State.DECLINED, editor, act)
    return act


# What a decision leaves in a correction as the editor made it.
WORDED = ("article", "part", "number", "suggested", "credited_as", "refusal", "is_original")


def _decide(correction: Correction, state: Correction.State, editor: User, act: BulkAct) -> None:
    waiting = Correction.objects.filter(pk=correction.pk, state=Correction.State.WAITING)
    now = timezone.now()
    decided = {"state": state, "decided_by": editor, "decided_by_name": name_of(editor), "decided_at": now, "act": act}
    if not waiting.update(**decided, **{name: getattr(correction, name) for name in WORDED}):
        raise AlreadyDecided("这条纠错已由别的编辑处理。")
    for name, value in decided.items():
        setattr(correction, name, value)
    act.items = 1


def take_back_decisions(act: BulkAct) -> int:
    """Have the corrections that an act decided wait again; returns how many."""
    shown = Correction.shown_in.through._default_manager.filter(correction__act=act)
    articles = set(shown.values_list("article", flat=True))
    shown.delete()
    CorrectedPlace.objects.filter(correction__act=act).delete()
    undecided = {"state": Correction.State.WAITING, "decided_by": None, "decided_by_name": "", "decided_at": None}
    undecided |= {"carried_to": None}
    items = act.decided.update(**undecided, act=None, refusal="", is_original=False)
    announce_changed(articles)
    return items
