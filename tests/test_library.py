"""The library: loading that never stops, looking up, families, ties, and saving with the smallest change."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.errors import NotFoundError, Problem
from evidence.library import Library
from evidence.model import Citation, Study


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_everything_is_loaded_in_the_order_of_keys(miniature: Library) -> None:
    assert miniature.problems == ()
    assert list(miniature.studies) == sorted(miniature.studies)
    assert len(miniature.studies) == 7
    assert len(miniature.summaries) == 4
    assert list(miniature.vocabulary.measures) == ["wemwbs", "phq-9", "ucla-3", "count"]


def test_a_folder_without_a_library_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="--library"):
        Library.load(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "@DOI 10.5555/LWTEST.2021.101", "https://doi.org/10.5555/lwtest.2021.101", "PMID: 99000001", "PMC99000001",
        "oakley2021connector",
    ],
)  # fmt: skip
def test_a_record_is_found_by_key_and_by_any_identifier(text: str, miniature: Library) -> None:
    assert miniature.study(text).key == "oakley2021connector"


def test_a_book_is_found_by_either_isbn(miniature: Library) -> None:
    assert miniature.study("0-306-40615-2").key == miniature.study("978-0-306-40615-7").key == "nimbus2018atlas"


@pytest.mark.parametrize("text", ["", "nobody2020none", "10.5555/not-here", "99"])
def test_what_is_not_there_is_said_to_be_missing(text: str, miniature: Library) -> None:
    with pytest.raises(NotFoundError, match="evidence list"):
        miniature.study(text)


def test_papers_on_the_same_people_are_one_family(miniature: Library) -> None:
    family = frozenset({"oakley2021connector", "alharbi2022corner"})
    assert miniature.families["oakley2021connector"] == miniature.families["alharbi2022corner"] == family
    assert miniature.families["marsh2023link"] == {"marsh2023link"}


def test_a_family_of_three_is_found_whatever_the_order_of_ties(library_copy: Path) -> None:
    tie = "relations: [{type: same-data-as, key: alharbi2022corner}]\nprovenance:\n"
    change(library_copy / "references/harbour2019year.yaml", "provenance:\n", tie)
    library = Library.load(library_copy)
    family = {"oakley2021connector", "alharbi2022corner", "harbour2019year"}
    assert {key for key, members in library.families.items() if members == family} == family


def test_families_are_counted_once_and_retracted_works_not_at_all(miniature: Library) -> None:
    everything = list(miniature.studies.values())
    assert miniature.count_families(everything) == 5
    assert miniature.count_families([miniature.study("tamsin2020green")]) == 0
    assert miniature.count_families([]) == 0


def test_ties_are_seen_from_both_ends(miniature: Library) -> None:
    there = [(tie.type, tie.inverse, tie.study.key) for tie in miniature.relations["alharbi2022corner"]]
    back = [(tie.type, tie.inverse, tie.study.key) for tie in miniature.relations["oakley2021connector"]]
    assert there == [("follow-up-of", False, "oakley2021connector")]
    assert sorted(back) == [("follow-up-of", True, "alharbi2022corner"), ("includes", True, "marsh2023link")]


def test_a_term_finds_the_records_of_narrower_ones(miniature: Library) -> None:
    assert [study.key for study in miniature.with_term("activity", "nature-based")] == [
        "alharbi2022corner",
        "tamsin2020green",
    ]
    assert [study.key for study in miniature.with_term("country", "GB")] == [
        "alharbi2022corner", "harbour2019year", "marsh2023link", "oakley2021connector",
    ]  # fmt: skip
    assert [study.key for study in miniature.with_term("outcome", "loneliness")] == [
        "alharbi2022corner",
        "oakley2021connector",
    ]
    assert miniature.with_term("model", "leaflet") == []


def test_one_bad_file_leaves_the_others(library_copy: Path) -> None:
    (library_copy / "references/bad2020one.yaml").write_bytes(b"\xff\xfe")
    (library_copy / "references/bad2020two.yaml").write_text("key: [\n", encoding="utf-8")
    (library_copy / "references/bad2020three.yaml").write_text("just words\n", encoding="utf-8")
    (library_copy / "references/bad2020four.yaml").write_text("", encoding="utf-8")
    (library_copy / "summaries/bad2020one.md").write_text("no front matter", encoding="utf-8")
    (library_copy / "vocabulary/models.yaml").unlink()
    change(library_copy / "vocabulary/measures.yaml", "better: lower", "better: shorter")
    library = Library.load(library_copy)
    assert len(library.studies) == 7
    assert len(library.summaries) == 4
    assert list(library.vocabulary.measures) == ["wemwbs", "ucla-3", "count"]
    assert "model" not in library.vocabulary.facets
    assert {(problem.path, problem.code) for problem in library.problems} == {
        ("references/bad2020one.yaml", "unreadable-file"),
        ("references/bad2020two.yaml", "malformed-yaml"),
        ("references/bad2020three.yaml", "schema"),
        ("references/bad2020four.yaml", "schema"),
        ("summaries/bad2020one.md", "summary-shape"),
        ("vocabulary/models.yaml", "unreadable-file"),
        ("vocabulary/measures.yaml", "schema"),
    }


@pytest.mark.parametrize(
    ("old", "new", "field", "said"),
    [
        ("  volume:", "  volum:", "citation.volum", "'volume'"),
        ('volume: "12"', "volume: 12", "citation.volume", '"12"'),
        ("type: article-journal", "type: artikel", "citation.type", "article-journal"),
        ('issued: "2021-03-09"', 'issued: "March 2021"', "citation.issued", "YYYY-MM-DD"),
        ("model: [holistic]", "model: holistic", "tags.model", "[one, two]"),
        ("n: 400,", 'n: "400",', "study.participants.n", "digits without quotes"),
        ("setting: ", "setting:\n    place: ", "study.setting", ""),
        ("funder: The Invented Trust", "funder: ''", "study.funder", ""),
    ],
)
def test_a_fault_names_its_field_its_line_and_the_way_out(
    old: str, new: str, field: str, said: str, library_copy: Path
) -> None:
    path = library_copy / "references/oakley2021connector.yaml"
    line = 1 + path.read_text(encoding="utf-8")[: path.read_text(encoding="utf-8").index(old)].count("\n")
    change(path, old, new)
    problems = Library.load(library_copy).problems
    found = {problem.field: problem for problem in problems}
    assert field in found, problems
    assert found[field].line == line
    assert said in found[field].remedy


def test_saving_what_was_not_changed_changes_nothing(library_copy: Path) -> None:
    library = Library.load(library_copy)
    for key, study in library.studies.items():
        path = library_copy / library.path_of(key)
        before = path.read_bytes()
        assert library.save(study) == path
        assert path.read_bytes() == before


def test_saving_touches_only_the_line_that_changed(library_copy: Path) -> None:
    library = Library.load(library_copy)
    study = library.study("oakley2021connector")
    path = library_copy / library.path_of(study.key)
    before = path.read_text(encoding="utf-8").splitlines()
    citation = study.citation.model_copy(update={"volume": "13"})
    library.save(study.model_copy(update={"citation": citation}))
    after = path.read_text(encoding="utf-8").splitlines()
    changed = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    assert changed == [('  volume: "12"', '  volume: "13"')]
    assert Library.load(library_copy).study(study.key).citation.volume == "13"


def test_a_new_record_is_written_so_that_it_is_read_back_equal(library_copy: Path) -> None:
    library = Library.load(library_copy)
    old = library.study("alharbi2022corner")
    new = Study.model_validate(
        {
            "key": "alharbi2024garden",
            "collections": ["reading-list"],
            "citation": {
                "type": "report",
                "title": "“Gardens” & <b>more</b>: 100% #1",
                "author": [{"family": "O'Neil"}],
            },
            "provenance": {
                "citation": {"source": "crossref", "retrieved": "2024-05-06"},
                "extraction": {"read": "none", "extracted": "2024-05-06"},
            },
        }
    )
    path = library.save(new)
    again = Library.load(library_copy)
    assert again.problems == ()
    assert again.studies["alharbi2024garden"] == new
    assert again.studies["alharbi2022corner"] == old
    assert path.read_text(encoding="utf-8").startswith("# yaml-language-server:")
    assert not list(path.parent.glob(".*"))


def test_a_problem_is_one_line_that_a_terminal_links() -> None:
    problem = Problem("page-range", "references/a.yaml", 7, "citation.page", "It ends early.", "Turn it round.")
    assert problem.place == "references/a.yaml:7"
    assert str(problem) == "references/a.yaml:7: error [page-range] citation.page: It ends early. Turn it round."


@pytest.mark.library
def test_the_works_of_the_reading_list_are_there(real_library: Library) -> None:
    assert real_library.problems == ()
    listed = [study for study in real_library.studies.values() if "reading-list" in study.collections]
    assert len(listed) == 35
    assert all(isinstance(study.citation, Citation) for study in listed)
