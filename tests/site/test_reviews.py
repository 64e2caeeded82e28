"""Reviews and their studies: stored ties, seen from both ends, and nothing where there is none."""

from __future__ import annotations

import re

from evidence.library import Library
from evidence.site.reviews import covered, covering, review_matrix
from tests.invented import FOR, finding, library_of, study
from tests.site.building import build, page

REVIEW, TRIAL, GONE = "marsh2023link", "oakley2021connector", "tamsin2020green"


def section(body: str, name: str) -> str:
    found = re.search(rf'<section[^>]* aria-labelledby="{name}">.*?</section>', body, re.DOTALL)
    return found.group() if found else ""


def test_ties_are_seen_from_both_ends_newest_first(miniature: Library) -> None:
    review, trial = miniature.studies[REVIEW], miniature.studies[TRIAL]
    assert [tie.study.key for tie in covered(miniature, review)] == [TRIAL, GONE]
    assert [tie.study.key for tie in covering(miniature, trial)] == [REVIEW]
    assert covered(miniature, trial) == covering(miniature, review) == []


def test_pages_tell_what_a_review_covers_and_who_covers_a_study(miniature: Library) -> None:
    made = build(miniature)
    review, trial = page(made, f"studies/{REVIEW}/").body, page(made, f"studies/{TRIAL}/").body
    covers = section(review, "covered")
    assert "Studies of this base that it covers" in covers
    assert f'href="../{TRIAL}/"' in covers
    assert covers.count("Retracted") == 1
    assert "Before it was retracted." in covers
    assert "may cover others that are not in this base" in covers
    assert f'href="../{REVIEW}/"' in section(trial, "covering")
    assert "covered" not in re.findall(r'aria-labelledby="([\w-]+)"', trial)
    assert "covering" not in re.findall(r'aria-labelledby="([\w-]+)"', review)
    # What reviews cover is not told twice.
    assert REVIEW not in section(trial, "related")
    assert not section(review, "related")


def test_the_matrix_holds_the_ties_and_leaves_retracted_works_out(miniature: Library) -> None:
    found = review_matrix(miniature, miniature.studies.values())
    assert found
    assert [one.key for one in found.reviews] == [REVIEW]
    assert [one.key for one in found.studies] == [TRIAL]
    assert found.ties == {(REVIEW, TRIAL)}
    others = sum(one.counts_as_evidence for one in miniature.studies.values()) - 1
    assert found.sentence == f"1 review listed here covers 1 of the {others} other works."


def test_only_ties_within_the_selection_count(miniature: Library) -> None:
    assert review_matrix(miniature, [miniature.studies[REVIEW]]) is None
    assert review_matrix(miniature, [miniature.studies[TRIAL]]) is None
    assert review_matrix(miniature, [miniature.studies[REVIEW], miniature.studies[GONE]]) is None


def test_a_review_of_reviews_stands_on_both_sides(miniature: Library) -> None:
    base = study(miniature, "base", [finding(FOR)])
    inner = study(miniature, "inner", [finding(FOR)], relations=[("includes", "base")], design="systematic-review")
    outer = study(
        miniature,
        "outer",
        [finding(FOR)],
        relations=[("includes", "base"), ("includes", "inner")],
        design="umbrella-review",
    )
    library = library_of(miniature, [outer, inner, base])
    found = review_matrix(library, [outer, inner, base])
    assert found
    assert [one.key for one in found.reviews] == ["outer", "inner"]
    assert [one.key for one in found.studies] == ["inner", "base"]
    assert found.covers(outer, inner)
    assert not found.covers(inner, outer)
    assert found.sentence == "2 reviews listed here cover 1 of the 1 other work."
    body = page(build(library), "models/holistic/").body
    cells = re.findall(r'<td class="plot-cell">(.*?)</td>', section(body, "reviews-and-studies"))
    said = [re.sub(r"<[^>]*>", "", cell).strip() for cell in cells]
    assert sorted(said) == ["covers it", "covers it", "covers it", "no tie known"]


def test_a_page_of_a_term_has_the_matrix_where_there_is_a_tie(miniature: Library) -> None:
    made = build(miniature)
    assert "covers it" in section(page(made, "models/holistic/").body, "reviews-and-studies")
    assert not section(page(made, "designs/rct/").body, "reviews-and-studies")
