"""The flow: the boxes of PRISMA 2020, each sum checked, and a table that says them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment
from markdown import markdown

from evidence.library import Library
from evidence.screening import Flow, FlowError, flow, flow_html, flow_of, load
from evidence.screening.prisma import total
from evidence.site.guides import guide_context
from tests.screening.texts import HELD, STRATEGY, WORKLIST, write


def flow_in(root: Path, strategy: str = STRATEGY, worklist: str | None = WORKLIST) -> Flow:
    screening = load(write(root, strategy, worklist))
    assert screening is not None
    return flow(screening, Library.load(root))


def included(doi: str, number: int = 1, worklist: str = WORKLIST) -> str:
    decision = 'decision: {verdict: include, reason: null, note: null, stage: title, by: AL, on: "2024-02-05"}'
    text = worklist.replace(f"doi: 10.5555/new.{number}\n", f"doi: {doi}\n")
    before, mark, after = text.partition(f"doi: {doi}\n")
    return before + mark + re.sub(r"decision: null.*", decision, after, count=1)


def test_without_a_search_there_is_no_database_column(library_copy: Path) -> None:
    found = flow_in(library_copy, worklist=None)
    assert found.databases is None
    assert "No search of a database has been run yet." in flow_html(found)


def test_a_list_and_works_added_by_hand(library_copy: Path) -> None:
    others = flow_in(library_copy, worklist=None).others
    assert [(count.label, count.number) for count in others.identified] == [
        ("A list", 5), ("added one by one, not from a search", 3),
    ]  # fmt: skip
    assert (total(others.removed), others.screened, others.sought) == (1, 7, 7)
    assert (others.not_retrieved, others.assessed, others.included) == (1, 6, 6)


def test_studies_are_families_and_a_retracted_one_does_not_count(library_copy: Path) -> None:
    found = flow_in(library_copy, worklist=None)
    assert (found.studies, found.reports) == (4, 6)
    assert found.read == {"abstract": 3, "full-text": 3}


def test_the_boxes_of_a_search(library_copy: Path) -> None:
    way = flow_in(library_copy, worklist=included("10.5555/new.1")).databases
    assert way is not None
    assert total(way.identified) == 20
    assert [count.number for count in way.removed] == [4, 3, 9]
    assert (way.waiting, way.screened) == (2, 2)
    assert [(count.label, count.number) for count in way.excluded] == [("Not about the topic", 1)]
    assert (way.sought, way.pending, way.not_retrieved, way.assessed, way.included) == (1, 1, 0, 0, 0)


def test_an_included_work_of_the_base_moves_from_one_column_to_the_other(library_copy: Path) -> None:
    green = "10.5555/lwtest.2020.487"
    before = flow_in(library_copy)
    after = flow_in(library_copy, worklist=included(green))
    assert before.databases is not None
    assert after.databases is not None
    assert (before.databases.included, after.databases.included) == (0, 1)
    assert (before.others.included, after.others.included) == (6, 5)
    assert (before.reports, before.studies) == (after.reports, after.studies)
    assert (after.databases.sought, after.databases.pending, after.databases.assessed) == (1, 0, 1)


def test_a_work_excluded_after_reading_was_sought_and_assessed(library_copy: Path) -> None:
    text = WORKLIST.replace(
        "reason: off-topic, note: null, stage: title", "reason: off-topic, note: null, stage: report"
    )
    way = flow_in(library_copy, worklist=text).databases
    assert way is not None
    assert (total(way.excluded), way.sought, way.assessed, total(way.excluded_reports), way.included) == (0, 1, 1, 1, 0)


@pytest.mark.parametrize(
    ("strategy", "worklist", "numbers"),
    [
        (STRATEGY, WORKLIST.replace("received: 20", "received: 21"), ("21", "20")),
        (STRATEGY, WORKLIST.replace("held: 3", "held: 4").replace("listed: 4", "listed: 3"), ("20", "17", "3", "4")),
        (STRATEGY, WORKLIST[: WORKLIST.index("  - title: A dark tower")], ("20", "16", "4", "3")),
        (STRATEGY.replace("entries: 5", "entries: 6"), WORKLIST, ("6", "1", "5", "4")),
        (STRATEGY, "searches: []\n" + WORKLIST[WORKLIST.index("works:"):], ("4", "0")),
    ],
    ids=["a search", "a search against the list", "a work deleted", "a reading list", "no searches"],
)  # fmt: skip
def test_a_sum_that_fails_is_an_error_that_names_both_numbers(
    strategy: str, worklist: str, numbers: tuple[str, ...], library_copy: Path
) -> None:
    with pytest.raises(FlowError) as caught:
        flow_in(library_copy, strategy, worklist)
    assert set(numbers) <= set(re.findall(r"\d+", str(caught.value)))
    assert "references/" in str(caught.value)


def test_two_records_of_one_included_work_do_not_add_up(library_copy: Path) -> None:
    original = (library_copy / "references/tamsin2020green.yaml").read_text(encoding="utf-8")
    second = original.replace("key: tamsin2020green", "key: tamsin2020again").replace("10.5555/lwtest.2020.487", HELD)
    (library_copy / "references/tamsin2020again.yaml").write_text(second, encoding="utf-8")
    with pytest.raises(FlowError, match="1 assessed less 0 excluded makes 1, but 2 are included"):
        flow_in(library_copy, STRATEGY.replace("entries: 5", "entries: 4"), included(HELD))


def test_the_table_says_every_number_with_its_name(library_copy: Path) -> None:
    write(library_copy, worklist=included("10.5555/new.1"))
    html = str(flow_of(Library.load(library_copy)))
    tables = re.findall(r"<table>.*?</table>", html, re.DOTALL)
    assert [re.search(r"<caption>(.*?)</caption>", table)[1] for table in tables] == ["Databases", "Other sources"]  # type: ignore[index]
    rows = re.findall(r'<th scope="row">(.*?)</th><td>([\d,]+)</td>', tables[0])
    assert ("Records identified", "20") in rows
    assert ("of these: Crossref", "20") in rows
    assert ("Records removed before screening", "16") in rows
    assert ("Records waiting to be screened", "2") in rows
    assert ("of these: Not about the topic", "1") in rows
    assert ("Reports not yet brought in", "1") in rows
    assert len(rows) == tables[0].count("<tr") - 1
    assert html.count('scope="col"') == 4
    assert "\n\n" not in html  # a blank line would end the HTML in Markdown


def test_the_last_search_is_named_with_its_day(library_copy: Path) -> None:
    unfinished = flow_in(library_copy)
    assert "finished" in flow_html(unfinished)
    looked = flow_in(library_copy, STRATEGY.replace("last-looked: null", 'last-looked: "2024-02-03"'))
    assert '<time datetime="2024-02-03">2024-02-03</time>' in flow_html(looked)


def test_words_of_the_strategy_are_escaped(library_copy: Path) -> None:
    html = flow_html(flow_in(library_copy, STRATEGY.replace("name: A list", 'name: "<script>alert(1)</script> & co"')))
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in html


def test_a_hand_written_page_shows_it_unharmed(library_copy: Path) -> None:
    context = guide_context(Library.load(write(library_copy)), [])
    page = Environment(autoescape=True).from_string("# Methods\n\n{{ prisma }}\n\nThe *end*.\n").render(context)
    html = markdown(page, extensions=["tables", "attr_list"])
    assert str(context["prisma"]) in html
    assert "<em>end</em>" in html


def test_a_library_without_a_strategy_has_no_flow(miniature: Library) -> None:
    assert flow_of(miniature) == ""


@pytest.mark.library
def test_the_real_flow_adds_up_to_the_reading_list(real_library: Library) -> None:
    screening = load(real_library.root)
    assert screening is not None
    [reading_list] = screening.strategy.other_sources
    assert (reading_list.entries, reading_list.records, reading_list.twice) == (36, 36, 1)
    found = flow(screening, real_library)
    assert found.others.included + (found.databases.included if found.databases else 0) == found.reports
    assert flow_of(real_library)
