#!/usr/bin/env python3
# The scorer of dry runs as the owner of this project gave it, word for word; expectations lie in tests/expected/.
# ruff: noqa
# fmt: off
"""Score what `ingest --dry-run --format json` prints against hand-made expectations.

    python manage.py ingest --dry-run --format json fixtures/seeds/*.txt > out.json
    python ../shared/check_ingest.py out.json ../shared/expected/*.json
    python ../shared/check_ingest.py out.json ../shared/papers/expected/*.json

out.json holds a list with one object per source file, in the shape of shared/expected/*.json
(README.md beside them describes it). White space and the width of punctuation are ignored in every comparison.
Prints a row per source file and, with --verbose, every difference. Exits 1 unless every figure is 1.

An expectation is scored only on the keys it has: what its author was not sure of is left out. Besides the
keys of the output an expectation may have
  a list where the output has a string       any one of these answers is right
  null for a field of issue, or for date     the field must be empty, the text does not say it (a date may
                                             also be the one in the file's name)
  date (of an article)                       the article's own date or, where it has none, the issue's
  headline                                   kicker + title + subtitle together (how they divide is open)
  contributors without role                  compared by name only
  contributors_optional, headings_optional,
  paragraphs_optional (of an article)        may be in the output or not
  optional: true (of an article)             the whole article may be in the output or not
  paragraph_hashes (of a section),
  caption_hashes, paragraphs_optional_hashes,
  headings_optional_hashes                   sha256 of each text after fold(), in place of the texts
  strict: true (of the file)                 also scored: no issue where issue is null, bylines, section levels,
                                             and date_hint against the article's date, else its date_guess.value,
                                             else the issue's date
Paragraphs are scored for an article only if every one of its sections has them.
"""
import argparse
import hashlib
import itertools
import json
import re
import sys
import unicodedata
from pathlib import Path

FIELDS = ("kicker", "title", "subtitle", "column", "editor_note", "dateline")
HEADLINE = ("kicker", "title", "subtitle")
ISSUE_FIELDS = ("newspaper", "publisher", "date", "weekday", "lunar_date", "total_number", "year_number", "page")
COLUMNS = ["issue", "articles", "headline", "fields", "people", "headings", "paragraphs", "captions"]


def fold(text):
    """NFKC, no white space, dashes and bullets of one kind."""
    text = unicodedata.normalize("NFKC", str(text if text is not None else ""))
    text = re.sub(r"[—–―─-]+", "-", text)
    return re.sub(r"[\s◎●◆■▲▶★☆]+", "", text).strip("-")


def digest(text):
    return hashlib.sha256(fold(text).encode("utf-8")).hexdigest()


def page_number(text):
    """第A02版:要闻, A02 and A2 are one page; so are 头版, 第一版 and 1."""
    text = re.sub(r"^头版", "1", fold(text))
    text = re.sub(r"^第|版.*$|:.*$", "", text)
    if re.fullmatch("[一二三四五六七八九十]+", text):
        ten, _, one = text.rpartition("十")
        digit = lambda c: "一二三四五六七八九".index(c) + 1
        text = str(("十" in text) * 10 * (digit(ten) if ten else 1) + (digit(one) if one else 0))
    return re.sub(r"(?<!\d)0+(?=\d)", "", text).upper()


def answers(wanted):
    """The right answers, folded: a list stands for several."""
    return {fold(x) for x in (wanted if isinstance(wanted, list) else [wanted])}


def f1(found, wanted, optional=()):
    """F1 of two multisets of folded strings; 1 where both are empty.

    An item of wanted may be a list of right answers. What is in optional counts neither way.
    """
    found, wanted = [fold(x) for x in found], [answers(x) for x in wanted]
    optional = set().union(*(answers(x) for x in optional)) if optional else set()
    left, hits, extra = list(wanted), 0, 0
    for item in found:
        for right in left:
            if item in right:
                left.remove(right)
                hits += 1
                break
        else:
            extra += item not in optional
    total = hits + extra + len(wanted)
    return 2 * hits / total if total else 1.0


