"""Pages of questions: the answer is built from the records, and every number on them is counted from the records."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from evidence.errors import NotFoundError
from evidence.library import Library
from evidence.model import Finding
from evidence.questions import HowMade, Question
from evidence.site.dials import dials_of
from evidence.site.page import Asset, Page
from evidence.site.questions import HOW_WORDS, answer_of, answered
from evidence.synthesis import judgement_of, overview, statement
from tests.invented import AGAINST, FOR, UNCLEAR, finding, library_of, study, trials
from tests.site.building import build, page

Made = dict[str, Page | Asset]
PATH = "questions/feeling-better/"


@pytest.fixture(scope="module")
def made(miniature: Library) -> Made:
    return build(miniature)


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_answer_is_put_in_words_from_the_review(made: Made) -> None:
    html = page(made, PATH).body
    said = re.search(r'<p class="answer">(.*?)</p>', html, re.DOTALL)
    assert said
    assert text(said.group(1)) == (
        "Having a link worker may make little or no difference to wellbeing "
        "( low certainty , judged by Marsh and The Invented Review Group, 2023 ) ."
    )
    assert 'href="../../methods/#certainty"' in said.group(1)
    assert 'href="../../studies/marsh2023link/"' in said.group(1)


def test_the_answer_changes_with_the_record(miniature: Library) -> None:
    review = miniature.studies["marsh2023link"]
    changed = [
        one.model_copy(
            update={
                "direction": FOR,
                "certainty": one.certainty and one.certainty.model_copy(update={"level": "moderate"}),
            }
        )
        if one.outcome == "mental-wellbeing"
        else one
        for one in review.findings
    ]
    library = replace(
        miniature, studies={**miniature.studies, "marsh2023link": review.model_copy(update={"findings": changed})}
    )
    parts = answer_of(library, library.questions["feeling-better"])
    assert [(part.text, part.level) for part in parts if part.judge] == [("probably improves wellbeing", "moderate")]


def test_a_review_that_judged_two_things_is_named_once_at_the_last(miniature: Library) -> None:
    question = miniature.questions["feeling-better"]
    text = "It {marsh2023link mental-wellbeing} and {marsh2023link depression}."
    other: Question = replace(question, meta=question.meta.model_copy(update={"answer": text}))
    parts = answer_of(miniature, other)
    assert [(part.level, part.names_judge) for part in parts if part.judge] == [("low", False), ("very low", True)]


@pytest.mark.parametrize(
    ("direction", "level", "outcome", "said"),
    [
        (FOR, "high", "mental-wellbeing", "improves mental wellbeing"),
        (FOR, "moderate", "loneliness", "probably reduces loneliness"),
        (FOR, "low", "gp-contacts", "may lower general practice contacts"),
        (AGAINST, "high", "mental-wellbeing", "worsens mental wellbeing"),
        (AGAINST, "low", "loneliness", "may increase loneliness"),
        (UNCLEAR, "high", "loneliness", "makes little or no difference to loneliness"),
        (UNCLEAR, "moderate", "loneliness", "probably makes little or no difference to loneliness"),
        (UNCLEAR, "low", "loneliness", "may make little or no difference to loneliness"),
        (FOR, "very-low", "loneliness", "may or may not change loneliness"),
        ("direction-not-reported", "low", "loneliness", "may or may not change loneliness"),
    ],
)
def test_size_and_certainty_in_words(miniature: Library, direction: str, level: str, outcome: str, said: str) -> None:
    term = miniature.vocabulary.facet("outcome").term(outcome)
    assert statement(direction, level, term) == said  # type: ignore[arg-type]


def test_a_judgement_that_nobody_made_is_no_answer(miniature: Library) -> None:
    question = miniature.questions["feeling-better"]
    other = replace(question, meta=question.meta.model_copy(update={"answer": "It {oakley2021connector loneliness}."}))
    with pytest.raises(NotFoundError, match="no published judgement on 'loneliness'"):
        answer_of(miniature, other)


def test_two_judgements_that_differ_are_no_answer(miniature: Library) -> None:
    review = miniature.studies["marsh2023link"]
    graded = [one for one in review.findings if one.outcome == "mental-wellbeing"]
    twice = [*graded, graded[0].model_copy(update={"direction": FOR})]
    library = replace(miniature, studies={"marsh2023link": review.model_copy(update={"findings": twice})})
    part = next(part for part in miniature.questions["feeling-better"].answer if not isinstance(part, str))
    with pytest.raises(NotFoundError, match="several judgements that differ"):
        judgement_of(library, part)


@pytest.mark.parametrize(
    ("directions", "word", "counts"),
    [
        ([FOR, FOR, FOR, UNCLEAR], "Mostly favours social prescribing", {FOR: 3, UNCLEAR: 1}),
        ([FOR, FOR, UNCLEAR], "Mixed", {FOR: 2, UNCLEAR: 1}),
        ([UNCLEAR, UNCLEAR, UNCLEAR, FOR], "No clear direction", {UNCLEAR: 3, FOR: 1}),
        ([AGAINST, AGAINST, AGAINST], "Mostly favours the comparison", {AGAINST: 3}),
        ([FOR, AGAINST, AGAINST], "Mixed", {FOR: 1, AGAINST: 2}),
        (["direction-not-reported"] * 3, "Direction not reported", {"direction-not-reported": 3}),
        ([FOR], "Only 1 study compared", {FOR: 1}),
        ([FOR, FOR], "Only 2 studies compared", {FOR: 2}),
        ([], "No comparison with other people", {}),
    ],
)
def test_the_dial_of_direction(miniature: Library, directions: list[str], word: str, counts: dict[str, int]) -> None:
    library = trials(miniature, *directions)  # type: ignore[arg-type]
    dials = dials_of(library, overview(library, library.studies.values()), library.studies.values())
    assert dials.direction.word == word
    assert {one.direction: one.number for one in dials.direction.counts} == counts


def test_use_of_services_is_fewer_on_the_dial(miniature: Library) -> None:
    library = trials(miniature, FOR, FOR, FOR, outcome="gp-contacts")
    found = overview(library, library.studies.values(), ["gp-contacts"])
    assert dials_of(library, found, library.studies.values(), ["gp-contacts"]).direction.word == "Mostly fewer"


def test_papers_on_the_same_people_count_once_on_the_dials(miniature: Library) -> None:
    library = library_of(
        miniature,
        [
            study(miniature, "made01up", [finding(FOR)]),
            study(miniature, "made02up", [finding(FOR)], relations=[("same-data-as", "made01up")]),
        ],
    )
    found = overview(library, library.studies.values())
    assert (found.families, dict(found.panels), dict(found.compared)) == (1, {"compared": 1}, {FOR: 1})


def test_change_over_time_and_accounts_never_reach_the_dial_of_direction(miniature: Library) -> None:
    told: Finding = finding(FOR, basis="qualitative")
    later = finding(FOR, comparison="own-baseline")
    library = library_of(miniature, [study(miniature, "made01up", [told, later])])
    dials = dials_of(library, overview(library, library.studies.values()), library.studies.values())
    assert dials.direction.direction is None
    assert dials.amount.kinds == ("1 measured the same people twice", "1 asked people what they saw")


def test_plans_are_called_plans(miniature: Library) -> None:
    library = library_of(miniature, [study(miniature, "made01up", [], design="protocol")])
    dials = dials_of(library, overview(library, library.studies.values()), library.studies.values())
    assert (dials.amount.steps, dials.amount.word) == (1, "1 plan of a study")


def test_a_question_about_everything_asks_for_no_direction_and_has_no_plot(miniature: Library) -> None:
    question = miniature.questions["feeling-better"]
    other: Question = replace(question, meta=question.meta.model_copy(update={"about": {}}))
    library = replace(miniature, questions={"feeling-better": other})
    assert answered(library)[0].dials.direction.word == "Not a question of direction"
    made = build(library)
    assert f"{PATH}plot.svg" not in made
    assert 'href="../../evidence/">All 7 works' in page(made, PATH).body


def test_certainty_is_the_span_of_what_reviews_judged(miniature: Library) -> None:
    dials = answered(miniature)[0].dials.certainty
    assert (dials.least, dials.most, dials.word) == (1, 2, "Very low to low")
    assert [one.key for one in dials.judges] == ["marsh2023link"]
    nobody = trials(miniature, FOR)
    assert (
        dials_of(nobody, overview(nobody, nobody.studies.values()), ()).certainty.word
        == "Not judged by any review here"
    )


def test_the_page_has_its_parts_in_order(made: Made) -> None:
    html = page(made, PATH).body
    headings = [text(one) for one in re.findall(r"<h2[^>]*>(.*?)</h2>", html)]
    assert headings == [
        "In short",
        "Which way the studies point",
        "What the studies say",
        "Reviews and their studies",
        "Measures used in the studies here",
        "How much there is on each group of outcomes",
        "Who has been studied",
        "Claims often heard, and what they rest on",
        "What we do not know",
        "How this was put together",
        "References",
        "Other questions",
    ]
    for label in HOW_WORDS.values():
        assert f"<dt>{label}</dt><dd>" in html
    assert "<b>liked</b>" not in html
    assert "&lt;b&gt;liked&lt;/b&gt;" in html


def test_the_nine_items_of_the_page_are_those_of_the_file() -> None:
    assert set(HOW_WORDS) == set(HowMade.model_fields)


def test_every_work_cited_is_in_the_references_and_in_the_files(made: Made, miniature: Library) -> None:
    html = page(made, PATH).body
    cited = miniature.questions["feeling-better"].cited
    references = html[html.index('id="references"') :]
    for key in cited:
        assert f'href="../../studies/{key}/"' in references
        assert miniature.studies[key].citation.short in text(references)
    assert made[f"{PATH}feeling-better.ris"].content.count("TY  - ") == len(cited)  # type: ignore[union-attr, arg-type]


def test_the_list_behind_a_question_is_what_its_page_counts(made: Made, miniature: Library) -> None:
    question = miniature.questions["feeling-better"]
    one = answered(miniature)[0]
    wanted = set(question.meta.about["outcome"])
    assert {study.key for study in one.studies} == {
        study.key for study in miniature.studies.values() if wanted & set(study.outcomes)
    }
    html = page(made, PATH).body
    assert 'href="../../evidence/?outcome=mental-wellbeing,depression"' in html
    assert f"All {len(one.studies)} works of this base on the question" in text(html)


def test_the_page_counts_where_the_text_asks_it_to(miniature: Library) -> None:
    question = miniature.questions["feeling-better"]
    how = question.meta.how.model_copy(
        update={"findings": "{families} families, {compared} compared, {reviewed} reviews."}
    )
    other: Question = replace(question, meta=question.meta.model_copy(update={"how": how}))
    library = replace(miniature, questions={"feeling-better": other})
    assert "<dd>2 families, 1 compared, 1 reviews.</dd>" in page(build(library), PATH).body


def test_home_leads_to_each_question_in_one_click(made: Made, miniature: Library) -> None:
    html = page(made, "").body
    for slug, question in miniature.questions.items():
        assert f'<a href="questions/{slug}/">{question.title}</a>' in html


def test_the_easy_version_has_a_page_of_its_own(made: Made) -> None:
    easy = page(made, f"{PATH}easy-read/")
    assert easy.body.count("<p>") == 6
    assert 'href="easy-read/"' in page(made, PATH).body
    assert 'href="../"' in easy.body


def test_without_questions_there_is_no_empty_list(miniature: Library) -> None:
    bare = build(replace(miniature, questions={}))
    assert not [path for path, one in bare.items() if isinstance(one, Page) and path.startswith("questions/")]
    assert 'id="questions"' not in page(bare, "").body


@pytest.mark.parametrize(("accounts", "folded"), [(8, False), (9, True)])
def test_only_a_long_panel_of_accounts_is_folded(miniature: Library, accounts: int, *, folded: bool) -> None:
    told = finding(FOR, "mental-wellbeing", basis="qualitative")
    compared = finding(FOR, "mental-wellbeing")
    made_up = [study(miniature, f"told{one:02}up", [told], design="qualitative") for one in range(accounts)]
    made_up += [study(miniature, f"compared{one:02}up", [compared]) for one in range(9)]
    others = {key: one for key, one in miniature.studies.items() if key in {"oakley2021connector", "marsh2023link"}}
    library = replace(miniature, studies={**others, **{one.key: one for one in made_up}}, summaries={})
    html = page(build(library), PATH).body
    panels = {kind: re.search(rf"plot-panel plot-{kind}.*?</table>", html, re.DOTALL) for kind in ("told", "compared")}
    rows = {kind: found and len(re.findall(r'<th scope="row">', found.group())) for kind, found in panels.items()}
    assert rows["told"] == accounts
    assert panels["told"]
    assert ("<details" in panels["told"].group()) is folded
    assert panels["compared"]
    assert "<details" not in panels["compared"].group()
