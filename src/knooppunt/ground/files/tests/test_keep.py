"""Originals are kept by their digest, once, and never overwritten."""

from __future__ import annotations

import dataclasses
import hashlib
import io
from pathlib import Path

import pytest

from knooppunt.ground.files.models import Original
from knooppunt.ground.files.public import keep, original_path
from knooppunt.ground.files.vault import Vault
from knooppunt.ground.journal.public import entries
from knooppunt.kit.authority import NOBODY, system_actor
from knooppunt.kit.problems import NotAllowed, NotFound

NODE = system_actor("test")


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path: Path) -> Path:  # type: ignore[no-untyped-def]  # pytest-django's fixture
    settings.KNOOPPUNT = dataclasses.replace(settings.KNOOPPUNT, home=tmp_path)
    return tmp_path


@pytest.mark.django_db
def test_the_same_bytes_give_the_same_original_under_their_first_name() -> None:
    first = keep(source=io.BytesIO(b"beeld"), name="a.csv", permission="figures.import", actor=NODE)
    again = keep(source=io.BytesIO(b"beeld"), name="b.csv", permission="figures.import", actor=NODE)
    assert first == again
    assert (again.name, again.size) == ("a.csv", 5)
    assert original_path(first.sha256).read_bytes() == b"beeld"
    assert len(entries(event="files.OriginalKept", actor=NODE)) == 1


@pytest.mark.django_db
def test_whoever_may_not_use_the_verb_cannot_have_a_file_kept(own_folder: Path) -> None:
    with pytest.raises(NotAllowed):
        keep(source=io.BytesIO(b"x"), name="a.csv", permission="figures.import", actor=NOBODY)
    assert not Original.objects.exists()
    assert not (own_folder / "originals").exists()


@pytest.mark.django_db
def test_an_unknown_digest_is_not_found() -> None:
    with pytest.raises(NotFound):
        original_path("0" * 64)


def test_a_stored_file_is_never_overwritten(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    digest = hashlib.sha256(b"one").hexdigest()
    vault.place(digest).parent.mkdir(parents=True)
    vault.place(digest).write_bytes(b"was here first")
    vault.store(io.BytesIO(b"one"))
    assert vault.place(digest).read_bytes() == b"was here first"


def test_nothing_is_left_lying_when_the_stream_breaks(tmp_path: Path) -> None:
    class Broken(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise OSError("the line went dead")

    with pytest.raises(OSError, match="dead"):
        Vault(tmp_path).store(Broken())  # type: ignore[arg-type]  # a stream that only fails
    assert list(tmp_path.iterdir()) == []
