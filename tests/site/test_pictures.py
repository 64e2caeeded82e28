"""The page of pictures: every family once, every bar as long as its number, one true sentence each."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest

from evidence.library import Library
from evidence.model import Extraction, Study
from evidence.site.page import Asset
from evidence.site.pictures import Picture, pictures
from tests.invented import FOR, finding, library_of, study
from tests.site.building import build, page


def picture(library: Library, name: str) -> Picture:
    return next(one for one in pictures(library) if one.id == name)


def numbers(found: Picture) -> dict[str, tuple[int, ...]]:
    return {bar.label: bar.numbers for bar in found.bars}


def dated(one: Study, day: str) -> Study:
    extraction = Extraction.model_validate({"read": "abstract", "extracted": day})
    return one.model_copy(update={"provenance": one.provenance.model_copy(update={"extraction": extraction})})


def check_totals(library: Library) -> None:
    families = library.count_families(library.studies.values())
    for name in ("by-year", "by-reading"):
        assert sum(bar.total for bar in picture(library, name).bars) == families, name
    assert picture(library, "growth").bars[-1].total == families
    by_country = picture(library, "by-country")
    assert sum(bar.total for bar in by_country.bars if not bar.depth) >= families


def test_every_family_is_counted_once(miniature: Library) -> None:
    check_totals(miniature)


@pytest.mark.library
def test_every_real_family_is_counted_once(real_library: Library) -> None:
    check_totals(real_library)


def test_a_family_stands_in_its_first_year_under_its_fairest_design(miniature: Library) -> None:
    found = picture(miniature, "by-year")
    assert list(found.series) == ["comparative", "uncontrolled", "synthesis", "other"]
    assert numbers(found) == {
        "2018": (0, 0, 0, 1), "2019": (0, 1, 0, 0), "2020": (0, 0, 0, 0),
        "2021": (1, 0, 0, 1), "2022": (0, 0, 0, 0), "2023": (0, 0, 1, 0),
    }  # fmt: skip
    assert found.sentence == (
        "Of 5 study families, more appeared in 2021 (2) than in any other year. With a comparison: 1."
    )


def test_a_work_without_a_year_has_a_row_of_its_own(miniature: Library) -> None:
    found = picture(library_of(miniature, [study(miniature, "undated", [finding(FOR)], issued=None)]), "by-year")
    assert numbers(found) == {"no date": (1,)}


def test_a_retracted_work_stands_in_no_picture(miniature: Library) -> None:
    gone = study(miniature, "gone", [finding(FOR)], status="retracted")
    assert pictures(library_of(miniature, [gone])) == []
    assert "No work in this base counts yet." in page(build(library_of(miniature, [gone])), "picture/").body
    with_it = library_of(miniature, [gone, study(miniature, "kept", [finding(FOR)])])
    assert picture(with_it, "by-year").bars[0].total == 1


def test_countries_stand_by_number_and_parts_below_the_whole(miniature: Library) -> None:
    found = picture(miniature, "by-country")
    assert [(bar.label, bar.total, bar.depth) for bar in found.bars] == [
        ("United Kingdom", 3, 0), ("England", 2, 1), ("Ireland", 1, 0), ("Not named", 2, 0),
    ]  # fmt: skip
    assert found.bars[1].address == "countries/gb-eng/"
    assert found.sentence == "Of 5 study families, the most come from: United Kingdom (3). Other countries: 1."


def test_a_family_stands_under_the_paper_that_was_read_most(miniature: Library) -> None:
    found = picture(miniature, "by-reading")
    assert numbers(found) == {
        "Full text": (3,), "Abstract only": (1,), "Other people's accounts": (0,), "Not seen": (1,),
    }  # fmt: skip
    assert found.sentence == "Of 5 study families, read in full: 3; not seen at all: 1."


def test_growth_of_one_day_is_said_and_not_drawn(miniature: Library) -> None:
    found = picture(miniature, "growth")
    assert not found.is_drawn
    assert found.sentence == "All 5 study families bear the same date, 6 May 2024, so there is no growth to draw yet."


def test_growth_adds_up_by_the_first_date_of_a_family(miniature: Library) -> None:
    one = dated(study(miniature, "one", [finding(FOR)]), "2026-01-05")
    again = dated(study(miniature, "again", [finding(FOR)], relations=[("same-data-as", "one")]), "2026-02-01")
    later = dated(study(miniature, "later", [finding(FOR)]), "2026-03-02")
    found = picture(library_of(miniature, [one, again, later]), "growth")
    assert numbers(found) == {"5 January 2026": (0, 1), "2 March 2026": (1, 1)}
    assert found.sentence == "From 1 to 2 study families between 5 January 2026 and 2 March 2026."


def test_many_days_become_months(miniature: Library) -> None:
    days = [f"2026-{month:02}-{day:02}" for month in (1, 2) for day in range(1, 16)]
    made = [dated(study(miniature, f"s{day}", [finding(FOR)]), day) for day in days]
    assert numbers(picture(library_of(miniature, made), "growth")) == {
        "January 2026": (0, 15),
        "February 2026": (15, 15),
    }


def test_bars_are_as_long_as_their_numbers(miniature: Library) -> None:
    found = picture(miniature, "by-year")
    for bar in found.bars:
        pieces = list(found.segments(bar))
        assert sum(piece.width for piece in pieces) == pytest.approx(100 * bar.total / 2)
        ends = [0.0, *(piece.start + piece.width for piece in pieces)]
        assert [piece.start for piece in pieces] == pytest.approx(ends[:-1])
    thirds = replace(
        found, series={"comparative": "x"}, bars=tuple(replace(found.bars[0], numbers=(n,)) for n in (1, 3))
    )
    assert [piece.width for bar in thirds.bars for piece in thirds.segments(bar)] == [33.33, 100.0]


def test_each_picture_has_its_sentence_its_table_and_its_file(miniature: Library) -> None:
    made = build(miniature)
    body = page(made, "picture/").body
    for one in pictures(miniature):
        section = re.search(rf'aria-labelledby="{one.id}">.*?</section>', body, re.DOTALL)
        assert section
        assert one.sentence in section.group()
        assert section.group().count("<table") == (0 if not one.is_drawn else 2 if len(one.series) > 1 else 1)
        assert section.group().count("<caption") == section.group().count("<table")
        file = made[f"picture/{one.id}.csv"]
        assert isinstance(file, Asset)
        rows = list(csv.reader(io.StringIO(str(file.content), newline="")))
        assert rows[0][0] == one.row_name
        assert [row[0] for row in rows[1:]] == [bar.label for bar in one.bars]
        assert [int(row[-1]) for row in rows[1:]] == [bar.total for bar in one.bars]
    assert "style=" not in body


def test_home_leads_to_the_pictures(miniature: Library) -> None:
    assert 'href="picture/"' in page(build(miniature), "").body
