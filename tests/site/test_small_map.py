"""The map in small shows the numbers of the map, as text, as words and as shade."""

from __future__ import annotations

import re

from evidence.library import Library
from evidence.site.map_tables import map_table
from evidence.site.small_map import small_map
from tests.invented import FOR, finding, library_of, study
from tests.site.building import build, page


def test_it_has_the_numbers_of_the_map(miniature: Library) -> None:
    found = small_map(miniature)
    assert found
    table = map_table(miniature, miniature.vocabulary.facet("model"))
    rows = [row for row in table.rows if row.has_studies]
    assert [name for name, _ in found.rows] == [row.term.label for row in rows]
    assert [[one.number for one in cells] for _, cells in found.rows] == [
        [one.number for one in row.cells] for row in rows
    ]
    assert list(found.columns) == [column.label for column in table.columns]


def test_shades_grow_with_the_number_and_none_has_none(miniature: Library) -> None:
    made = [study(miniature, f"s{place}", [finding(FOR)]) for place in range(6)]
    made.append(study(miniature, "other", [finding(FOR, "gp-contacts")]))
    found = small_map(library_of(miniature, made))
    assert found
    ((_, cells),) = found.rows
    assert sorted((one.number, one.shade) for one in cells if one.number) == [(1, 1), (6, 3)]
    assert all(not one.shade and one.title.endswith(": no study") for one in cells if not one.number)
    assert f"{sum(not one.number for one in cells)} of {len(cells)} cells have none." in found.sentence
    assert any(one.title == "Holistic, Social connection: 6 study families" for one in cells)


def test_it_is_a_link_with_a_name(miniature: Library) -> None:
    part = re.search(r'<div class="small-map">.*?</div>', page(build(miniature), "picture/").body, re.DOTALL)
    assert part
    heard = re.sub(
        r'<span class="small-map-grid" aria-hidden="true">.*?</span>\s*</a>', "</a>", part.group(), flags=re.DOTALL
    )
    name = re.search(r'<a href="\.\./map/">(.*?)</a>', heard, re.DOTALL)
    assert name
    assert re.sub(r"<[^>]*>|\s+", " ", name.group(1)).split() == ["Map:", "where", "studies", "are"]


def test_without_a_study_there_is_none(miniature: Library) -> None:
    assert small_map(library_of(miniature, [])) is None
    assert "small-map" not in page(build(library_of(miniature, [])), "picture/").body
