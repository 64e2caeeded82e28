"""What comes in, what is there already, what is for a person to judge; and files that are whole or not there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from evidence import checks
from evidence.adding import Intake, Outcome, add_all
from evidence.adding.drafting import Work
from evidence.adding.writing import keys_from, write_new
from evidence.files import FileError
from evidence.library import Library
from evidence.model import Citation, Name
from evidence.sources.lookup import Sources
from tests.adding.conftest import TODAY
from tests.stand_ins.server import StandIn, broken, web_page
from tests.stand_ins.services import Shelf
from tests.stand_ins.works import DOI, article, deposit, on, update

KEY = "quill2021link"


def add(intake: Intake, sources: Sources, *identifiers: str) -> list[Outcome]:
    return list(add_all(identifiers, intake, sources))


def work(**changes: Any) -> Work:
    fields = {
        "type": "article-journal", "title": "A garden of invented evidence: what grew", "issued": "2022",
        "author": [Name(family="Rake", given="Ash")], "container_title": "Journal of Sheds", "doi": "10.5555/garden",
    }  # fmt: skip
    return Work(Citation.model_validate({name: v for name, v in (fields | changes).items() if v}), "crossref", TODAY)


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).parts[0] in {"references", "summaries"}
    }


def test_a_doi_becomes_a_record_that_the_checks_accept(library_copy: Path, intake: Intake, sources: Sources) -> None:
    (outcome,) = add(intake, sources, f"https://doi.org/{DOI}")
    assert (outcome.status, outcome.key) == ("added", KEY)
    library = Library.load(library_copy)
    study = library.studies[KEY]
    assert study.citation.doi == DOI
    assert study.provenance.extraction.read == "none"
    assert study.provenance.citation.source == "crossref; openalex, 2026-11-22 (PMCID, PMID)"
    assert study.access.status == "gold"
    assert study.tags.connector == ["link-worker"]
    assert outcome.text is not None
    assert "by the sea" not in outcome.text  # words of the abstract
    problems = checks.run(library, [KEY])
    assert [(problem.code, problem.level) for problem in problems] == [("summary-draft", "notice")]
    assert (library_copy / f"summaries/{KEY}.md.draft").exists()


def test_the_second_time_it_says_which_record_holds_it_and_asks_nobody(
    library_copy: Path, intake: Intake, sources: Sources, stand_in: StandIn
) -> None:
    add(intake, sources, DOI)
    asked, before = len(stand_in.requests), files(library_copy)
    (outcome,) = add(Intake(Library.load(library_copy)), sources, f"doi:{DOI.upper()}.")
    assert (outcome.status, outcome.key) == ("there", KEY)
    assert f"references/{KEY}.yaml" in outcome.message
    assert (len(stand_in.requests), files(library_copy)) == (asked, before)


def test_one_work_given_three_times_comes_in_once(intake: Intake, sources: Sources, shelf: Shelf) -> None:
    shelf.aliases["10.5555/old"] = DOI
    shelf.openalex["pmid:99000007"] = shelf.openalex[f"doi:{DOI}"]
    outcomes = add(intake, sources, DOI, "10.5555/old", "PMID: 99000007")
    assert [outcome.status for outcome in outcomes] == ["added", "there", "there"]
    assert {outcome.key for outcome in outcomes} == {KEY}
    assert any("10.5555/old is an alias" in remark for remark in outcomes[1].remarks)
    assert "just now" in outcomes[2].message


def test_awkward_works_come_in_and_bad_ones_stop_nobody(
    library_copy: Path, intake: Intake, sources: Sources, shelf: Shelf, stand_in: StandIn
) -> None:
    crowd = [{"family": f"Person{number}", "given": "A. B."} for number in range(300)]
    shelf.crossref |= {
        "10.5555/crowd": article("10.5555/crowd", title=["A crowd of 300 writes a paper"], author=crowd),
        "10.5555/bare": {"DOI": "10.5555/bare", "type": "other"},
        "10.5555/odd": article(
            "10.5555/odd", title=["<jats:i>In\u2028vitro</jats:i> &amp;amp; \u0007 {{x}} 'y' \"z\": #1"]
        ),
        "10.5555/<sici>(1)2:3;a": article("10.5555/<sici>(1)2:3;a", title=["Old brackets in an old identifier"]),
        "10.5555/far": article("10.5555/far", title=["Письма издалека"], author=[{"family": "الحربي"}]),
    }
    shelf.datacite["10.5555/repo.42"] = deposit()
    stand_in.fail("/crossref/works/10.5555/page", web_page())
    shelf.crossref["10.5555/page"] = article("10.5555/page", title=["Never seen"])
    stand_in.fail("/crossref/works/10.5555/down", *[broken(503)] * 4)
    shelf.crossref["10.5555/down"] = article("10.5555/down", title=["Never answered"])
    given = [
        "10.5555/crowd", "10.5555/page", "10.5555/bare", "nonsense \u001b[31m", "10.5555/odd", "10.5555/down",
        "10.5555/%3Csici%3E(1)2:3;a", "10.5555/unknown", "10.5555/far", "10.5555/repo.42",
    ]  # fmt: skip
    outcomes = add(intake, sources, *given)
    assert [outcome.asked for outcome in outcomes] == given
    assert [outcome.status for outcome in outcomes] == [
        "added", "failed", "added", "failed", "added", "failed", "added", "failed", "added", "added",
    ]  # fmt: skip
    library = Library.load(library_copy)
    assert library.problems == ()
    assert set(intake.added) <= set(library.studies)
    assert len(library.studies["person02021crowd"].citation.author) == 300
    errors = [problem for problem in checks.run(library, intake.added) if problem.level == "error"]
    assert errors == []
    assert list(library_copy.rglob("*.tmp")) == []


def test_a_retracted_work_says_so(library_copy: Path, intake: Intake, sources: Sources, shelf: Shelf) -> None:
    shelf.crossref[DOI] = article(updated_by=[update("10.5555/notice", "retraction")])
    (outcome,) = add(intake, sources, DOI)
    assert (outcome.integrity.status, outcome.integrity.notice) == ("retracted", "10.5555/notice")
    assert not Library.load(library_copy).studies[KEY].counts_as_evidence


def test_what_may_be_there_is_unsure_and_written_only_by_force(library_copy: Path, intake: Intake) -> None:
    intake.take("first", work())
    before = files(library_copy)
    other = work(doi="10.5555/another", title="A garden of invented evidence: what did grow")
    unsure = intake.take("second", other)
    assert unsure.status == "unsure"
    assert [candidate.name for candidate in unsure.candidates] == ["rake2022garden"]
    assert unsure.candidates[0].reasons
    assert "evidence add --force 10.5555/another" in unsure.message
    assert files(library_copy) == before
    forced = Intake(Library.load(library_copy), force=True).take("second", other)
    assert (forced.status, forced.key) == ("added", "rake2022gardena")


def test_force_does_not_bring_in_what_surely_is_there(intake: Intake) -> None:
    intake.take("first", work())
    again = Intake(intake.library, force=True).take("again", work())
    assert (again.status, again.key) == ("there", "rake2022garden")


def test_what_is_likely_there_says_why_and_that_the_record_has_no_doi(intake: Intake) -> None:
    intake.take("first", work(doi=None, author=None))
    outcome = intake.take("second", work())
    assert outcome.status == "there"
    assert any("likely and not certain" in remark for remark in outcome.remarks)
    assert any("has no DOI; that of this work is 10.5555/garden" in remark for remark in outcome.remarks)


def test_the_isbn_of_a_chapter_is_not_the_book(intake: Intake, sources: Sources, shelf: Shelf) -> None:
    isbn = "9780306406164"
    intake.take("chapter", work(type="chapter", isbn=isbn, container_title="The Book of Sheds", doi=None))
    shelf.crossref["10.5555/book"] = article(
        "10.5555/book", type="book", title=["The Book of Sheds"], ISBN=[isbn], container_title=None
    )
    (outcome,) = add(intake, sources, f"ISBN {isbn}")
    assert outcome.status == "added"


def test_a_dry_run_shows_the_files_and_writes_none(library_copy: Path, sources: Sources) -> None:
    before = files(library_copy)
    dry = Intake(Library.load(library_copy), dry_run=True)
    first, second = add(dry, sources, DOI, "PMID 1")[0], dry.take("again", work(doi=DOI))
    assert first.text is not None
    assert first.text.splitlines()[1] == f"key: {KEY}"
    assert second.status in {"there", "unsure"}
    assert files(library_copy) == before


def test_two_works_with_one_key_get_a_letter(intake: Intake) -> None:
    keys = [
        intake.take(str(n), work(title=f"Garden {word}", doi=f"10.5555/{n}")).key
        for n, word in enumerate(["of stones and moss", "under ice for years", "where nobody sits"])
    ]
    assert keys == ["rake2022garden", "rake2022gardena", "rake2022gardenb"]
    assert list(islice(keys_from("k"), 29))[-3:] == ["kz", "kaa", "kab"]


def test_a_key_is_not_taken_from_a_file_that_cannot_be_read_nor_from_a_summary(library_copy: Path) -> None:
    broken_file = library_copy / "references/rake2022garden.yaml"
    broken_file.write_text("key: [", encoding="utf-8")
    (library_copy / "summaries/rake2022gardena.md").write_text("---\n", encoding="utf-8")
    outcome = Intake(Library.load(library_copy)).take("x", work())
    assert outcome.key == "rake2022gardenb"
    assert broken_file.read_text(encoding="utf-8") == "key: ["


def test_a_record_too_large_to_be_read_is_not_written(library_copy: Path, intake: Intake) -> None:
    crowd = [Name(family=f"Family{number}", given="Given names " * 9 + "and more") for number in range(9000)]
    before = files(library_copy)
    assert intake.take("x", work(author=crowd)).status == "failed"
    assert files(library_copy) == before


def test_a_name_that_is_taken_by_no_record_is_passed_over(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = iter([False, True, True])  # as where a file system does not tell capitals apart
    monkeypatch.setattr("evidence.adding.intake.write_new", lambda *_: next(taken))
    assert intake.take("x", work()).key == "rake2022gardena"


def test_two_maintainers_at_once_write_one_record(library_copy: Path) -> None:
    intakes = [Intake(Library.load(library_copy)) for _ in range(8)]
    outcomes: list[Outcome] = []
    start = threading.Barrier(len(intakes))

    def take(intake: Intake) -> None:
        start.wait()
        outcomes.append(intake.take("same", work()))

    threads = [threading.Thread(target=take, args=(intake,)) for intake in intakes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome.status for outcome in outcomes) == ["added"] + ["there"] * 7
    assert len(list((library_copy / "references").glob("rake2022*"))) == 1


def test_a_draft_that_somebody_began_is_kept(library_copy: Path, intake: Intake) -> None:
    begun = library_copy / "summaries/rake2022garden.md.draft"
    begun.write_text("begun", encoding="utf-8")
    intake.take("x", work())
    assert begun.read_text(encoding="utf-8") == "begun"


def test_a_file_is_never_overwritten_and_never_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "deep" / "file.yaml"
    assert write_new(target, "one\n")
    assert not write_new(target, "two\n")
    assert target.read_text(encoding="utf-8") == "one\n"

    def refuse(*_: object) -> Iterator[None]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(FileError, match="No space left"):
        write_new(tmp_path / "other.yaml", "text")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["deep", "file.yaml"]


def test_a_file_system_without_links_is_written_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert write_new(tmp_path / "a.yaml", "one\n")
    assert not write_new(tmp_path / "a.yaml", "two\n")
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["one\n"]


def test_a_later_date_and_a_service_that_is_silent_about_access(intake: Intake, sources: Sources, shelf: Shelf) -> None:
    del shelf.openalex[f"doi:{DOI}"]
    shelf.crossref[DOI] = article(published_print=on(2021), published_online=None)
    (outcome,) = add(intake, sources, DOI)
    assert outcome.status == "added"
    assert outcome.text is not None
    assert "access: {status: not-checked" in outcome.text
    assert any("OpenAlex" in remark for remark in outcome.remarks)
    assert "# Remark: OpenAlex" in outcome.text
