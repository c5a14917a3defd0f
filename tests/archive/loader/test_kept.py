"""Source bytes are kept whole or not at all."""

import hashlib
from io import BytesIO

import pytest

from archive.loader import kept
from archive.models import SourceFile

DATA = "蓼河边新添步道".encode() * 1000
SHA256 = hashlib.sha256(DATA).hexdigest()


def test_the_bytes_stand_under_their_hash(data_dir):
    assert kept.sha256_of(BytesIO(DATA)) == SHA256
    path = kept.keep_bytes(BytesIO(DATA), SHA256)
    assert path == data_dir / "sources" / SHA256[:2] / SHA256
    assert SourceFile(sha256=SHA256).read_bytes() == DATA


def test_what_is_kept_is_not_written_again(data_dir):
    before = kept.keep_bytes(BytesIO(DATA), SHA256).stat()
    assert kept.keep_bytes(BytesIO(b""), SHA256).stat().st_ino == before.st_ino
    assert SourceFile(sha256=SHA256).read_bytes() == DATA


def test_a_write_that_fails_leaves_nothing(data_dir):
    class Broken(BytesIO):
        def read(self, size: int = -1) -> bytes:
            if self.tell():
                raise OSError("disk")
            return super().read(100)

    with pytest.raises(OSError, match="disk"):
        kept.keep_bytes(Broken(DATA), SHA256)
    assert not list((data_dir / "sources").rglob("*.part"))
    assert not SourceFile.path_of(SHA256).exists()


def test_a_source_that_was_not_restored_is_an_error_of_its_own(data_dir):
    with pytest.raises(FileNotFoundError):
        SourceFile(sha256=SHA256).read_bytes()
