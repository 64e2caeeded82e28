"""A thousand works, both ways, in good time and few requests."""

from __future__ import annotations

import time

from evidence.model import to_plain
from tests.formats.awkward import study_with
from tests.zotero.conftest import Desk


def test_a_thousand_works(desk: Desk) -> None:
    library = desk.library
    for number in range(493):
        study = study_with(library, title=f"Invented work {number}", issued="2020", DOI=f"10.5555/large.{number}")
        library.save(type(study).model_validate({**to_plain(study), "key": f"oakley2020work{number}"}))
    for number in range(500):
        desk.zotero.add(
            itemType="journalArticle", title=f"Another {number}", date="2021", DOI=f"10.5555/there.{number}",
            creators=[{"creatorType": "author", "firstName": "Ada", "lastName": "Quill"}],
        )  # fmt: skip
    started = time.monotonic()
    assert len(desk.pull().done) == 500
    assert len(desk.push().done) == 1000
    took = time.monotonic() - started
    assert len(desk.zotero.works()) == len(desk.library.studies) == 1000
    assert took < 60
    assert max(len(asked.body) for asked in desk.zotero.requests if asked.method == "POST") == 50
    before = len(desk.zotero.requests)
    started = time.monotonic()
    assert desk.plan().steps == ()
    assert time.monotonic() - started < 15
    assert len(desk.zotero.requests) - before == 1
    desk.zotero.change(desk.item("oakley2020work7")["key"], volume="99")
    desk.pull()
    assert desk.library.studies["oakley2020work7"].citation.volume == "99"
