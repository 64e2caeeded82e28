"""Works from files: found by identifier or by words, doubted when they are others, taken as they are offline."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.adding import Intake, Outcome
from evidence.adding.importing import import_all
from evidence.adding.items import FORMAT_IDS, ImportFileError, read_file
from evidence.adding.searching import accepted
from evidence.files import FileError
from evidence.library import Library
from evidence.model import Citation, Name
from evidence.sources.lookup import Sources
from tests.adding.conftest import TODAY
from tests.stand_ins.server import StandIn, web_page
from tests.stand_ins.services import Shelf
from tests.stand_ins.works import DOI, article, on

ROOT = Path(__file__).parents[2]

BIBTEX = f"""\
@article{{quill, title = {{Link workers and the lighthouse: an invented evaluation}},
  author = {{Quill, Ada and others}}, year = 2021, journal = {{Journal of Invented Care}}, doi = {{https://doi.org/{DOI.upper()}}}}}
@article{{broken, title = {{Never closed,
@misc{{nothing, note = {{nobody}}}}
"""

LIST = """\
Some reading

Quill, A., & van der Fen, B. (2021). Link workers and the lighthouse: an invented evaluation. Journal of Invented Care, 7(2), 101-110.

Brush, C. (2020). Painting the pier in winter: a diary study. Annals of Pretend Medicine, 3(1), 5-9.

Oakley, W. T. (2021). A “connector” for 100% of practices: the Harbour & Hill randomised trial of link workers. Journal of Invented Studies, 12(3), 101-110. https://doi.org/10.5555/lwtest.2021.101
"""  # noqa: E501


def run(tmp_path: Path, name: str, text: str, intake: Intake, sources: Sources | None) -> list[Outcome]:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return list(import_all(read_file(file), intake, sources, TODAY))


def statuses(outcomes: list[Outcome]) -> list[str]:
    return [outcome.status for outcome in outcomes]


def test_an_entry_with_a_doi_is_looked_up_and_broken_ones_are_told_by_line(
    tmp_path: Path, intake: Intake, sources: Sources
) -> None:
    outcomes = run(tmp_path, "mine.bib", BIBTEX, intake, sources)
    added = [outcome for outcome in outcomes if outcome.status == "added"]
    assert [outcome.key for outcome in added] == ["quill2021link"]
    assert [name.family for name in intake.library.studies["quill2021link"].citation.author] == ["Quill", "Fen"]
    failed = [outcome for outcome in outcomes if outcome.status == "failed"]
    assert failed
    assert all(outcome.asked.startswith("line ") for outcome in failed)
    assert "Never closed" in " ".join(outcome.message for outcome in failed)


def test_a_pasted_list_finds_by_words_what_has_no_doi(tmp_path: Path, intake: Intake, sources: Sources) -> None:
    outcomes = run(tmp_path, "list.txt", LIST, intake, sources)
    assert statuses(outcomes) == ["added", "unsure", "there"]
    assert outcomes[0].key == "quill2021link"
    assert any(f"by its words it is DOI {DOI}" in remark for remark in outcomes[0].remarks)
    assert "no identifier" in outcomes[1].message
    assert outcomes[2].key == "oakley2021connector"


def test_what_is_likely_but_of_another_year_is_for_a_person(
    tmp_path: Path, intake: Intake, sources: Sources, shelf: Shelf
) -> None:
    shelf.crossref[DOI] = article(published_print=on(2023), published_online=None, published=on(2023), issued=on(2023))
    outcome = run(tmp_path, "list.txt", LIST, intake, sources)[0]
    assert outcome.status == "unsure"
    assert [candidate.name for candidate in outcome.candidates] == [f"DOI {DOI}"]
    assert outcome.candidates[0].reasons


WANTED = Citation(
    type="article-journal", title="Painting the pier in winter: a diary study", issued="2020",
    author=[Name(family="Brush", given="C.")], container_title="Annals of Pretend Medicine",
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "is_accepted"),
    [
        ({}, True),
        ({"issued": "2021-01"}, True),
        ({"issued": "2022"}, False),
        ({"issued": None}, False),
        ({"author": []}, False),
        ({"author": [Name(family="Comb", given="C.")]}, False),
        ({"title": "Painting the pier in summer: a survey of gulls"}, False),
        ({"title": "Correction: Painting the pier in winter: a diary study"}, False),
        ({"type": "article"}, False),
    ],
)
def test_a_match_needs_title_author_and_year(changes: dict[str, object], is_accepted: bool) -> None:  # noqa: FBT001
    candidate = WANTED.model_copy(update={"doi": "10.5555/pier", **changes})
    assert (accepted(WANTED, [candidate]) is candidate) is is_accepted


def test_two_works_that_fit_alike_are_for_a_person() -> None:
    pair = [WANTED.model_copy(update={"doi": f"10.5555/{n}"}) for n in range(2)]
    assert accepted(WANTED, pair) is None
    assert accepted(WANTED, [pair[0], pair[0]]) is pair[0]


def test_a_doi_that_leads_to_another_work_is_not_believed(
    tmp_path: Path, library_copy: Path, intake: Intake, sources: Sources
) -> None:
    text = f"TY  - JOUR\nTI  - Painting the pier in winter\nAU  - Brush, Cy\nPY  - 2020\nDO  - {DOI}\nER  - \n"
    before = sorted((library_copy / "references").iterdir())
    (outcome,) = run(tmp_path, "one.ris", text, intake, sources)
    assert outcome.status == "unsure"
    assert "leads to another work than it names" in outcome.message
    assert outcome.candidates[0].name == f"DOI {DOI}"
    assert sorted((library_copy / "references").iterdir()) == before


def test_a_doi_that_nobody_knows_brings_what_its_words_find(tmp_path: Path, intake: Intake, sources: Sources) -> None:
    title = "Link workers and the lighthouse: an invented evaluation"
    text = f"TY  - JOUR\nTI  - {title}\nAU  - Quill, Ada\nPY  - 2021\nDO  - 10.5555/typo\nER  - \n"
    (outcome,) = run(tmp_path, "one.ris", text, intake, sources)
    assert outcome.status == "unsure"
    assert "does not exist" in outcome.message
    assert [candidate.name for candidate in outcome.candidates] == [f"DOI {DOI}"]


def test_a_service_that_fails_fails_one_entry(
    tmp_path: Path, intake: Intake, sources: Sources, stand_in: StandIn
) -> None:
    stand_in.fail("/crossref/works", *[web_page()] * 9)
    outcomes = run(tmp_path, "list.txt", LIST, intake, sources)
    assert statuses(outcomes) == ["failed", "failed", "there"]
    assert all("web page" in outcome.message for outcome in outcomes[:2])


def test_a_work_that_a_file_names_twice_comes_in_once_and_both_lines_are_named(
    tmp_path: Path, intake: Intake, sources: Sources
) -> None:
    record = f"TY  - JOUR\nTI  - Link workers and the lighthouse: an invented evaluation\nDO  - {DOI}\nER  - \n"
    first, second = run(tmp_path, "two.ris", record * 2, intake, sources)
    assert (first.status, second.status) == ("added", "there")
    assert any("twice: first on line 1" in remark for remark in second.remarks)


def test_offline_takes_the_values_of_the_file_and_says_so(
    tmp_path: Path, library_copy: Path, intake: Intake, stand_in: StandIn
) -> None:
    outcomes = run(tmp_path, "list.txt", LIST, intake, None)
    assert statuses(outcomes) == ["added", "added", "there"]
    study = Library.load(library_copy).studies["brush2020painting"]
    provenance = study.provenance.citation
    assert provenance.source == "list.txt"
    assert {"title", "author", "issued", "volume"} <= set(provenance.unverified)
    assert study.integrity.status == "not-checked"
    assert stand_in.requests == []


def test_a_caption_is_told_to_belong_to_its_work_and_brings_nothing_in(
    tmp_path: Path, library_copy: Path, intake: Intake
) -> None:
    text = LIST + "\nImage from Brush, C. (2020). Painting the pier in winter: a diary study.\n"
    outcomes = run(tmp_path, "list.txt", text, intake, None)
    captions = [outcome for outcome in outcomes if "(caption)" in outcome.asked]
    assert [outcome.key for outcome in captions] == ["brush2020painting"]
    assert len(list((library_copy / "references").glob("brush*"))) == 1


@pytest.mark.parametrize(
    ("name", "text", "format_id"),
    [
        ("x.bib", "@article{a, title={T}}", "bibtex"),
        ("x.ris", "TY  - JOUR\nER  - \n", "ris"),
        ("x.nbib", "PMID- 1\n", "nbib"),
        ("x.json", "[]", "csl-json"),
        ("x.txt", "Quill, A. (2021). A title of some words. Journal, 1(1), 2-3.", "reading-list"),
        ("x.txt", "TY  - JOUR\nTI  - T\nER  - \n", "ris"),
    ],
)
def test_the_format_is_told_by_look_and_name(tmp_path: Path, name: str, text: str, format_id: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    assert read_file(file).format_id == format_id
    assert format_id in FORMAT_IDS


def test_a_file_that_is_nothing_known_or_not_there_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(b"PK\x03\x04\x00")
    with pytest.raises(ImportFileError, match="--format"):
        read_file(tmp_path / "x.docx")
    with pytest.raises(FileError, match="cannot be read"):
        read_file(tmp_path / "none.bib")


@pytest.mark.library
def test_the_reading_list_is_recognised_whole(real_path: Path, stand_in: StandIn, sources: Sources) -> None:
    intake = Intake(Library.load(real_path), dry_run=True)
    contents = read_file(ROOT / "tests/data/link-worker-research.txt")
    outcomes = list(import_all(contents, intake, sources, TODAY))
    references = [outcome for outcome in outcomes if "(caption)" not in outcome.asked]
    assert len(references) == 36
    assert {outcome.status for outcome in outcomes} == {"there"}
    wanted = {key for key, study in intake.library.studies.items() if "reading-list" in study.collections}
    assert {outcome.key for outcome in references} == wanted
    assert len(wanted) == 35
    twice = [outcome.key for outcome in references if any("names the same work" in one for one in outcome.remarks)]
    assert twice == ["woodall2018understanding"]
    assert [outcome.key for outcome in outcomes if "(caption)" in outcome.asked] == ["husk2019approaches"]
    assert stand_in.requests == []


@pytest.mark.library
def test_the_reading_list_makes_35_records_of_an_empty_base(tmp_path: Path, real_path: Path) -> None:
    (tmp_path / "references").mkdir()
    (tmp_path / "vocabulary").symlink_to(real_path / "vocabulary")
    intake = Intake(Library.load(tmp_path))
    contents = read_file(ROOT / "tests/data/link-worker-research.txt")
    outcomes = list(import_all(contents, intake, None, TODAY))
    assert sum(outcome.status == "added" for outcome in outcomes) == 35
    assert {outcome.status for outcome in outcomes} == {"added", "there"}
    assert len(Library.load(tmp_path).studies) == 35