def headline(article, keys=HEADLINE):
    return "".join(article.get(k) or "" for k in keys)


def headlines(want):
    """Every right headline of an expectation, folded, and the keys of the output it is made of."""
    if "headline" in want:
        return answers(want["headline"]), HEADLINE
    keys = tuple(k for k in HEADLINE if k in want)
    parts = [want[k] if isinstance(want[k], list) else [want[k]] for k in keys]
    return {fold("".join(x or "" for x in combination)) for combination in itertools.product(*parts)}, keys


def show(wanted):
    return wanted[0] if isinstance(wanted, list) else wanted


def name_of(want):
    return show(want.get("headline") or want.get("title") or "(untitled)")


def has_paragraphs(want):
    """Whether every section of the expectation says what its paragraphs are."""
    sections = want.get("sections")
    return bool(sections) and all("paragraphs" in s or "paragraph_hashes" in s for s in sections)


def wanted_paragraphs(want, under_heading=True):
    """(right answers as folded texts or digests, whether they are digests, a text to print)."""
    for s in want["sections"]:
        under = fold(show(s.get("heading", ""))) if under_heading else ""
        for p in (s.get("paragraphs") or []):
            texts = p if isinstance(p, list) else [p]
            heads = answers(s.get("heading", "")) if under_heading else {""}
            yield {fold(h + "\x1f" + t) for h in heads for t in texts}, False, fold(texts[0])
        for p in s.get("paragraph_hashes", []):
            yield {under + x for x in (p if isinstance(p, list) else [p])}, True, "(known by its hash)"


def found_paragraphs(got, under_heading=True):
    for s in (got.get("sections") or []):
        under = fold(s.get("heading")) if under_heading else ""
        for p in (s.get("paragraphs") or []):
            yield fold(under + "\x1f" + p), under + digest(p), p


def paragraphs(got, want, say, under_heading=True):
    """F1 of the paragraphs; a paragraph counts only under the right heading."""
    left = list(wanted_paragraphs(want, under_heading))
    optional = set().union(*(answers(x) for x in want.get("paragraphs_optional", [[]])))
    optional |= {x for p in want.get("paragraphs_optional_hashes", []) for x in (p if isinstance(p, list) else [p])}
    total, hits, extra = len(left), 0, 0
    for text, hashed, plain in found_paragraphs(got, under_heading):
        for item in left:
            if (hashed if item[1] else text) in item[0]:
                left.remove(item)
                hits += 1
                break
        else:
            if fold(plain) not in optional and digest(plain) not in optional:
                extra += 1
                say(f"paragraph not wanted: {fold(plain)[:40]}…")
    for _, _, text in left:
        say(f"paragraph missing: {text[:40]}…")
    return 2 * hits / (total + hits + extra) if total + hits + extra else 1.0


def pair(found, wanted):
    """Match each wanted article with the found one that shares most of its paragraphs, then its headline."""
    rest, pairs = list(found), []
    required = sum(1 for w in wanted if not w.get("optional"))
    for want in sorted(wanted, key=lambda w: bool(w.get("optional"))):
        right, keys = headlines(want)
        known = has_paragraphs(want)
        paras = [p for p in wanted_paragraphs(want, False)] if known else []

        def likeness(got):
            mine = {x for text, hashed, _ in found_paragraphs(got, False) for x in (text, hashed)}
            heads = {fold(headline(got)), fold(headline(got, keys))} if keys else set()
            points = bool(heads & right) * 3 + sum(1 for p in paras if p[0] & mine)
            if not known and not points:  # nothing but a headline to know it by
                points = len(found) == required == 1 or any(h and r and (h in r or r in h) for h in heads for r in right)
            return points

        best = max(rest, key=likeness, default=None)
        if best is not None and likeness(best) > 0:
            rest.remove(best)
        else:
            best = None
        pairs.append((best, want))
    return pairs, rest


