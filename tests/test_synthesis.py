"""What may be shown together, and how it is counted."""

from __future__ import annotations

from evidence.library import Library
from evidence.model import Study
from evidence.synthesis import count_directions, panel_of, place


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
