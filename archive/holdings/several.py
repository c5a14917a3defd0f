"""What of a span of days is held of several newspapers: a sum that says of none more than its own ledger does."""

from collections import Counter
from collections.abc import Sequence

from archive.holdings.reckoning.ledger import Ledger
from archive.holdings.spans import KeptOf, kept_of, span_asked
from archive.holdings.told import COMPLETE, complete_told, kinds_named


def kept_within(ledger: Ledger, since: str, until: str) -> KeptOf:
    """From one ISO date to another, as a newspaper alone is asked; of none that is held nothing is known."""
    return kept_of(ledger, *span_asked(ledger, since, until)) if ledger.span else KeptOf()


def nothing_lacks(kept: KeptOf) -> str:
    """By what it is known that nothing lacks, "" where nobody can tell or something may."""
    return "" if kept.lacks else complete_told(kept.least, kept.held)


def several_told(kept: Sequence[KeptOf]) -> str:
    """475种报纸，收有其中33种的6309期；3种共至少缺73期；1种不缺，有期号为证；其余471种缺不缺无法判断. Without a full
    stop. A newspaper that lacks issues for certain is not told among those of which it is less certain."""
    if not kept:
        return "本库没有所选的报纸"
    papers, issues = sum(each.held > 0 for each in kept), sum(each.held for each in kept)
    of_them = f"其中{papers}种的" if papers < len(kept) else ""
    parts = [f"{len(kept)}种报纸，" + (f"收有{of_them}{issues}期" if issues else "没有收有一期")]
    lacking = [each for each in kept if each.lacking]
    entered = [each for each in kept if each.uncounted and not each.lacking]
    others = [each for each in kept if not each.lacking and not each.uncounted]
    across = [each for each in others if each.across]
    suspected = [each for each in others if each.suspected and not each.across]
    reasons = Counter(filter(None, map(nothing_lacks, kept)))
    parts += _counted(lacking, "", "至少缺{}期", sum(each.lacking for each in lacking))
    if entered:
        named = kinds_named(frozenset().union(*(each.uncounted for each in entered)))
        parts.append(f"{len(entered)}种有编辑记录的{named}，几期无法判断{_partly(entered)}")
    parts += _counted(across, "前后", "另缺{}期，不知是否在这段时间", sum(each.across for each in across))
    parts += _counted(suspected, "按出版规律", "有{}天疑缺", sum(each.suspected for each in suspected))
    parts += [f"{reasons[reason]}种{reason}" for reason in COMPLETE.values() if reason in reasons]
    if unknown := len(kept) - len(lacking) - len(entered) - len(across) - len(suspected) - reasons.total():
        parts.append(f"{f'其余{unknown}种' if len(parts) > 1 else ''}缺不缺无法判断")
    return "；".join(parts)


def _counted(papers: Sequence[KeptOf], by: str, said: str, number: int) -> list[str]:
    """4种按出版规律共有307天疑缺"""
    together = "共" if len(papers) > 1 else ""
    return [f"{len(papers)}种{by}{together}{said.format(number)}{_partly(papers)}"] if papers else []


def _partly(papers: Sequence[KeptOf]) -> str:
    """Of how many of them there are also months of which nobody can tell."""
    partly = sum(each.unknown > 0 for each in papers)
    if not partly:
        return ""
    which = f"其中{partly}种" if partly < len(papers) else "都" if partly > 1 else ""
    return f"（{which}另有月份无法判断）"
