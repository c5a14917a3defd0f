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
SAMPLES = "samples"  # the site of all samples, which one hand made: tests/samples:tests/golden@samples


def main(folder: Path) -> None:
    """Write each page in each setting, with its expectation; those that lack a part are passed over."""
    expected = folder / "expected"
    expected.mkdir(parents=True, exist_ok=True)
    count = 0
    for path in sorted([*(TESTS / "expected").glob("*.json"), *(TESTS / "golden").glob("*.json")]):
        wanted = json.loads(path.read_text(encoding="utf-8"))
        if not wanted["articles"] or not all(article.get("sections") for article in wanted["articles"]):
            continue
        sample = path.parent.name == "golden"
        name = f"{SAMPLES}-{path.stem}" if sample else path.stem  # its first part is the site
        several = COLUMNS[1:2] if sample else COLUMNS
        pages = {f"{name}-{columns}.pdf": typeset.pdf(wanted, columns) for columns in several}
        pages[f"{name}-word.docx"] = typeset.word(wanted)
        for file, data in pages.items():
            (folder / file).write_bytes(data)
            text = json.dumps({**wanted, "source": file, TYPESET: True}, ensure_ascii=False)
            (expected / f"{file}.json").write_text(text, encoding="utf-8")
            count += 1
    print(f"{count} pages in {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
