"""Pages of terms beyond their studies: dials, questions, what reviews judged, gaps, and what an empty page says."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from evidence.library import Library
from evidence.model import Finding, Study
from evidence.site.basis import basis_sentence
from evidence.site.dials import dials_of_term
from evidence.site.gaps import TermGaps, gaps_of_terms
from evidence.site.judged import judged_rows
from evidence.site.map_tables import FACETS, map_table
from evidence.site.page import Asset, Page
from evidence.site.question_links import questions_citing, questions_on
from tests.invented import FOR, UNCLEAR, finding, library_of, study
from tests.screening.texts import WORKLIST, write
from tests.site.building import build, page

Made = dict[str, Page | Asset]


@pytest.fixture(scope="module")
def made(miniature: Library) -> Made:
    return build(miniature)


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def section(made: Made, path: str, name: str) -> str:
    found = re.search(rf'<section[^>]*aria-labelledby="{name}">.*?</section>', page(made, path).body, re.DOTALL)
    return found.group() if found else ""


def judged(level: str, outcome: str = "loneliness", **values: str) -> Finding:
    return finding(UNCLEAR, outcome, basis="review", certainty={"level": level, "judged-by": "review"}, **values)


def rows(library: Library, facet_id: str, term_id: str) -> list[tuple[str, str]]:
    facet = library.vocabulary.facet(facet_id)
    found = judged_rows(library, facet, facet.term(term_id), library.with_term(facet_id, term_id))
    return [(row.outcome.id, row.said) for row in found]


def with_population(one: Study, *terms: str) -> Study:
    return one.model_copy(update={"tags": one.tags.model_copy(update={"population": list(terms)})})


# --- How sure reviews are


def test_an_outcome_shows_what_reviews_judged_of_it_and_who(made: Made) -> None:
    html = section(made, "outcomes/depression/", "judged")
    said = text(html)
    assert "May or may not change depressive symptoms. Judged by Marsh and The Invented Review Group, 2023" in said
    assert "Depressive symptoms Very low" in said
    assert "wellbeing" not in said
    assert 'href="../../studies/marsh2023link/"' in html
    assert 'href="../../methods/#certainty"' in html
    assert re.findall(r'<rect[^>]*class="is-(\w+)"', html) == ["full", "empty", "empty", "empty"]


def test_other_terms_show_what_the_reviews_that_bear_them_judged(made: Made, miniature: Library) -> None:
    assert rows(miniature, "model", "holistic") == [
        ("mental-wellbeing", "may make little or no difference to mental wellbeing"),
        ("depression", "may or may not change depressive symptoms"),
    ]
    assert "they may look at more than it says" in section(made, "models/holistic/", "judged")


def test_where_no_review_judged_the_page_says_so(made: Made) -> None:
    said = text(section(made, "outcomes/loneliness/", "judged"))
    assert said == (
        "How sure reviews are No review in this base judged how certain the evidence on it is. "
        "We grade nothing ourselves."
    )
    assert not section(made, "designs/rct/", "judged"), "nobody judges a design"
    for term in ("signposting", "leaflet"):
        assert not section(made, f"models/{term}/", "judged"), "a term without a work that counts says so once"


def test_judgements_stand_by_outcome_and_ungraded_or_withdrawn_ones_do_not_count(miniature: Library) -> None:
    review = study(miniature, "review", [judged("low"), judged("high", "mental-wellbeing")], design="systematic-review")
    ungraded = study(miniature, "ungraded", [judged("not-graded")], design="systematic-review")
    withdrawn = study(miniature, "withdrawn", [judged("low")], design="systematic-review", status="retracted")
    library = library_of(miniature, [review, ungraded, withdrawn])
    assert rows(library, "model", "holistic") == [
        ("mental-wellbeing", "makes little or no difference to mental wellbeing"),
        ("loneliness", "may make little or no difference to loneliness"),
    ]


def test_a_judgement_on_part_of_the_people_says_so(miniature: Library) -> None:
    review = study(miniature, "review", [judged("low", analysis="subgroup")], design="systematic-review")
    body = section(build(library_of(miniature, [review])), "outcomes/loneliness/", "judged")
    assert "for part of the people only" in text(body)


# --- Gaps


def gaps(library: Library, facet: str, term: str) -> tuple[TermGaps, ...]:
    return gaps_of_terms(library)[facet, term]


def labels(found: TermGaps) -> dict[str, list[str]]:
    return {group.gap: [one.label for one in group.crossings] for group in found.groups}


def same_as_the_map(library: Library) -> int:
    """Hold the gaps of every term against the cells of its row on the map, and each link against its list."""
    checked, every = 0, gaps_of_terms(library)
    for name in (one for one in FACETS if one in library.vocabulary.facets):
        table = map_table(library, library.vocabulary.facet(name))
        for row in table.rows:
            (found,) = every[name, row.term.id]
            cells = {
                (column.label, cell.gap): (cell.number, cell.address)
                for column, cell in zip(table.columns, row.cells, strict=True)
                if cell.gap
            }
            shown = {
                (one.label, group.gap): (one.families, one.address) for group in found.groups for one in group.crossings
            }
            assert shown == cells, (name, row.term.id)
            checked += len(shown)
    return checked


def test_gaps_of_a_term_are_those_of_its_row_on_the_map(miniature: Library) -> None:
    assert same_as_the_map(miniature) > 20


@pytest.mark.library
def test_gaps_of_the_real_terms_are_those_of_the_real_map(real_library: Library) -> None:
    assert same_as_the_map(real_library) > 100


def test_the_page_of_a_term_names_its_gaps_in_the_words_of_the_map(made: Made) -> None:
    html = section(made, "models/holistic/", "gaps")
    assert "no review studies, but no review of them Social connection , 1 study family" in text(html)
    assert "review, low certainty a review, its certainty judged low or very low Mental health and wellbeing" in text(
        html
    )
    assert 'href="../../evidence/?model=holistic&amp;outcome=loneliness"' in html
    assert 'href="../../map/#row-model-holistic"' in html
    assert 'id="row-model-holistic"' in page(made, "map/").body


def test_every_way_to_the_map_meets_a_place_there(made: Made) -> None:
    places = set(re.findall(r'id="([^"]+)"', page(made, "map/").body))
    asked = {
        target
        for one in made.values()
        if isinstance(one, Page) and one.kind == "term"
        for target in re.findall(r'href="\.\./\.\./map/#([^"]+)"', one.body)
    }
    assert any(one.startswith("row-") for one in asked)
    assert any(one.startswith("population-") for one in asked)
    assert asked <= places


def test_a_term_that_only_plans_bear_leads_to_the_rows_of_the_map(miniature: Library) -> None:
    library = library_of(miniature, [study(miniature, "plan2020", [], design="protocol")])
    (found,) = gaps(library, "model", "holistic")
    assert (list(labels(found)), found.address) == (["no-study"], "map/#rows-model")


def test_an_outcome_names_the_models_and_people_without_a_study(miniature: Library) -> None:
    one = with_population(study(miniature, "trial2021", [finding(FOR)]), "older-people")
    two = with_population(study(miniature, "trial2022", [finding(FOR)]))
    models, people = gaps(library_of(miniature, [one, two]), "outcome", "loneliness")
    assert labels(models) == {"no-study": ["Signposting", "Leaflet"]}
    facet = miniature.vocabulary.facet("population")
    assert labels(people) == {"no-study": [term.label for term in facet if term.id != "older-people"]}
    assert (models.untold, people.untold, people.size) == (0, 1, len(facet.terms))


def test_studies_that_do_not_say_are_no_gap_and_are_counted(miniature: Library) -> None:
    one = with_population(study(miniature, "trial2021", [finding(FOR)]))
    body = section(build(library_of(miniature, [one])), "outcomes/loneliness/", "gaps")
    assert "1 study family bears none of these terms, often because what we read did not say." in text(body)


def test_an_unclear_model_is_never_a_gap(miniature: Library) -> None:
    facet = miniature.vocabulary.facet("model")
    unclear = facet.term("leaflet").model_copy(update={"id": "model-not-clear"})
    described = facet.described.model_copy(update={"terms": [*facet, unclear]})
    vocabulary = replace(
        miniature.vocabulary,
        facets={**miniature.vocabulary.facets, "model": replace(facet, described=described)},
    )
    models, _ = gaps(replace(miniature, vocabulary=vocabulary), "outcome", "loneliness")
    assert (models.size, labels(models)) == (len(facet.terms), {"no-study": ["Signposting", "Leaflet"]})


def test_only_terms_of_the_map_and_outcomes_speak_of_gaps(made: Made) -> None:
    assert not section(made, "designs/rct/", "gaps")
    assert not section(made, "countries/gb-eng/", "gaps")
    for term in ("signposting", "leaflet"):
        assert not section(made, f"models/{term}/", "gaps"), "a term without a work that counts says so once"
    assert section(made, "outcomes/loneliness/", "gaps")


@pytest.mark.library
def test_long_lists_of_gaps_are_folded(real_library: Library) -> None:
    html = section(build(real_library), "outcomes/loneliness/", "gaps")
    folded = re.findall(r"<details>.*?</details>", html, re.DOTALL)
    shown = html
    for one in folded:
        shown = shown.replace(one, "")
    assert folded
    assert shown.count("<li>") <= 16


# --- Questions


def test_a_term_leads_to_the_questions_about_it(made: Made, miniature: Library) -> None:
    html = section(made, "outcomes/depression/", "asked")
    assert '<a href="../../questions/feeling-better/">Do link workers help people feel better?</a>' in html
    body = page(made, "outcomes/depression/").body
    assert body.index('id="asked"') < body.index('id="plot"')
    assert not section(made, "outcomes/loneliness/", "asked")
    facet = miniature.vocabulary.facet("model")
    assert questions_on(miniature, facet, facet.term("holistic")) == []


def test_broader_and_narrower_terms_lead_to_a_question_too(miniature: Library) -> None:
    facet = miniature.vocabulary.facet("activity")
    narrow = facet.term("gardening-and-conservation")
    (broad,) = facet.broader(narrow.id)
    question = miniature.questions["feeling-better"]

    def found(about: str, term: str) -> list[str]:
        meta = question.meta.model_copy(update={"about": {"activity": [about]}})
        library = replace(miniature, questions={"one": replace(question, slug="one", meta=meta)})
        return [one.slug for one in questions_on(library, facet, facet.term(term))]

    assert found(broad.id, narrow.id) == found(narrow.id, broad.id) == found(narrow.id, narrow.id) == ["one"]
    others = [term.id for term in facet if term.id not in {narrow.id, broad.id}]
    assert [term for term in others if found(narrow.id, term)] == []


def test_a_study_names_the_questions_that_cite_it(made: Made, miniature: Library) -> None:
    link = '<a href="../../questions/feeling-better/">Do link workers help people feel better?</a>'
    for key in miniature.studies:
        cites = key in miniature.questions["feeling-better"].cited
        assert (link in section(made, f"studies/{key}/", "asked")) == cites, key
        assert [one.slug for one in questions_citing(miniature, key)] == (["feeling-better"] if cites else [])


# --- Dials


def test_outcomes_with_studies_bear_the_dials(made: Made) -> None:
    for path in ("outcomes/depression/", "outcomes/loneliness/"):
        head = re.search(r'<header class="page-head">.*?</header>', page(made, path).body, re.DOTALL)
        assert head
        assert head.group().count("dials-small") == 1, path
    for path in (
        "models/holistic/",
        "populations/adults-general/",
        "models/signposting/",
        "designs/rct/",
        "countries/gb-eng/",
    ):
        assert "dials-small" not in page(made, path).body, path


def test_the_dials_of_an_outcome_speak_of_it_alone(miniature: Library) -> None:
    facet = miniature.vocabulary.facet("outcome")
    both = [finding(FOR), judged("high", "mental-wellbeing")]
    library = library_of(miniature, [study(miniature, f"made{one:02}up", both) for one in range(3)])
    dials = dials_of_term(library, facet, facet.term("loneliness"), library.with_term("outcome", "loneliness"))
    assert dials
    assert (dials.direction.direction, dials.direction.word) == (FOR, "Mostly favours social prescribing")
    assert dials.certainty.most == 0
    wellbeing = dials_of_term(library, facet, facet.term("mental-wellbeing"), library.studies.values())
    assert wellbeing
    assert wellbeing.certainty.word == miniature.vocabulary.code("certainty", "high").label


def test_an_outcome_without_a_good_end_asks_for_no_direction(miniature: Library) -> None:
    facet = miniature.vocabulary.facet("outcome")
    neither = facet.term("loneliness").model_copy(update={"effect_plot": "none"})
    library = library_of(miniature, [study(miniature, "trial2021", [finding(FOR)])])
    dials = dials_of_term(library, facet, neither, library.studies.values())
    assert dials
    assert dials.direction.word == "Not a question of direction"


def test_without_a_finding_that_counts_there_are_no_dials(miniature: Library) -> None:
    facet = miniature.vocabulary.facet("outcome")
    withdrawn = study(miniature, "withdrawn", [finding(FOR)], status="retracted")
    plan = study(miniature, "plan2020", [], design="protocol")
    library = library_of(miniature, [withdrawn, plan])
    assert dials_of_term(library, facet, facet.term("loneliness"), library.studies.values()) is None


# --- A term without studies


def test_an_empty_term_and_the_map_say_the_same_of_what_was_searched(made: Made, miniature: Library) -> None:
    basis = basis_sentence(miniature)
    assert "Nobody searched databases for it" in basis
    assert basis in text(section(made, "models/leaflet/", "studies"))
    assert basis in text(page(made, "map/").body)


def test_the_day_of_the_last_search_stands_where_there_was_one(library_copy: Path) -> None:
    first = WORKLIST[WORKLIST.index("  - on:") : WORKLIST.index("works:")]
    twice = WORKLIST.replace(first, first + first.replace("2024-02-03", "2024-01-15"))
    said = text(section(build(Library.load(write(library_copy, worklist=twice))), "models/leaflet/", "studies"))
    assert "Databases (Crossref) were last searched on 3 February 2024, so a gap here is a gap in this base" in said


def test_a_strategy_without_a_search_is_no_search(library_copy: Path) -> None:
    assert "Nobody searched" in basis_sentence(Library.load(write(library_copy, worklist=None)))
