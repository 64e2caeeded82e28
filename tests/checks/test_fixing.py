"""What has one right answer is mended, in the file, once; what has none, and all the rest of the file, stays."""

from __future__ import annotations

import difflib
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence import checks
from evidence.checks import CHECKS, Mended
from evidence.checks.citation import plain_pages
from evidence.checks.identifiers import bare_doi
from evidence.checks.strays import tidy, without_full_stop
from evidence.files import write_text
from evidence.identifiers import IdentifierError
from evidence.library import Library
from evidence.validation import dotted, undotted
from tests.checks.breakages import BREAKAGES, Breakage
from tests.checks.test_breakages import names

OAKLEY = "references/oakley2021connector.yaml"
DOI = "DOI: 10.5555/lwtest.2021.101\n"
FAULTS = {
    DOI: ["DOI: https://doi.org/10.5555/LWTEST.2021.101\n", 'DOI: "doi: 10.5555/lwtest.2021.101."  # seen\n'],
    'PMID: "99000001"\n': ["PMID: 99000001\n", 'PMID: "https://pubmed.ncbi.nlm.nih.gov/99000001/"\n'],
    "PMCID: PMC99000001\n": ["PMCID: pmc99000001\n", "PMCID: https://pmc.ncbi.nlm.nih.gov/articles/PMC99000001/\n"],
    "ISSN: 2049-3630\n": ["ISSN: 20493630\n", "ISSN: eISSN 2049-3630\n"],
    'page: "101-110"\n': ["page: 101–110\n", 'page: "pp. 101 – 10"\n', "page: 101--110   # in print\n"],
    'volume: "12"\n': ["volume: 12\n", 'volume: " 12 "\n', "volume: >-\n    12\n"],
    'issued: "2021-03-09"\n': ['issued: "2021-03-09"\n'],
    "container-title: Journal of Invented Studies\n": [
        "container-title: Journal  of Invented Studies\n",
        'container-title: "Journal of Inven\\u00adted\\tStudies"\n',
    ],
    'trial of link workers"\n': ['trial of link workers."\n', 'trial  of link workers "\n'],
    "licence: CC-BY-4.0": ["licence: CC BY 4.0", 'licence: "cc-by-4.0"'],
    "connector: [link-worker]\n": ["connector: [link-worker, link-worker]\n"],
    "# yaml-language-server: $schema=../schema/record.json\n": ["", "#yaml-language-server: $schema=old.json\n"],
}  # fmt: skip
"""What stands in the trial's record, and ways to write it wrongly that have one right answer."""


def mend_all(root: Path) -> list[Mended]:
    done: list[Mended] = []
    for _ in range(9):
        library = Library.load(root)
        found = list(checks.mend(library, checks.run(library)))
        for mended in found:
            write_text(root / mended.path, mended.new)
        if not found:
            return done
        done += found
    raise AssertionError("it goes on mending")


def break_and_mend(root: Path, old: str, new: str, path: str = OAKLEY) -> str:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    mend_all(root)
    return (root / path).read_text(encoding="utf-8")


def only_change(before: str, after: str) -> tuple[list[str], list[str]]:
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    return [line[2:] for line in lines if line[0] == "-"], [line[2:] for line in lines if line[0] == "+"]


@pytest.mark.parametrize(("right", "wrong"), [(right, wrong) for right, ways in FAULTS.items() for wrong in ways])
def test_what_has_one_right_answer_is_mended(library_copy: Path, right: str, wrong: str) -> None:
    before = Library.load(library_copy).studies["oakley2021connector"]
    break_and_mend(library_copy, right, wrong)
    library = Library.load(library_copy)
    assert library.studies["oakley2021connector"] == before
    assert [str(problem) for problem in checks.run(library) if problem.level != "notice"] == []


def test_only_the_value_that_is_wrong_changes(library_copy: Path) -> None:
    before = (library_copy / OAKLEY).read_text(encoding="utf-8")
    wrong = "DOI:   'https://dx.doi.org/10.5555/LWtest.2021.101'   # from the publisher's page\n"
    after = break_and_mend(library_copy, DOI, wrong)
    assert only_change(before, after) == (
        ["  DOI: 10.5555/lwtest.2021.101"],
        ["  DOI:   '10.5555/lwtest.2021.101'   # from the publisher's page"],
    )


def test_line_ends_of_another_system_stay(library_copy: Path) -> None:
    path = library_copy / OAKLEY
    before = path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(before.replace(b"101-110", "101–110".encode()))
    mend_all(library_copy)
    assert path.read_bytes() == before


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_faults_together_are_mended_and_a_second_run_changes_nothing(miniature_path: Path, data: st.DataObject) -> None:
    sound = (miniature_path / OAKLEY).read_text(encoding="utf-8")
    text = sound
    for right, ways in FAULTS.items():
        text = text.replace(right, data.draw(st.sampled_from([right, *ways])), 1)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "vocabulary").symlink_to(miniature_path / "vocabulary")
        (root / "references").mkdir()
        (root / OAKLEY).write_text(text, encoding="utf-8")
        mend_all(root)
        once = (root / OAKLEY).read_text(encoding="utf-8")
        assert (
            Library.load(root).studies["oakley2021connector"]
            == Library.load(miniature_path).studies["oakley2021connector"]
        )
        assert mend_all(root) == []
        assert (root / OAKLEY).read_text(encoding="utf-8") == once
    # Everything from the tags on is curated: byte for byte as it was, but for the tag that stood twice.
    assert once[once.index("tags:") :] == sound[sound.index("tags:") :]
    comments = [line for line in text.splitlines() if line.startswith("# The")]
    assert [line for line in once.splitlines() if line.startswith("# The")] == comments


