"""The project's seeds and samples as pages for training, set as PDF and Word as papers are.

python -m tests.typeset_pages FOLDER
manage.py train_reading CORPUS --pages FOLDER
"""

import json
import sys
from pathlib import Path

from archive.ingest.training.folders import TYPESET
from tests import typeset

TESTS = Path(__file__).resolve().parent
COLUMNS = (1, 2, 4)


def main(folder: Path) -> None:
    """Write each page in each setting, with its expectation; those that lack a part are passed over."""
    expected = folder / "expected"
    expected.mkdir(parents=True, exist_ok=True)
    count = 0
    for path in sorted([*(TESTS / "expected").glob("*.json"), *(TESTS / "golden").glob("*.json")]):
        wanted = json.loads(path.read_text(encoding="utf-8"))
        if not wanted["articles"] or not all(article.get("sections") for article in wanted["articles"]):
            continue
        several = COLUMNS if path.parent.name == "expected" else COLUMNS[1:2]
        pages = {f"{path.stem}-{columns}.pdf": typeset.pdf(wanted, columns) for columns in several}
        pages[f"{path.stem}-word.docx"] = typeset.word(wanted)
        for name, data in pages.items():
            (folder / name).write_bytes(data)
            text = json.dumps({**wanted, "source": name, TYPESET: True}, ensure_ascii=False)
            (expected / f"{name}.json").write_text(text, encoding="utf-8")
            count += 1
    print(f"{count} pages in {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
