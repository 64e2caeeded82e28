"""A record written in a format and read back is the same record, but for what `losses` says."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings

from evidence.formats import FORMATS, READERS
from evidence.formats.losses import LOSSES, after
from evidence.library import Library
from evidence.model import Citation, Study
from tests.formats.awkward import TITLES, study_with
from tests.formats.citations import citations

READ_BY = {"biblatex": "bibtex"}
MANY = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))


def returned(name: str, studies: list[Study], library: Library) -> list[Citation | None]:
    written = FORMATS[name].write(studies, library, "https://example.org/")
    result = READERS[READ_BY.get(name, name)](written)
    assert (result.failures, result.remarks) == ((), ())
    assert [entry.label for entry in result.entries] == [study.key for study in studies]
    return [entry.citation for entry in result.entries]


def test_every_format_of_references_has_its_list_of_losses() -> None:
    assert set(LOSSES) == {"bibtex", "biblatex", "ris", "csl-json"}
    assert all(loss.what.endswith(".") for losses in LOSSES.values() for loss in losses)


@pytest.mark.parametrize("name", LOSSES)
def test_the_miniature_library_comes_back(name: str, miniature: Library) -> None:
    studies = list(miniature.studies.values())
    assert returned(name, studies, miniature) == [after(name, study.citation) for study in studies]


@pytest.mark.library
@pytest.mark.parametrize("name", LOSSES)
def test_the_whole_base_comes_back(name: str, real_library: Library) -> None:
    studies = list(real_library.studies.values())
    assert returned(name, studies, real_library) == [after(name, study.citation) for study in studies]


@pytest.mark.library
@pytest.mark.parametrize("name", ["bibtex", "biblatex", "csl-json"])
def test_the_whole_base_loses_nothing_where_that_is_promised(name: str, real_library: Library) -> None:
    studies = list(real_library.studies.values())
    assert returned(name, studies, real_library) == [study.citation for study in studies]


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("title", TITLES)
def test_any_title_comes_back(name: str, title: str, miniature: Library) -> None:
    [citation] = returned(name, [study_with(miniature, title=title)], miniature)
    assert citation is not None
    expected = re.sub("</?i>", "", title) if name == "csl-json" else title
    assert citation.title == " ".join(expected.split())


@MANY
@given(citation=citations())
@pytest.mark.parametrize("name", LOSSES)
def test_any_citation_comes_back(name: str, citation: Citation, miniature: Library) -> None:
    study = miniature.studies["oakley2021connector"].model_copy(update={"citation": citation})
    assert returned(name, [study], miniature) == [after(name, citation)]


@MANY
@given(citation=citations())
def test_what_biblatex_wrote_is_written_the_same_again(citation: Citation, miniature: Library) -> None:
    study = miniature.studies["oakley2021connector"].model_copy(update={"citation": citation})
    once = FORMATS["biblatex"].write([study], miniature, None)
    [again] = READERS["bibtex"](once).entries
    assert FORMATS["biblatex"].write([study.model_copy(update={"citation": again.citation})], miniature, None) == once


@pytest.mark.parametrize("name", LOSSES)
def test_each_loss_is_one(name: str) -> None:
    """No loss on the list does nothing: each changes some citation."""
    idle = {loss.what for loss in LOSSES[name]}

    @settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(citation=citations())
    def look(citation: Citation) -> None:
        for loss in LOSSES[name]:
            if loss.what in idle and loss.after(citation) != citation:
                idle.discard(loss.what)

    look()
    assert idle == set()