@pytest.mark.parametrize("breakage", [one for one in BREAKAGES if not CHECKS[one.code].fix], ids=names)
def test_what_a_person_must_decide_is_left_alone(library_copy: Path, breakage: Breakage) -> None:
    breakage.apply(library_copy)
    library = Library.load(library_copy)
    mended = [problem.code for one in checks.mend(library, checks.run(library)) for problem in one.problems]
    assert breakage.code not in mended


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("10.5555/lwtest.2021.101", "10.5555/lwtest.2021.101 and 10.5555/lwtest.2021.102"),
        ("10.5555/lwtest.2021.101", "https://publisher.example/doi/10.5555/lwtest.2021.101?x=1"),
        ("10.5555/lwtest.2021.101", "not a DOI"),
        ('"99000001"', '"99000001 (and 99000002)"'),
        ('"101-110"', '"110-101"'),
        ('"101-110"', "101–103–110"),
        ('"101-110"', "in press"),
        ("CC-BY-4.0", "free to read"),
        ("n: 400", "n: -400"),
        ("n: 400", 'n: "400"'),
        ('"2021-03-09"', "20210309"),
        ('volume: "12"', "volume: true"),
        ('volume: "12"', "volume: null"),
        ('volume: "12"', "volume: [12]"),
        ("given: Wren T.", "given: WREN"),
        ("People knew which", "People  knew which"),
    ],
)
def test_doubtful_values_stay_as_they_are(library_copy: Path, old: str, new: str) -> None:
    text = (library_copy / OAKLEY).read_text(encoding="utf-8").replace(old, new, 1)
    assert break_and_mend(library_copy, old, new) == text


def test_numbers_keep_their_digits(library_copy: Path) -> None:
    assert 'volume: "1.10"\n' in break_and_mend(library_copy, 'volume: "12"\n', "volume: 1.10\n")


def test_of_tags_that_stand_twice_the_first_stay(library_copy: Path) -> None:
    wrong = "connector: [link-worker, link-worker, peer-or-volunteer, peer-or-volunteer, community-connector]\n"
    text = break_and_mend(library_copy, "connector: [link-worker]\n", wrong)
    assert "connector: [link-worker, peer-or-volunteer, community-connector]\n" in text


def test_an_ignored_finding_is_not_mended(library_copy: Path) -> None:
    text = (library_copy / OAKLEY).read_text(encoding="utf-8")
    ignored = text.replace("provenance:\n", "ignore: {page-range: The journal prints it so.}\nprovenance:\n")
    (library_copy / OAKLEY).write_text(ignored, encoding="utf-8")
    assert "page: 101–110\n" in break_and_mend(library_copy, 'page: "101-110"\n', "page: 101–110\n")


def test_a_retired_term_becomes_the_one_that_replaced_it_once(library_copy: Path) -> None:
    breakage = next(one for one in BREAKAGES if one.code == "retired-term")
    breakage.apply(library_copy)
    mend_all(library_copy)
    text = (library_copy / breakage.path).read_text(encoding="utf-8")
    assert "model: [signposting]\n" in text


def test_a_schema_out_of_date_is_made_anew_and_a_missing_one_is_not(library_copy: Path) -> None:
    assert mend_all(library_copy) == []
    (library_copy / "schema").mkdir()
    (library_copy / "schema/record.json").write_text("{}\n", encoding="utf-8")
    [mended] = mend_all(library_copy)
    assert [problem.code for problem in mended.problems] == ["schema-outdated"]
    assert "schema-outdated" not in {problem.code for problem in checks.run(Library.load(library_copy))}


def test_records_that_cannot_be_read_are_left_alone(library_copy: Path) -> None:
    (library_copy / OAKLEY).write_bytes(b"key: [\xff")
    (library_copy / "references/reed2021counting.yaml").write_text("key: {a", encoding="utf-8")
    (library_copy / "references/nimbus2018atlas.yaml").write_text("- 7\n", encoding="utf-8")
    assert mend_all(library_copy) == []


@given(st.text(max_size=40))
def test_what_a_fix_writes_it_would_write_again(text: str) -> None:
    for fix in (plain_pages, bare_doi, tidy, without_full_stop):
        try:
            right = fix(text)
        except IdentifierError:
            continue
        assert right is None or fix(right) in {right, without_full_stop(right)}


@given(st.lists(st.integers(0, 300) | st.text("abcdefg-123", min_size=1), max_size=5))
def test_the_name_of_a_place_leads_back_to_it(steps: list[str | int]) -> None:
    place = ("start", *steps)
    assert undotted(dotted(place)) == place


@pytest.mark.library
def test_nothing_is_to_be_mended_in_the_real_library(real_library: Library) -> None:
    assert [mended.path for mended in checks.mend(real_library, checks.run(real_library))] == []