def person(wanted):
    """The right ways to write a contributor: role:name, or the name alone where no role is wanted."""
    names = wanted["name"] if isinstance(wanted["name"], list) else [wanted["name"]]
    if "role" not in wanted:
        return names
    roles = wanted["role"] if isinstance(wanted["role"], list) else [wanted["role"]]
    return [f"{r}:{n}" for r in roles for n in names]


def people(got, want):
    wanted = want["contributors"]
    mine = [(c.get("role"), c.get("name")) for c in (got.get("contributors") or [])]
    with_role = [person(w) for w in wanted if "role" in w]
    roles = {fold(x) for names in with_role for x in names}
    # a name whose role is wanted is compared with its role, any other by name
    named = {fold(n) for w in wanted if "role" not in w for n in person(w)} | {fold(n) for n in want.get("contributors_optional", [])}
    found = [n if fold(n) in named and fold(f"{r}:{n}") not in roles else f"{r}:{n}" for r, n in mine]
    return f1(found, [person(w) for w in wanted], want.get("contributors_optional", ()))


def in_file_name(date, source):
    digits = re.sub(r"\D", "", str(date))
    return len(digits) == 8 and digits in re.sub(r"\D", "", source)


def same_issue_field(key, mine, wanted, source):
    if wanted is None:
        return not mine or key == "date" and in_file_name(mine, source)
    if key == "page":
        return page_number(mine) in {page_number(x) for x in (wanted if isinstance(wanted, list) else [wanted])}
    return fold(mine) in answers(wanted)


