"""What the program says is written outlasts a power cut: see tests.power_cut."""

import hashlib
from contextlib import closing
from io import BytesIO
from sqlite3 import connect

import pytest

from archive.disk import durable
from archive.loader import kept
from archive.services import backups, restoring
from archive.services.bagit import manifest_line, payload_oxum, tag_files
from archive.services.whole_outputs import written_whole
from search.store.schema import Document
from search.store.writer import GenerationWriter
from tests.power_cut import lossy_disk
from tests.search.store.documents import LAYOUT

DATA = "蓼河边新添步道".encode() * 1000


def test_a_disk_that_loses_what_is_not_synced(tmp_path):
    (tmp_path / "before").write_text("there")
    with lossy_disk(tmp_path) as disk:
        (tmp_path / "a").write_text("never synced")
        with durable.new_file(tmp_path / "b") as file:
            file.write(b"synced, but its name is not")
        durable.sync_to_disk(tmp_path / "b")
        assert disk.lost() == ["a", "b"]
        durable.sync_to_disk(tmp_path)
        assert disk.lost() == ["a"]  # a name without its bytes


def test_a_source_in_a_folder_that_is_new(data_dir):
    with lossy_disk(data_dir) as disk:
        path = kept.keep_bytes(BytesIO(DATA), hashlib.sha256(DATA).hexdigest())
        assert disk.lost() == []
    assert path.read_bytes() == DATA
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def fill(sink: backups.Sink) -> None:
    for name in ("data/sources/ab/first", "data/sources/cd/second", "bagit.txt"):
        sink.add(name, BytesIO(DATA), len(DATA))


def test_a_backup_as_a_folder_or_a_tar_and_an_export(tmp_path):
    with lossy_disk(tmp_path) as disk:
        with written_whole(tmp_path / "folder") as draft:
            fill(backups.FolderSink(draft))
        assert disk.lost() == []
        with written_whole(tmp_path / "b.tar") as draft, durable.new_file(draft) as file:
            sink = backups.TarSink(file, "b")
            fill(sink)
            sink.close()
        assert disk.lost() == []
        with written_whole(tmp_path / "all.jsonl") as draft:
            draft.write_bytes(DATA)
        assert disk.lost() == []
        draft = tmp_path / "undrafted"
        draft.write_bytes(DATA)
        assert disk.lost() == ["undrafted"]


def bag_of(payload: dict[str, bytes]) -> dict[str, bytes]:
    lines = [manifest_line(hashlib.sha256(data).hexdigest(), name) for name, data in payload.items()]
    tags = tag_files([], lines, payload_oxum(sum(map(len, payload.values())), len(payload)))
    return payload | {name: text.encode() for name, text in tags.items()}


def test_a_restored_archive(tmp_path, empty_database):
    sha256 = hashlib.sha256(DATA).hexdigest()
    payload = {"data/archive.sqlite3": empty_database, f"data/sources/{sha256[:2]}/{sha256}": DATA}
    with lossy_disk(tmp_path) as disk:
        restoring.restore(((name, BytesIO(data)) for name, data in bag_of(payload).items()), tmp_path / "new" / "data")
        assert disk.lost() == []
    assert (tmp_path / "new/data/sources" / sha256[:2] / sha256).read_bytes() == DATA


@pytest.fixture
def empty_database(tmp_path_factory) -> bytes:
    path = tmp_path_factory.mktemp("database") / "archive.sqlite3"
    with closing(connect(path)) as database, database:
        database.execute("CREATE TABLE something (id INTEGER)")
    return path.read_bytes()


def test_an_index(tmp_path):
    with lossy_disk(tmp_path) as disk:
        for begin, *given in ((GenerationWriter.new, LAYOUT, "test"), (GenerationWriter.current, LAYOUT)):
            writer = begin(tmp_path / "index", *given)
            writer.add([Document(len(given), (("body", "济宁，高新区"),))])
            writer.commit()
            assert disk.lost() == []
