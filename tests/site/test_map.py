"""The evidence and gap map: every number is what stands behind its link, every gap has its name."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree as ET

import pytest

from evidence import selection
from evidence.library import Library
from evidence.model import Finding
from evidence.site.basis import basis_sentence
from evidence.site.browse import facet_values
from evidence.site.map_data import map_data, map_filters
from evidence.site.map_files import map_csv, map_svg
from evidence.site.map_tables import FACETS, GAP_MEANINGS, GAP_WORDS, MapCell, MapTable, design_labels, map_table
from evidence.site.page import Asset, Page
from evidence.synthesis import GAPS, Coverage, cover
from tests.invented import FOR, UNCLEAR, finding, library_of, study
from tests.site.building import build, page

Made = dict[str, Page | Asset]
SVG = "{http://www.w3.org/2000/svg}"


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def table(library: Library, facet: str = "model") -> MapTable:
    return map_table(library, library.vocabulary.facet(facet))


def cells(found: MapTable) -> list[MapCell]:
    rows = [*found.rows, *(row for group in found.groups for row in group.rows)]
    return [cell for row in rows for cell in (*row.cells, row.plans)]


def behind(library: Library, address: str) -> int:
    """Return how many study families the list at an address shows."""
    asked = parse_qsl(urlsplit(address).query, strict_parsing=True)
    return library.count_families(selection.select(library, filters=[f"{name}={value}" for name, value in asked]))


def behind_browse(library: Library, address: str) -> int:
    """Return the same by the values that the script of the browse page compares."""
    asked = {name: set(value.split(",")) for name, value in parse_qsl(urlsplit(address).query)}
    found = [
        one
        for one in library.studies.values()
        if all(wanted.intersection(facet_values(library, one)[name]) for name, wanted in asked.items())
    ]
    return library.count_families(found)


def check_all_cells(library: Library) -> int:
    checked = 0
    for name in FACETS:
        for cell in cells(table(library, name)):
            assert bool(cell.number) == bool(cell.address)
            if cell.number:
                assert cell.number == behind(library, cell.address) == behind_browse(library, cell.address), cell
                checked += 1
    return checked


def test_each_number_is_the_study_families_behind_its_link(miniature: Library) -> None:
    assert check_all_cells(miniature) > 20


@pytest.mark.library
def test_each_number_of_the_real_map_is_the_study_families_behind_its_link(real_library: Library) -> None:
    assert check_all_cells(real_library) > 100


@pytest.mark.library
def test_the_links_in_the_page_are_those_cells(real_library: Library) -> None:
    body = page(build(real_library), "map/").body
    links = re.findall(r'<a class="map-link" href="\.\./([^"]+)"><span class="map-number">(\d+)</span>', body)
    assert len(links) > 100
    for address, number in links:
        assert behind(real_library, unescape(address)) == int(number), address


def test_a_broader_term_holds_its_narrower_ones(miniature: Library) -> None:
    found = {row.term.id: row for row in table(miniature, "activity").rows}
    narrow = found["gardening-and-conservation"]
    broad = found[miniature.vocabulary.facet("activity").term("gardening-and-conservation").broader or ""]
    assert [cell.number for cell in narrow.cells] == [cell.number for cell in broad.cells]
    assert narrow.depth == broad.depth + 1


def test_papers_of_a_family_count_once_and_bear_both_marks(miniature: Library) -> None:
    found = table(miniature)
    row = next(row for row in found.rows if row.term.id == "holistic")
    place = next(place for place, column in enumerate(found.columns) if column.id == "social-connection")
    cell = row.cells[place]
    assert cell.number == 1
    assert cell.marks == (("comparative", 1), ("qualitative-mixed", 1))
    assert cell.name == (
        "study family: Holistic, Social connection; 1 with a comparison and 1 qualitative and mixed; no review"
    )


def test_gaps_have_their_names(miniature: Library) -> None:
    group = next(group for group in table(miniature).groups if group.group.id == "mental-health-wellbeing")
    row = next(row for row in group.rows if row.term.id == "holistic")
    assert [(column.id, cell.gap_words) for column, cell in zip(group.columns, row.cells, strict=True)] == [
        ("mental-wellbeing", "review, low certainty"), ("depression", "review, low certainty"),
    ]  # fmt: skip


def judged(level: str, outcome: str = "loneliness") -> Finding:
    return finding(UNCLEAR, outcome, basis="review", certainty={"level": level, "judged-by": "made"})


@pytest.mark.parametrize(
    ("levels", "with_trial", "gap"),
    [
        (None, True, "no-review"),
        ([], True, None),
        ([], False, "only-reviews"),
        (["low"], True, "low-certainty"),
        (["very-low", "low"], False, "low-certainty"),
        (["low", "moderate"], True, None),
        (["low", "high"], False, "only-reviews"),
        (["not-graded"], True, None),
        (["not-graded", "very-low"], True, "low-certainty"),
    ],
)
def test_a_gap_is_the_first_that_fits(
    miniature: Library, levels: list[str] | None, *, with_trial: bool, gap: str | None
) -> None:
    made = [study(miniature, "trial2021", [finding(FOR)])] if with_trial else []
    for place, level in enumerate(levels or []):
        made.append(study(miniature, f"review{place}", [judged(level)], design="systematic-review"))
    if levels == []:
        made.append(study(miniature, "review", [finding(UNCLEAR, basis="review")], design="systematic-review"))
    assert coverage_of(library_of(miniature, made)).gap == gap


def coverage_of(library: Library) -> Coverage:
    return cover(library, library.vocabulary.facet("model"), [("loneliness",)])["holistic"]["loneliness",]


def test_only_what_a_standing_review_judged_on_the_outcome_makes_it_uncertain(miniature: Library) -> None:
    trial = study(miniature, "trial2021", [finding(FOR), judged("low")])
    review = study(miniature, "review", [finding(FOR), judged("low", "gp-contacts")], design="systematic-review")
    withdrawn = study(miniature, "withdrawn", [judged("low")], design="systematic-review", status="retracted")
    found = coverage_of(library_of(miniature, [trial, review, withdrawn]))
    assert (found.gap, found.certainty) == (None, frozenset())


def test_all_gaps_stand_in_the_legend_and_the_picture(made: Made, miniature: Library) -> None:
    legend = re.findall(r'data-gap="([\w-]+)">([^<]+)<', page(made, "map/").body)
    assert legend == list(GAP_WORDS.items())
    assert set(GAP_WORDS) == set(GAP_MEANINGS) == set(GAPS)
    picture = map_svg(table(miniature), design_labels(miniature), "Rests on this.")
    said = " ".join(one.text or "" for one in ET.fromstring(picture).iter(f"{SVG}text"))  # noqa: S314
    assert all(f"“{GAP_WORDS[gap]}”: {meaning}" in said for gap, meaning in GAP_MEANINGS.items())


def test_coverage_of_a_selection_keeps_the_families_of_the_whole_base(miniature: Library) -> None:
    middle = study(miniature, "middle", [finding(FOR)], relations=[("same-data-as", "one"), ("same-data-as", "two")])
    ends = [study(miniature, key, [finding(FOR)]) for key in ("one", "two")]
    library = library_of(miniature, [middle, *ends])
    found = cover(library, library.vocabulary.facet("model"), [("loneliness",)], ends)["holistic"]["loneliness",]
    assert [work.key for work in found.works] == ["one", "two"]
    assert found.families == 1


def test_terms_without_a_finding_stand_folded_at_the_end(made: Made, miniature: Library) -> None:
    found = table(miniature)
    assert {term.id for term in found.empty} == {"signposting", "leaflet"}
    assert not {row.term.id for row in found.rows} & {term.id for term in found.empty}
    folded = re.search(r'<details class="map-empty">.*?</details>', page(made, "map/").body, re.DOTALL)
    assert folded
    assert "Signposting" in folded.group()


def test_plans_stand_apart(miniature: Library) -> None:
    plan = study(miniature, "plan2020", [], design="protocol")
    trial = study(miniature, "trial2021", [finding(FOR)])
    library = library_of(miniature, [plan, trial])
    (row,) = (row for row in table(library).rows if row.term.id == "holistic")
    assert row.plans.number == 1
    assert behind(library, row.plans.address) == 1
    assert sum(cell.number for cell in row.cells) == 1
    assert "plan of a study: Holistic" in text(page(build(library), "map/").body)


def test_a_base_without_findings_has_a_map_that_says_so(miniature: Library) -> None:
    library = library_of(miniature, [])
    body = page(build(library), "map/").body
    assert "No study in this base bears any of these terms." in body
    assert basis_sentence(library).endswith("and not in what is known.")


def test_the_page_says_what_it_shows_and_what_it_rests_on(made: Made) -> None:
    said = text(page(made, "map/").body)
    assert "The map shows where studies are, not what they found." in said
    assert "Nobody searched databases for it, so a gap here is a gap in this base, and not in what is known." in said
    assert "State of the records: 6 May 2024." in said


def test_every_cell_is_a_link_with_a_full_name_or_a_named_gap(made: Made) -> None:
    body = page(made, "map/").body
    grids = re.findall(r'<table class="map".*?</table>', body, re.DOTALL)
    assert len(grids) > 4
    for grid in grids:
        assert "<caption" in grid
        for cell in re.findall(r"<td.*?</td>", grid, re.DOTALL):
            said = text(cell)
            assert re.match(r"\d+ (study famil(y|ies)|plans? of (a study|studies)): \S", said) or said in {
                "no study", "none",
            }, said  # fmt: skip
        heads = re.findall(r"<th[ >][^>]*>", grid)
        assert all('scope="' in head for head in heads)


def test_heads_of_columns_open_their_outcomes(made: Made) -> None:
    body = page(made, "map/").body
    targets = re.findall(r'<th scope="col"[^>]*><a href="#([\w-]+)">', body)
    assert targets
    for target in targets:
        assert re.search(rf'<details class="map-open">.*?<div id="{target}"', body, re.DOTALL), target


def test_the_menu_and_the_home_page_lead_to_the_map(made: Made) -> None:
    assert 'href="map/"' in page(made, "").body


def test_the_picture_shows_the_same_numbers(miniature: Library) -> None:
    found = table(miniature)
    picture = ET.fromstring(map_svg(found, design_labels(miniature), "Rests on <this>."))  # noqa: S314
    assert picture.findtext(f"{SVG}title")
    assert "not what they found" in (picture.findtext(f"{SVG}desc") or "")
    shown = [one.text or "" for one in picture.iter(f"{SVG}text")]
    numbers = [str(cell.number) for row in found.rows for cell in (*row.cells, row.plans) if cell.number]
    assert [one for one in shown if one.isdigit()] == numbers
    assert shown.count("no study") == sum(1 for row in found.rows for cell in row.cells if cell.gap == "no-study")
    height = float(picture.get("height") or 0)
    assert all(0 < float(one.get("y") or 0) < height for one in picture.iter(f"{SVG}text"))


def test_the_table_to_take_away_holds_every_crossing(made: Made, miniature: Library) -> None:
    found = table(miniature)
    rows = list(csv.DictReader(io.StringIO(map_csv(found, miniature), newline="")))
    outcomes = miniature.vocabulary.facet("outcome").terms
    assert len(rows) == len(found.facet.terms) * (len(found.columns) + len(outcomes))
    cell = next(row for row in rows if row["term"] == "holistic" and row["outcome"] == "loneliness")
    assert cell["study_families"] == "1"
    assert cell["families_comparative"] == cell["families_qualitative_mixed"] == "1"
    assert cell["keys"] == "alharbi2022corner; oakley2021connector"
    assert cell["gap"] == "no-review"
    file = made["map/evidence-and-gap-map-models.csv"]
    assert isinstance(file, Asset)
    assert file.content == map_csv(found, miniature)


@pytest.fixture(scope="module")
def made(miniature: Library) -> Made:
    return build(miniature)


def test_the_file_of_the_map_holds_what_stands_on_it(made: Made, miniature: Library) -> None:
    file = made["data/map.json"]
    assert isinstance(file, Asset)
    works = json.loads(file.content)["works"]
    expected = [one for one in miniature.studies.values() if one.counts_as_evidence and one.findings]
    assert [work["family"] for work in works] == [min(miniature.families[one.key]) for one in expected]
    review = next(work for work in works if work["family"] == "marsh2023link")
    assert review["sure"] == {"mental-wellbeing": False, "depression": False}
    assert review["terms"]["certainty"] == ["low", "very-low"]
    assert "sure" not in works[0]
    assert "plan" not in works[0]


def test_only_values_that_a_work_on_the_map_bears_are_offered(miniature: Library) -> None:
    offered = {one.id: [c.id for _, choices in one.groups for c in choices] for one in map_filters(miniature)}
    assert list(offered) == ["population", "design", "country", "certainty", "access", "read"]
    assert "full-text" in offered["read"]
    assert "none" not in offered["read"]


def test_a_base_without_findings_offers_no_filters(miniature: Library) -> None:
    assert map_filters(library_of(miniature, [])) == []
    assert "data-filter" not in page(build(library_of(miniature, [])), "map/").body


def test_the_file_keeps_the_better_judgement_of_an_outcome(miniature: Library) -> None:
    levels = [("loneliness", "moderate"), ("loneliness", "low"), ("gp-contacts", "low"), ("depression", "not-graded")]
    review = study(miniature, "review", [judged(level, one) for one, level in levels], design="systematic-review")
    (work,) = json.loads(str(map_data(library_of(miniature, [review])).content))["works"]
    assert work["sure"] == {"loneliness": True, "gp-contacts": False}