def score(got, want, say, under_heading=True):
    """Figures 0..1 for one source file; a figure for which the expectation has no key is left out."""
    out = {}
    strict = want.get("strict", False)
    issue = want.get("issue") or {}
    keys = [k for k in ISSUE_FIELDS if k in issue]
    if keys:
        mine = got.get("issue") or {}
        hits = 0
        for k in keys:
            same = same_issue_field(k, mine.get(k), issue[k], want["source"]) and bool(got)
            hits += same
            if not same:
                say(f"issue.{k}: {mine.get(k)!r}, wanted {issue[k]!r}")
        out["issue"] = hits / len(keys)
    elif strict and "issue" in want:
        out["issue"] = float(bool(got) and not got.get("issue"))
        if got.get("issue"):
            say(f"issue that should not be: {got['issue']!r}")
    if "articles" not in want:
        return out
    pairs, extra = pair((got.get("articles") or []), want["articles"])
    for a in extra:
        say(f"article that should not be: {headline(a)!r}")
    optional = sum(1 for g, w in pairs if g is not None and w.get("optional"))
    pairs = [(g, w) for g, w in pairs if not w.get("optional")]
    hit = sum(1 for g, _ in pairs if g is not None)
    total = len((got.get("articles") or [])) - optional + len(pairs)
    out["articles"] = 2 * hit / total if total else float(bool(got))
    heads, fields, persons, secs, paras, caps = [], [], [], [], [], []
    for g, w in pairs:
        right, head_keys = headlines(w)
        scored = [k for k in FIELDS + ("date",) + ("byline",) * strict if k in w] + ["date_hint"] * (strict and "date_hint" in want)
        known = has_paragraphs(w)
        size = sum(1 for _ in wanted_paragraphs(w)) if known else 0
        headed = "sections" in w and any("heading" in s for s in w["sections"]) or w.get("sections") == []
        if g is None:
            say(f"article missing: {name_of(w)!r}")
            for figures, asked in ((heads, head_keys), (fields, scored), (persons, "contributors" in w),
                                   (secs, headed), (caps, "captions" in w or "caption_hashes" in w)):
                if asked:
                    figures.append(0)
            if known:
                paras.append((0, size))
            continue
        if head_keys:
            same = fold(headline(g, head_keys)) in right or fold(headline(g)) in right
            heads.append(same)
            if not same:
                say(f"headline: {headline(g)!r}, wanted {' / '.join(sorted(right))!r}")
        for k in scored:
            if k == "date_hint":
                mine = g.get("date") or (g.get("date_guess") or {}).get("value") or (got.get("issue") or {}).get("date")
                ok = fold(mine) == fold(want["date_hint"])
            elif k == "date":
                mine = g.get("date") or (got.get("issue") or {}).get("date")
                ok = not mine or in_file_name(mine, want["source"]) if w[k] is None else fold(mine) in answers(w[k])
            else:
                mine = g.get(k)
                ok = fold(mine) in answers(w[k])
            fields.append(ok)
            if not ok:
                say(f"{k} of {name_of(w)!r}: {mine!r}, wanted {w.get(k, want.get(k))!r}")
        if "contributors" in w:
            persons.append(people(g, w))
            if persons[-1] < 1:
                who = lambda a: [f"{c.get('role')}:{show(c.get('name'))}" for c in (a.get("contributors") or [])]
                say(f"contributors of {name_of(w)!r}: {who(g)}, wanted {who(w)}")
        if headed:
            unscored = set(w.get("headings_optional_hashes", ()))
            level = lambda s: f"{s.get('level')}#" if strict else ""
            head = lambda a: [
                [level(s) + h for h in s["heading"]] if isinstance(s["heading"], list) else level(s) + s["heading"]
                for s in (a.get("sections") or [])
                if s.get("heading") and digest(show(s["heading"])) not in unscored
            ]
            secs.append(f1(head(g), head(w), w.get("headings_optional", ())))
            if secs[-1] < 1:
                say(f"headings of {name_of(w)!r}: {head(g)}, wanted {head(w)}")
        if known:
            paras.append((paragraphs(g, w, say, under_heading), size))
        if "captions" in w:
            caps.append(f1((g.get("captions") or []), w["captions"]))
            if caps[-1] < 1:
                say(f"captions of {name_of(w)!r}: {g.get('captions')}, wanted {w['captions']}")
        elif "caption_hashes" in w:
            caps.append(f1([digest(c) for c in (g.get("captions") or [])], w["caption_hashes"]))
            if caps[-1] < 1:
                say(f"captions of {name_of(w)!r}: {g.get('captions')}, wanted {len(w['caption_hashes'])} others (known by hash)")
    mean = lambda xs: sum(xs) / len(xs)
    for name, figures in (("headline", heads), ("fields", fields), ("people", persons), ("headings", secs)):
        if figures:
            out[name] = mean(figures)
    total = sum(n for _, n in paras)
    if total:
        out["paragraphs"] = sum(f * n for f, n in paras) / total
    if caps:
        out["captions"] = mean(caps)
    return {c: out[c] for c in COLUMNS if c in out}


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("found")
    ap.add_argument("expected", nargs="+")
    ap.add_argument("--verbose", "-v", action="store_true")
    args = ap.parse_args()
    found = {Path(d["source"]).name: d for d in json.loads(Path(args.found).read_text(encoding="utf-8"))}
    print(f"{'source':34}" + "".join(f"{c:>11}" for c in COLUMNS))
    sums, all_one = {c: [] for c in COLUMNS}, True
    for path in args.expected:
        want = json.loads(Path(path).read_text(encoding="utf-8"))
        notes = []
        got = found.get(Path(want["source"]).name)
        if got is None:
            notes.append("no output for this source")
            got = {}
        figures = score(got, want, notes.append)
        print(f"{want['source'][:33]:34}" + "".join(f"{figures[c]:11.3f}" if c in figures else f"{'-':>11}" for c in COLUMNS))
        for c, v in figures.items():
            sums[c].append(v)
            all_one &= v == 1
        if args.verbose:
            for n in notes:
                print("    " + n)
    print(f"{'mean':34}" + "".join(f"{sum(v) / len(v):11.3f}" if v else f"{'-':>11}" for v in sums.values()))
    sys.exit(0 if all_one else 1)


if __name__ == "__main__":
    main()
