"""What may be shown together, and how it is counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence.library import Library
from evidence.model import Direction, Study
from evidence.synthesis import (
    EffectPanel,
    Total,
    common_direction,
    count_directions,
    cover,
    effect_panels,
    grouped_outcomes,
    outcome_columns,
    panel_of,
    place,
    sign_test,
    size_band,
    wilson_interval,
)
from evidence.vocabulary import Facet
from tests.invented import AGAINST, FOR, UNCLEAR, finding, library_of, study, trials


def panels(study: Study) -> list[str]:
    return [panel_of(study, finding) for finding in study.findings]


def test_results_in_part_of_the_people_stand_apart_from_the_comparison(miniature: Library) -> None:
    trial = miniature.studies["oakley2021connector"]
    assert panels(trial) == ["compared", "compared", "compared", "part-of-the-people"]


def test_change_without_a_comparison_group_accounts_and_reviews_have_panels_of_their_own(miniature: Library) -> None:
    assert panels(miniature.studies["tamsin2020green"]) == ["change-over-time"]
    assert set(panels(miniature.studies["alharbi2022corner"])) == {"told"}
    assert set(panels(miniature.studies["marsh2023link"])) == {"reviewed"}
    assert panels(miniature.studies["harbour2019year"]) == ["change-over-time"]


def test_a_subgroup_does_not_inherit_the_comparison_of_the_study(miniature: Library) -> None:
    trial = miniature.studies["oakley2021connector"]
    part = next(finding for finding in trial.findings if finding.analysis == "subgroup")
    assert trial.study.comparison == "usual-care"
    assert trial.comparison_of(part) is None


def test_a_retracted_work_no_longer_counts(miniature: Library) -> None:
    studies = miniature.studies.values()
    assert all(one.study.key != "tamsin2020green" for one in place(studies))
    assert miniature.count_families(studies) == len({miniature.families[study.key] for study in studies}) - 1


def test_papers_on_the_same_people_count_once(miniature: Library) -> None:
    pair = [miniature.studies["oakley2021connector"], miniature.studies["alharbi2022corner"]]
    assert miniature.count_families(pair) == 1
    on_loneliness = place(pair, "loneliness")
    assert [one.study.key for one in on_loneliness] == ["oakley2021connector", "alharbi2022corner"]
    assert count_directions(miniature, on_loneliness) == {"no-clear-direction": 1, "descriptive": 1}


def test_relations_are_seen_from_both_ends(miniature: Library) -> None:
    from_the_trial = {(tie.type, tie.study.key, tie.inverse) for tie in miniature.relations["oakley2021connector"]}
    assert ("follow-up-of", "alharbi2022corner", True) in from_the_trial
    assert ("includes", "marsh2023link", True) in from_the_trial
    from_the_interviews = [(tie.type, tie.study.key, tie.inverse) for tie in miniature.relations["alharbi2022corner"]]
    assert from_the_interviews == [("follow-up-of", "oakley2021connector", False)]


# ---- the effect direction plot ----


@pytest.mark.parametrize(("favourable", "directional", "p_value"), [(9, 9, 0.0039), (5, 6, 0.2188), (10, 12, 0.0386)])
def test_the_sign_test_agrees_with_the_published_numbers(favourable: int, directional: int, p_value: float) -> None:
    assert sign_test(favourable, directional) == pytest.approx(p_value, abs=0.00005)
    assert sign_test(directional - favourable, directional) == sign_test(favourable, directional)


def test_half_and_half_is_no_sign_of_anything() -> None:
    assert sign_test(3, 6) == 1


@pytest.mark.parametrize("number", range(6))
def test_there_is_no_test_below_six(number: int) -> None:
    assert sign_test(number, number) is None


def test_the_interval_agrees_with_the_published_numbers() -> None:
    low, high = wilson_interval(10, 12)
    assert (round(low, 2), round(high, 2)) == (0.55, 0.95)
    assert wilson_interval(0, 5)[0] == 0
    assert wilson_interval(5, 5)[1] == 1


@pytest.mark.parametrize(("favourable", "directional"), [(0, 0), (7, 6), (-1, 6)])
def test_no_interval_without_a_proportion(favourable: int, directional: int) -> None:
    with pytest.raises(ValueError, match="no proportion"):
        wilson_interval(favourable, directional)


@pytest.mark.parametrize(
    ("directions", "shared"),
    [
        ([FOR], FOR),
        ([FOR] * 7 + [AGAINST] * 3, FOR),
        ([FOR] * 2 + [AGAINST], UNCLEAR),
        ([FOR] * 2 + [UNCLEAR], UNCLEAR),
        ([AGAINST] * 3 + [UNCLEAR], AGAINST),
        ([FOR, AGAINST], UNCLEAR),
        ([FOR, "direction-not-reported", "descriptive"], FOR),
        (["direction-not-reported", "descriptive"], "direction-not-reported"),
        (["descriptive"], "descriptive"),
    ],
)
def test_a_direction_is_shared_from_seventy_per_cent_on(directions: list[Direction], shared: Direction) -> None:
    assert common_direction(directions) == shared


def test_without_a_finding_there_is_no_direction() -> None:
    with pytest.raises(ValueError, match="No finding"):
        common_direction([])


@pytest.mark.parametrize(
    ("number", "band"),
    [(301, "large"), (300, "medium"), (50, "medium"), (49, "small"), (0, "small"), (None, "unknown")],
)
def test_bands_of_size(number: int | None, band: str) -> None:
    assert size_band(number) == band


def panel_on(library: Library, name: str = "compared", outcome: str = "loneliness") -> EffectPanel | None:
    found = effect_panels(library, library.studies.values(), ["x"], lambda one: "x" if one == outcome else None)
    return next((one for one in found if one.panel == name), None)


def total_on(library: Library) -> Total:
    panel = panel_on(library)
    assert panel is not None
    return panel.totals["x"]


def test_conflicting_studies_make_the_test_weaker(miniature: Library) -> None:
    total = total_on(trials(miniature, *[FOR] * 10, *[AGAINST] * 2, *[UNCLEAR] * 4))
    assert (total.favourable, total.directional, total.unclear) == (10, 12, 4)
    assert total.proportion == pytest.approx(0.8333, abs=0.0001)
    assert total.p_value == pytest.approx(0.0386, abs=0.0001)
    few = total_on(trials(miniature, *[FOR] * 5, *[UNCLEAR] * 4))
    assert (few.proportion, few.p_value) == (1, None)
    none = total_on(trials(miniature, UNCLEAR, UNCLEAR))
    assert (none.proportion, none.interval, none.p_value) == (None, None, None)


def test_papers_of_a_family_are_one_row_that_follows_all_their_findings(miniature: Library) -> None:
    one = study(miniature, "one2020", [finding(FOR)], intervention_group=40, issued="2020")
    two = study(
        miniature, "two2021", [finding(AGAINST), finding(FOR)], relations=[("follow-up-of", "one2020")],
        intervention_group=310,
    )  # fmt: skip
    panel = panel_on(library_of(miniature, [one, two]))
    assert panel is not None
    (row,) = panel.rows
    assert {paper.key for paper in row.papers} == row.family == {"one2020", "two2021"}
    assert row.cells["x"].direction == UNCLEAR
    assert row.cells["x"].measures == 3
    assert (row.intervention_group, row.band) == (310, "large")


def test_a_description_beside_a_direction_is_no_second_measure(miniature: Library) -> None:
    panel = panel_on(library_of(miniature, [study(miniature, "one2020", [finding(FOR), finding("descriptive")])]))
    assert panel is not None
    assert panel.rows[0].cells["x"].measures == 1


def test_only_what_may_be_plotted_is(miniature: Library) -> None:
    made = [
        study(miniature, "part2020", [finding(FOR, analysis="subgroup", comparison="usual-care")]),
        study(miniature, "gone2020", [finding(FOR)], status="retracted"),
        study(miniature, "place2020", [finding(FOR, "local-character")]),
        study(miniature, "count2020", [finding("descriptive", comparison="no-comparison")]),
    ]
    library = library_of(miniature, made)
    assert effect_panels(library, made, ["x"], lambda _: "x") == []


def test_a_pilot_trial_is_not_plotted(miniature: Library) -> None:
    pilot = library_of(miniature, [study(miniature, "pilot2020", [finding(FOR)], design="rct")])
    assert panel_on(pilot) is not None
    facet = pilot.vocabulary.facet("design")
    terms = [
        term.model_copy(update={"effect_plot": "none"}) if term.id == "rct" else term for term in facet.described.terms
    ]
    without = Facet(facet.path, facet.described.model_copy(update={"terms": terms}))
    vocabulary = replace(pilot.vocabulary, facets={**pilot.vocabulary.facets, "design": without})
    assert panel_on(replace(pilot, vocabulary=vocabulary)) is None


def test_changes_accounts_and_reviews_stand_apart_and_are_not_added_up(miniature: Library) -> None:
    made = [
        study(miniature, "fair2020", [finding(AGAINST)]),
        study(miniature, "change2020", [finding(FOR, comparison="own-baseline")], design="before-after"),
        study(miniature, "told2020", [finding(FOR, basis="qualitative")], design="qualitative"),
        study(miniature, "review2020", [finding(FOR, basis="review")], design="systematic-review"),
    ]
    library = library_of(miniature, made)
    found = effect_panels(library, made, ["x"], lambda _: "x")
    assert [one.panel for one in found] == ["compared", "change-over-time", "told", "reviewed"]
    assert [bool(one.totals) for one in found] == [True, False, False, False]
    assert found[0].totals["x"] == Total(0, 1, 0)


def test_rows_stand_by_design_and_then_by_year(miniature: Library) -> None:
    made = [
        study(miniature, "b2019", [finding(FOR)], design="rct", issued="2019"),
        study(miniature, "a2020", [finding(FOR)], design="service-evaluation", issued="2020"),
        study(miniature, "c2021", [finding(FOR)], design="rct", issued="2021"),
        study(miniature, "d2022", [finding(FOR)], design=None, issued="2022"),
    ]
    panel = panel_on(library_of(miniature, made))
    assert panel is not None
    assert [row.papers[0].key for row in panel.rows] == ["c2021", "b2019", "a2020", "d2022"]


# ---- where studies are ----


def test_gaps_are_told_apart(miniature: Library) -> None:
    found = cover(
        miniature,
        miniature.vocabulary.facet("model"),
        [(one,) for one in miniature.vocabulary.facet("outcome").terms],
    )
    holistic = found["holistic"]
    assert {column[0]: one.gap for column, one in holistic.items()} == {
        "mental-wellbeing": "low-certainty",
        "depression": "low-certainty",
        "loneliness": "no-review",
        "gp-contacts": "no-review",
        "experience-satisfaction": "no-review",
        "local-character": "no-study",
    }
    assert holistic["loneliness",].families == 1
    assert [work.key for work in holistic["loneliness",].works] == ["alharbi2022corner", "oakley2021connector"]
    assert holistic["loneliness",].designs == {"comparative": 1, "qualitative-mixed": 1}


def test_a_retracted_work_leaves_a_gap(miniature: Library) -> None:
    found = cover(miniature, miniature.vocabulary.facet("model"), [("mental-wellbeing",)])
    assert found["signposting"]["mental-wellbeing",].gap == "no-study"
    assert found["signposting"]["mental-wellbeing",].works == ()


def test_a_retracted_review_is_no_review(miniature: Library) -> None:
    made = [
        study(miniature, "trial2020", [finding(FOR)]),
        study(miniature, "review2021", [finding(FOR)], design="systematic-review", status="retracted"),
    ]
    found = cover(library_of(miniature, made), miniature.vocabulary.facet("model"), [("loneliness",)])
    assert found["holistic"]["loneliness",].gap == "no-review"


def test_outcomes_stand_in_their_groups(miniature: Library) -> None:
    grouped = grouped_outcomes(miniature.vocabulary)
    assert list(grouped) == list(outcome_columns(miniature.vocabulary))
    assert sorted(one for found in grouped.values() for one in found) == sorted(
        miniature.vocabulary.facet("outcome").terms
    )
    facet = miniature.vocabulary.facet("outcome")
    loose = [term.model_copy(update={"group": None}) if term.id == "loneliness" else term for term in facet]
    vocabulary = replace(
        miniature.vocabulary,
        facets={"outcome": Facet(facet.path, facet.described.model_copy(update={"terms": loose}))},
    )
    assert grouped_outcomes(vocabulary)["other-outcomes"] == ["loneliness"]
    assert outcome_columns(vocabulary)["other-outcomes"] == "Other outcomes"
