"""Writes archive/language/dictionaries/script_classes.txt from OpenCC's character dictionaries."""

from collections import Counter
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.language.folding import SCRIPT_CLASSES

# Characters only, never phrases, so that folding stays a function of one character. The Japanese
# variants are left out: they join characters that are different words in Chinese (藝/芸, 缺/欠).
DICTIONARIES = ("STCharacters", "TSCharacters", "TWVariants", "HKVariants")


def joined_classes(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """The classes of the smallest equivalence that holds every pair (union by set merging)."""
    class_of: dict[str, set[str]] = {}
    for one, other in pairs:
        merged = class_of.get(one, {one}) | class_of.get(other, {other})
        class_of.update(dict.fromkeys(merged, merged))
    return list({id(members): members for members in class_of.values()}.values())


class Command(BaseCommand):
    help = "从 OpenCC 字典生成繁简字类 archive/language/dictionaries/script_classes.txt（开发时用，约2秒）"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            dictionaries = files("opencc") / "dictionary"
        except ModuleNotFoundError as error:
            raise CommandError("没有 OpenCC 字典。请先 pip install -r requirements-dev.txt。") from error
        pairs = []
        for name in DICTIONARIES:
            for line in (dictionaries / f"{name}.txt").read_text(encoding="utf-8").splitlines():
                character, _, variants = line.partition("\t")
                pairs += [(character, variant) for variant in variants.split() if len(character) == len(variant) == 1]
        common = self.character_frequencies()
        lines = [
            "".join(sorted(members, key=lambda character: (-common[character], character)))
            for members in joined_classes(pairs)
            if len(members) > 1
        ]
        SCRIPT_CLASSES.write_text("".join(f"{line}\n" for line in sorted(lines)), encoding="utf-8")
        self.stdout.write(f"{SCRIPT_CLASSES}: {len(lines)} classes. The index must be rebuilt where they changed.")

    @staticmethod
    def character_frequencies() -> Counter[str]:
        """How often jieba's corpus has each character: the commonest of a class stands for it."""
        counts: Counter[str] = Counter()
        for line in (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
            word, frequency, _ = line.split(" ")
            for character in word:
                counts[character] += int(frequency)
        return counts
