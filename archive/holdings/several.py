"""What of a span of days is held of several newspapers: a sum that says of none more than its own ledger does."""

from collections import Counter
from collections.abc import Sequence

from archive.holdings.reckoning.ledger import Ledger
from archive.holdings.spans import KeptOf, kept_of, unknown_months
from archive.holdings.told import COMPLETE, kinds_named
from archive.language.dates import first_day, last_day


def kept_within(ledger: Ledger, since: str, until: str) -> KeptOf:
    """From one ISO date to another; an end that is "" is that of what the ledger knows.

    Nothing lacks only where no month of the span is beyond telling, as in the ledger of one.
    """
    if not ledger.span:
        return KeptOf()
    oldest, newest = ledger.span
    first, last = first_day(since) or oldest, last_day(until) or newest
    if first > min(last, newest) or last < oldest:
        return KeptOf()
    kept = kept_of(ledger, first, last)
    if kept.lacks or unknown_months(ledger, first, last):
        return kept
    return kept._replace(complete=COMPLETE.get(min(known for _, known in ledger.known_within(first, last)), ""))


def several_told(kept: Sequence[KeptOf]) -> str:
    """475种报纸，收有其中33种的6309期；3种共至少缺73期；1种不缺，有期号为证；其余471种缺不缺无法判断. Without a full
    stop. A newspaper that lacks issues for certain is not told among those of which it is less certain."""
    if not kept:
        return "本库没有所选的报纸"
    papers, issues = sum(each.held > 0 for each in kept), sum(each.held for each in kept)
    of_them = f"其中{papers}种的" if papers < len(kept) else ""
    parts = [f"{len(kept)}种报纸，" + (f"收有{of_them}{issues}期" if issues else "没有收有一期")]
    lacking = [each.lacking for each in kept if each.lacking]
    entered = [each.uncounted for each in kept if each.uncounted and not each.lacking]
    others = [each for each in kept if not each.lacking and not each.uncounted]
    across = [each.across for each in others if each.across]
    suspected = [each.suspected for each in others if each.suspected and not each.across]
    reasons = Counter(each.complete for each in kept if each.complete)
    parts += _counted(lacking, "", "至少缺{}期")
    if entered:
        parts.append(f"{len(entered)}种有编辑记录的{kinds_named(frozenset().union(*entered))}，几期无法判断")
    parts += _counted(across, "前后", "另缺{}期，不知是否在这段时间")
    parts += _counted(suspected, "按出版规律", "有{}天疑缺")
    parts += [f"{reasons[reason]}种{reason}" for reason in COMPLETE.values() if reason in reasons]
    if unknown := len(kept) - len(lacking) - len(entered) - len(across) - len(suspected) - reasons.total():
        parts.append(f"{f'其余{unknown}种' if len(parts) > 1 else ''}缺不缺无法判断")
    return "；".join(parts)


def _counted(numbers: Sequence[int], by: str, said: str) -> list[str]:
    """4种按出版规律共有307天疑缺"""
    together = "共" if len(numbers) > 1 else ""
    return [f"{len(numbers)}种{by}{together}{said.format(sum(numbers))}"] if numbers else []
