"""Readers' corrections: taken in within limits, then accepted, changed or declined by an editor."""

import datetime
import ipaddress
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.crypto import salted_hmac

from archive.language.folding import strip_space
from archive.loader.changes import Change, name_of
from archive.loader.content import content_of_rows
from archive.models import Article, ArticleSection, BulkAct, Correction, Revision
from archive.models.printed import original
from archive.services.acts import bulk_act
from archive.services.articles import write_article

HOURLY_OF_SENDER = 5
HOURLY_OF_NETWORK = 20
WAITING_OF_ARTICLE = 20
WAITING_OF_ALL = 500
NETWORK_CODE = 32  # characters of a sender's code: the network's, which all its senders begin with


class TooMany(Exception):
    """The sender, or the network, has sent as many as may wait; the message says when to try again."""


class ParagraphChanged(Exception):
    """The paragraph no longer reads as it did when the reader saw it; the message says what to do."""


class AlreadyDecided(Exception):
    """Another editor has decided the correction; what was decided stays."""


@dataclass(frozen=True)
class Place:
    """A paragraph of an article: line `line` of the body of `section`."""

    section: ArticleSection
    line: int
    text: str


def places(article: Article) -> list[Place]:
    """The paragraphs of an article in order: the first is the one that pages call 第1段."""
    return [
        Place(section, number, line)
        for section in article.sections.all()
        for number, line in enumerate(section.body.splitlines())
        if line.strip()
    ]


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


def keep_suggestion(
    article: Article, paragraph: int, suggested: str, reason: str, address: str, credited_as: str = ""
) -> Correction:
    """Keep what a reader at network address `address` would make of paragraph `paragraph` (from 1), and by which name
    the reader wishes to be thanked.

    Raises TooMany past the limits, IndexError where there is no such paragraph.
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
        make_room_for(waiting.filter(article=article), WAITING_OF_ARTICLE, sender)
        make_room_for(waiting, WAITING_OF_ALL, sender)
        return Correction.objects.create(
            article=article,
            paragraph=paragraph,
            printed=places(article)[paragraph - 1].text,
            suggested=one_paragraph(suggested),
            reason=reason,
            credited_as=credited_as,
            sender=sender,
        )


def make_room_for(waiting: QuerySet[Correction], most: int, sender: str) -> None:
    """Where `most` wait already, delete the last one of the network that has the most of them.

    Raises TooMany where that is the sender's own. Who sends little is never shut out by who sends much, and loses
    nothing while anybody has more waiting (longest queue drop: Suter, Lakshman, Stiliadis, Choudhury, INFOCOM 1998).
    """
    if waiting.count() < most:
        return
    networks = waiting.order_by().annotate(network=Substr("sender", 1, NETWORK_CODE)).values("network")
    longest = networks.annotate(held=Count("pk"), last=Max("pk")).order_by("-held", "-last")[0]
    if waiting.filter(sender__startswith=sender[:NETWORK_CODE]).count() >= longest["held"]:
        raise TooMany("等着编辑看的纠错已经很多，其中您所在的网络交得最多，请等编辑看过再来。")
    Correction.objects.filter(pk=longest["last"]).delete()


def one_paragraph(text: str) -> str:
    """`text` on one line: a line break would make two paragraphs of it."""
    return "".join(line.strip() for line in text.splitlines())


def with_line(body: str, number: int, text: str) -> str:
    """`body` with `text` in the place of the words of line `number` (from 0): its indent, its line end, whichever it
    is, and all other lines stay to the byte."""
    lines = body.splitlines(keepends=True)
    words = lines[number].strip()
    before, _, after = lines[number].partition(words)
    return "".join([*lines[:number], before, text, after, *lines[number + 1 :]])


def place_of(correction: Correction) -> Place:
    """Where the paragraph stands now: the same words, best at the same number. Raises ParagraphChanged."""
    same = [
        (abs(number - correction.paragraph), number, place)
        for number, place in enumerate(places(correction.article), start=1)
        if place.text == correction.printed
    ]
    if not same:
        raise ParagraphChanged("这一段在读者提交之后已经改过，请对照后直接编辑文章，再把这条标为“不采纳”。")
    return min(same, key=lambda found: found[:2])[2]


def is_in_source(article: Article, text: str) -> bool:
    """Whether the source of an article has `text`, white space apart."""
    printed = "".join(strip_space(claim[3]) for claim in original(article.claims))
    return strip_space(original(text)) in printed


def accept(correction: Correction, editor: User, suggested: str = "") -> BulkAct:
    """Put the suggestion (or what the editor made of it) into the article, as an act that can be taken back.

    Raises ParagraphChanged, and AlreadyDecided where another editor was first.
    """
    with bulk_act("采纳读者纠错", editor) as act:
        correction.suggested = one_paragraph(suggested or correction.suggested)
        article = Article.objects.with_parts().get(pk=correction.article_id)
        correction.article = article
        correction.is_original = is_in_source(article, correction.printed)
        _decide(correction, Correction.State.ACCEPTED, editor, act)
        place = place_of(correction)
        content = content_of_rows(article)
        index = list(article.sections.all()).index(place.section)
        content.sections[index][2] = with_line(place.section.body, place.line, correction.suggested)
        change = Change(Revision.Kind.CORRECTION, editor, f"读者纠错第{correction.pk}号", act=act)
        act.articles = int(write_article(article.pk, content, change))
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
WORDED = ("suggested", "credited_as", "refusal", "is_original")


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
    undecided = {"state": Correction.State.WAITING, "decided_by": None, "decided_by_name": "", "decided_at": None}
    return act.decided.update(**undecided, act=None, refusal="", is_original=False)
