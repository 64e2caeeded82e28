"""PubMed's format, in invented records."""

from __future__ import annotations

from evidence.formats import nbib
from evidence.model import Citation, Name

RECORD = """
PMID- 99000001
OWN - NLM
STAT- MEDLINE
LR  - 20210401
IS  - 2049-3630 (Electronic)
IS  - 2049-3622 (Linking)
VI  - 12
IP  - 3
DP  - 2021 Mar 9
TI  - A connector for 100% of practices: the Harbour trial
      of link workers.
PG  - 101-10
LID - 10.5555/lwtest.2021.101 [doi]
AB  - Nobody is to keep this.
CI  - (c) 2021.
FAU - van der Berg, Jan
AU  - van der Berg J
AD  - University of Nowhere.
FAU - Pine, Rowan Jr
AU  - Pine R Jr
CN  - The Harbour, Hill and Vale Group
LA  - eng
PT  - Journal Article
PT  - Randomized Controlled Trial
TA  - J Invent Stud
JT  - Journal of invented studies
MH  - *Loneliness
MH  - Social Support/*psychology
OT  - link workers
PMC - PMC99000001
AID - S0000-1 [pii]
AID - 10.5555/lwtest.2021.101 [doi]
EIN - J Invent Stud. 2021;12(4):200. PMID: 99000009
SO  - J Invent Stud. 2021 Mar 9;12(3):101-10.
"""


def test_a_whole_record() -> None:
    result = nbib.read(RECORD)
    assert result.failures == ()
    entry = result.entries[0]
    assert (entry.label, entry.line, entry.remarks) == ("99000001", 2, ())
    assert entry.citation == Citation.model_validate(
        {
            "type": "article-journal", "title": "A connector for 100% of practices: the Harbour trial of link workers",
            "author": [
                Name(family="Berg", given="Jan", non_dropping_particle="van der"),
                Name(family="Pine", given="Rowan Jr"),
                Name(literal="The Harbour, Hill and Vale Group"),
            ],
            "container-title": "Journal of invented studies", "container-title-short": "J Invent Stud",
            "issued": "2021-03-09", "volume": "12", "issue": "3", "page": "101-110", "language": "en",
            "DOI": "10.5555/lwtest.2021.101", "PMID": "99000001", "PMCID": "PMC99000001", "ISSN": "2049-3622",
        }
    )  # fmt: skip
    assert entry.keywords == ("link workers", "Loneliness", "Social Support/psychology")
    assert entry.notes == ("Erratum in: J Invent Stud. 2021;12(4):200.",)
    assert "Nobody is to keep" not in repr((entry.citation, entry.notes))


def lines(*more: str) -> Citation:
    citation = nbib.read("\n".join(["PMID- 1", "TI  - A title.", *more])).entries[0].citation
    assert citation is not None
    return citation


def test_without_full_names_initials_are_taken() -> None:
    assert lines("AU  - Pine RT Jr", "AU  - de la Cruz M").author == [
        Name(family="Pine", given="R. T.", suffix="Jr"),
        Name(family="Cruz", given="M.", non_dropping_particle="de la"),
    ]


def test_types() -> None:
    assert lines("PT  - Preprint").type == "article"
    assert lines("PT  - Journal Article", "PT  - Review").type == "article-journal"
    chapter = lines("BTI - The Book.", "FED - Quill, Abel")
    assert (chapter.type, chapter.container_title, chapter.editor) == (
        "chapter", "The Book", [Name(family="Quill", given="Abel")],
    )  # fmt: skip


def test_an_article_number_in_the_place_of_pages() -> None:
    assert lines("PG  - e015203").number == "e015203"
    assert lines("LID - e015203 [pii]").number == "e015203"
    assert lines("PG  - e487-94").page == "e487-e494"
    assert lines("PG  - 5-8; discussion 9").page == "5-8; discussion 9"


def test_a_retracted_work_is_told() -> None:
    entry = nbib.read("PMID- 1\nTI  - T.\nPT  - Retracted Publication\nRIN - J. 2022;1:1. PMID: 2").entries[0]
    assert entry.remarks == ("PubMed marks it as: Retracted Publication.",)
    assert entry.notes == ("Retraction in: J. 2022;1:1.",)
    assert entry.identifiers["PMID"] == "1"


def test_a_translated_title_keeps_the_original_in_the_notes() -> None:
    entry = nbib.read("PMID- 1\nTI  - [A title].\nTT  - Ein Titel.\nLA  - ger").entries[0]
    assert entry.citation is not None
    assert (entry.citation.title, entry.citation.language, entry.notes) == (
        "A title",
        "de",
        ("Original title: Ein Titel.",),
    )


def test_a_title_that_ends_in_an_ellipsis_or_a_question() -> None:
    assert nbib.read("PMID- 1\nTI  - And then...").entries[0].citation == Citation(
        type="article-journal", title="And then...", pmid="1"
    )
    assert lines().title == "A title"


def test_several_records_with_one_cut_off() -> None:
    result = nbib.read(f"{RECORD}\n\nPMID- 99000002\nTI  - Another one.\n\nTI  - Without its first line\n\nPMID- ")
    assert [entry.label for entry in result.entries] == ["99000001", "99000002"]
    assert [failure.raw for failure in result.failures] == ["TI  - Without its first line", "PMID- "]
