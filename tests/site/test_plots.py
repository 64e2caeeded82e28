"""The effect direction plot as people meet it: in the page, as a picture and as a table."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from xml.etree import ElementTree as ET

import pytest

from evidence.library import Library
from evidence.model import Direction
from evidence.site.directions import labels
from evidence.site.figures import COLOURS, Drawing, csv_text, wrapped
from evidence.site.page import Asset, Page
from evidence.site.plot_files import plot_csv, plot_svg
from evidence.site.plots import Plot, plot_of
from evidence.synthesis import Total
from tests.invented import AGAINST, FOR, UNCLEAR, finding, library_of, study, trials
from tests.site.building import build, page
from tests.site.test_palette import LIGHT

Made = dict[str, Page | Asset]
SVG = "{http://www.w3.org/2000/svg}"


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def plot_on(library: Library, facet: str = "outcome", term: str = "loneliness") -> Plot:
    found = library.vocabulary.facet(facet)
    plot = plot_of(library, found, found.term(term), library.with_term(facet, term))
    assert plot is not None
    return plot


def plot_section(made: Made, path: str) -> str:
    found = re.search(r'<section class="wide-section plot-section".*?</section>', page(made, path).body, re.DOTALL)
    return found.group() if found else ""


def total_row(library: Library) -> str:
    section = plot_section(build(library), "outcomes/loneliness/")
    found = re.search(r"<tfoot>.*?</tfoot>", section, re.DOTALL)
    assert found
    return text(found.group())


@pytest.mark.parametrize(
    ("directions", "said"),
    [
        ([FOR] * 9, "9 of 9 studies favour social prescribing ; 100% (70% to 100%) ; sign test: P = 0.0039"),
        (
            [FOR] * 10 + [AGAINST] * 2,
            "10 of 12 studies favour social prescribing ; 83% (55% to 95%) ; sign test: P = 0.039",
        ),
        ([FOR] * 5, "5 of 5 studies favour social prescribing ; 100% (57% to 100%) ; too few for a test"),
        ([AGAINST], "0 of 1 study favours social prescribing ; 0% (0% to 79%) ; too few for a test"),
        ([UNCLEAR] * 2, "no study points either way ; 2 without a clear direction"),
    ],
)  # fmt: skip
def test_the_total_of_a_made_up_set(miniature: Library, directions: list[Direction], said: str) -> None:
    assert said in total_row(trials(miniature, *directions))


def test_the_caution_stands_with_the_test_and_nowhere_else(miniature: Library) -> None:
    caution = "The sign test has little power with few studies"
    assert caution in plot_section(build(trials(miniature, *[FOR] * 6)), "outcomes/loneliness/")
    assert caution not in plot_section(build(trials(miniature, *[FOR] * 5)), "outcomes/loneliness/")


def test_a_very_small_p_is_not_spelt_out(miniature: Library) -> None:
    assert "sign test: P below 0.001" in total_row(trials(miniature, *[FOR] * 14))


def test_use_of_services_is_fewer_or_more(miniature: Library) -> None:
    library = trials(miniature, FOR, AGAINST, outcome="gp-contacts")
    (panel,) = plot_on(library, term="gp-contacts").panels
    assert [row.cells[0].word for row in panel.rows if row.cells[0]] == [
        "Fewer with social prescribing", "More with social prescribing",
    ]  # fmt: skip
    assert panel.totals[0][0] == "1 of 2 studies point to fewer"
    (panel,) = plot_on(library, "model", "holistic").panels
    assert [row.cells[0].short for row in panel.rows if row.cells[0]] == ["fewer", "more"]
    assert panel.columns[0].is_use
    section = plot_section(build(library), "models/holistic/")
    assert "fewer or more" in section
    assert "▲ means fewer" in section


def test_a_change_without_a_comparison_is_better_or_worse_than_before_and_has_no_total(miniature: Library) -> None:
    made = [study(miniature, f"made{one}up", [finding(FOR, comparison="own-baseline")]) for one in range(7)]
    section = plot_section(build(library_of(miniature, made)), "outcomes/loneliness/")
    assert "Better than before" in section
    assert "such a change is not an effect of the service" in section
    assert "<tfoot>" not in section
    assert "sign test: " not in section


def test_each_symbol_has_its_word_its_size_and_its_number(miniature: Library) -> None:
    findings = [finding(FOR, measure="ucla-3"), finding(FOR)]
    library = library_of(
        miniature,
        [
            study(miniature, "big2020", findings, intervention_group=301),
            study(miniature, "unknown2020", [finding(AGAINST)], intervention_group=None),
        ],
    )
    section = plot_section(build(library), "outcomes/loneliness/")
    rows = re.findall(r"<tr>.*?</tr>", section, re.DOTALL)
    big = next(row for row in rows if "301 in the intervention group" in row)
    assert 'class="symbol size-large mark-favours-social-prescribing"' in big
    assert 'measures-number" aria-hidden="true">2<' in big
    assert "Favours social prescribing , 2 findings , more than 300 people" in text(big)
    assert "#ucla-3" in big
    unknown = next(row for row in rows if "size-unknown" in row)
    assert "Favours the comparison" in text(unknown)
    assert "number not known" in text(unknown)


def test_groups_of_outcomes_are_the_columns_of_other_terms(miniature: Library) -> None:
    plot = plot_on(miniature, "model", "holistic")
    compared = plot.panels[0]
    assert [column.label for column in compared.columns] == [
        "Mental health and wellbeing", "Social connection", "Use of health and care services",
    ]  # fmt: skip
    (row,) = compared.rows
    assert row.designs == ("Randomised trial",)
    assert row.people == ("200 in the intervention group",)
    assert row.follow_up == ("9 months",)


def test_there_is_a_plot_on_outcomes_models_and_populations_and_not_on_the_rest(made: Made) -> None:
    with_plot = {path for path in made if path.endswith("/plot.svg")}
    assert {one.split("/")[0] for one in with_plot} == {"questions", "outcomes", "models", "populations"}
    for path in with_plot:
        assert plot_section(made, path.removesuffix("plot.svg"))
    assert "plot-section" not in page(made, "outcomes/local-character/").body
    assert "plot-section" not in page(made, "designs/rct/").body


def test_the_table_of_findings_stays_below_its_plot(made: Made) -> None:
    body = page(made, "outcomes/gp-contacts/").body
    assert body.index('id="plot"') < body.index('id="term-findings"')
    assert "contacts in 9 months" not in plot_section(made, "outcomes/gp-contacts/")


def test_the_plot_can_be_taken_away(made: Made) -> None:
    body = page(made, "outcomes/gp-contacts/").body
    for name in ("plot.svg", "plot.csv"):
        file = made[f"outcomes/gp-contacts/{name}"]
        assert isinstance(file, Asset)
        assert re.search(rf'href="{name}" download>[^<]*\((\d+ bytes|\d+ kB)\)', body)


def test_the_picture_is_whole_and_says_what_it_shows(miniature: Library) -> None:
    library = trials(miniature, *[FOR] * 10, *[AGAINST] * 2)
    picture = ET.fromstring(plot_svg(plot_on(library), labels(library.vocabulary), "Source <of> it"))  # noqa: S314
    assert picture.findtext(f"{SVG}title") == "Which way the studies point: Loneliness"
    assert picture.findtext(f"{SVG}desc") == "Compared with another group: 12 studies."
    words = [one.text or "" for one in picture.iter(f"{SVG}text")]
    assert "Source <of> it" in words
    assert "Favours the comparison" in words
    assert "83% (55% to 95%)" in words
    shapes = [one for one in picture.iter(f"{SVG}g") if one.get("fill") == COLOURS[FOR]]
    assert len(shapes) == 10 + 1  # and one in the legend
    height = float(picture.get("height") or 0)
    assert all(0 < float(one.get("y") or 0) < height for one in picture.iter(f"{SVG}text"))


def test_the_colours_of_pictures_are_those_of_the_palette() -> None:
    used = {FOR: "for", AGAINST: "against", "direction-not-reported": "unclear", "descriptive": "control"}
    assert {one: LIGHT[used.get(one, "unclear")] for one in COLOURS} == COLOURS


def test_the_table_to_take_away_holds_every_symbol(miniature: Library) -> None:
    plot = plot_on(miniature, "model", "holistic")
    rows = list(csv.DictReader(io.StringIO(plot_csv(plot, miniature), newline="")))
    symbols = [cell for panel in plot.panels for row in panel.rows for cell in row.cells if cell]
    assert len(rows) == len(symbols)
    use = next(row for row in rows if row["panel"] == "compared" and row["column"] == "service-use")
    assert use["direction"] == AGAINST
    assert use["direction_label"] == "More with social prescribing"
    assert use["size_band"] == "medium"
    assert use["family"] == "alharbi2022corner; oakley2021connector"
    assert not [row for row in rows if "part" in row["panel"]]


def test_long_words_and_empty_texts_fit_a_picture() -> None:
    assert wrapped("", 100) == [""]
    assert wrapped("one two", 30, 12) == ["one", "two"]
    drawing = Drawing(100)
    drawing.text(0, 10, "<&>")
    assert "&lt;&amp;&gt;" in drawing.finish("a & b", "c < d")


def test_cells_of_a_table_are_quoted() -> None:
    assert csv_text(("a", "b"), [('say "so"', None)]) == '"a","b"\r\n"say ""so""",""\r\n'


def test_totals_never_claim(miniature: Library) -> None:
    assert plot_on(trials(miniature, *[FOR] * 6)).panels[0].has_test
    assert Total(6, 6, 0).p_value == pytest.approx(0.03125)
    assert "significant" not in plot_section(build(trials(miniature, *[FOR] * 6)), "outcomes/loneliness/")


@pytest.fixture(scope="module")
def made(miniature: Library) -> Made:
    return build(miniature)
