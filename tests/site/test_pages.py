"""What stands on the generated pages, and what must not."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from evidence.library import Library
from evidence.settings import Settings
from evidence.site.page import Asset, Page
from tests.site.building import SETTINGS, build, page

Made = dict[str, Page | Asset]


@pytest.fixture(scope="module")
def made(miniature: Library) -> Made:
    return build(miniature)


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def section(html: str, name: str) -> str:
    found = re.search(rf'<section[^>]*aria-labelledby="{name}".*?</section>', html, re.DOTALL)
    return text(found.group()) if found else ""


def panel(html: str, name: str) -> str:
    found = re.search(rf'<div class="panel panel-{name}">.*?</table>\s*</div>', html, re.DOTALL)
    return text(found.group()) if found else ""


def test_every_study_term_facet_and_collection_has_one_page(made: Made, miniature: Library) -> None:
    expected = {f"studies/{key}/" for key in miniature.studies}
    for facet in miniature.vocabulary.facets.values():
        expected |= {f"{facet.path}/", *(f"{facet.path}/{term.id.lower()}/" for term in facet)}
    expected |= {f"collections/{name}/" for study in miniature.studies.values() for name in study.collections}
    expected |= {f"questions/{one}/{part}" for one in miniature.questions for part in ("", "easy-read/")}
    expected |= {"", "questions/", "evidence/", "map/", "picture/", "bibliography/"}
    expected |= {"glossary/", "measures/", "downloads/", "data/"}
    assert {path for path, one in made.items() if isinstance(one, Page)} == expected


def test_every_page_says_what_it_is(made: Made) -> None:
    for path, one in made.items():
        if isinstance(one, Page):
            assert one.title, path
            assert one.description.strip(), path
            assert one.body.count("<h1") == 1, path


def test_downloads_stand_beside_their_pages(made: Made) -> None:
    study = "studies/oakley2021connector/oakley2021connector"
    assert {f"{study}.bib", f"{study}.ris", f"{study}.json"} <= set(made)
    for name in ("bib", "ris", "json", "csv"):
        file = made[f"bibliography/link-worker-evidence-base.{name}"]
        assert isinstance(file, Asset)
        assert file.content
        assert f'href="link-worker-evidence-base.{name}"' in page(made, "bibliography/").body


def test_a_strangers_markup_is_text_everywhere(made: Made) -> None:
    for path, one in made.items():
        if isinstance(one, Page):
            assert "<script" not in one.body, path
            assert "<i>Green" not in one.body, path
    assert "&lt;script&gt;alert(1)" in page(made, "studies/reed2021counting/").body


def test_findings_of_different_weight_never_share_a_table(made: Made) -> None:
    body = page(made, "studies/oakley2021connector/").body
    assert "no difference in wellbeing between the two groups" in panel(body, "compared")
    assert "three meetings or more" not in panel(body, "compared")
    assert "three meetings or more" in panel(body, "part-of-the-people")
    assert "no fair comparison" in panel(body, "part-of-the-people")
    change = panel(page(made, "studies/tamsin2020green/").body, "change-over-time")
    assert "Without a comparison group, such a change is not an effect of the service." in change
    assert "Better than before" in change
    assert "Favours" not in change


def test_use_of_services_is_fewer_or_more(made: Made) -> None:
    body = panel(page(made, "studies/oakley2021connector/").body, "compared")
    assert "More with social prescribing" in body
    assert "Favours the comparison" not in body


def test_a_published_judgement_of_certainty_names_who_made_it(made: Made) -> None:
    reviewed = panel(page(made, "studies/marsh2023link/").body, "reviewed")
    assert "Certainty: low , judged by Marsh and The Invented Review Group, 2023" in reviewed
    assert "Certainty: very low" in reviewed


def test_a_retracted_work_bears_a_band_and_counts_nowhere(made: Made) -> None:
    body = page(made, "studies/tamsin2020green/").body
    assert body.index("band-retracted") < body.index("<h1")
    assert "https://doi.org/10.5555/lwtest.2023.retraction" in body
    assert "Tamsin" not in section(page(made, "outcomes/mental-wellbeing/").body, "term-findings")
    assert "Retracted" in text(page(made, "bibliography/").body)


def test_corrected_works_say_so(made: Made) -> None:
    assert "band-corrected" in page(made, "studies/marsh2023link/").body
    assert 'class="band' not in page(made, "studies/oakley2021connector/").body


def test_only_what_is_known_stands_at_a_glance_and_the_rest_is_named(made: Made) -> None:
    glance = section(page(made, "studies/alharbi2022corner/").body, "glance")
    assert "24 people" in glance
    assert "Not reported in what we read: dates, follow-up, measures and funder." in glance
    assert "Not reported" not in section(page(made, "studies/nimbus2018atlas/").body, "glance")


def test_the_same_words_do_not_stand_twice(made: Made) -> None:
    glance = section(page(made, "studies/oakley2021connector/").body, "glance")
    assert glance.lower().count("link worker way of referral") == 1
    assert "Link worker Link worker" not in glance


def test_values_nobody_saw_are_marked(made: Made) -> None:
    body = page(made, "studies/alharbi2022corner/").body
    assert "Nobody working on this base saw these in a source: volume." in text(body)
    assert "unsure-mark" in body
    assert "unsure" not in page(made, "studies/oakley2021connector/").body


def test_an_unconfirmed_identifier_is_marked_at_its_link(miniature: Library) -> None:
    one = miniature.studies["oakley2021connector"]
    reference = one.provenance.citation.model_copy(update={"unverified": ["DOI"]})
    unsure = one.model_copy(update={"provenance": one.provenance.model_copy(update={"citation": reference})})
    body = page(build(replace(miniature, studies={**miniature.studies, one.key: unsure})), f"studies/{one.key}/").body
    assert re.findall(r"<li>.*?</a>(<a class=\"unsure-mark\".*?)?</li>", body)[:3].count("") == 2
    assert re.search(r"doi:10\.5555/lwtest\.2021\.101</a><a class=\"unsure-mark\"", body)


def test_a_missing_summary_gives_its_reason(made: Made) -> None:
    body = text(page(made, "studies/harbour2019year/").body)
    assert "There is no summary of this work. Only the opening pages were read." in body


def test_a_study_family_is_named_from_both_ends(made: Made) -> None:
    trial = section(page(made, "studies/oakley2021connector/").body, "related")
    interviews = section(page(made, "studies/alharbi2022corner/").body, "related")
    assert "Followed up in" in trial
    assert "Follow-up of" in interviews
    assert "same study" in trial
    assert "same study" in interviews
    assert "Reviews that cover it" in page(made, "studies/oakley2021connector/").body
    assert "Oakley" not in trial, "a study is not related to itself"
    assert "Oakley" in interviews


def test_names_keep_their_own_direction_and_many_are_folded(made: Made, miniature: Library) -> None:
    body = page(made, "studies/alharbi2022corner/").body
    assert "<bdi>نورة الحربي</bdi>" in body
    assert "more-authors" not in body
    one = miniature.studies["alharbi2022corner"]
    many = one.model_copy(update={"citation": one.citation.model_copy(update={"author": one.citation.author * 2})})
    crowded = build(replace(miniature, studies={**miniature.studies, one.key: many}))
    folded = page(crowded, "studies/alharbi2022corner/").body
    assert "and 4 more authors" in folded


def test_a_correction_is_offered_only_where_there_is_a_repository(miniature: Library, made: Made) -> None:
    offered = page(made, "studies/oakley2021connector/").body
    assert "https://example.org/code/issues/new?title=Correction%3A%20oakley2021connector" in offered
    without = build(miniature, Settings(SETTINGS.site_name))
    assert "Suggest a correction" not in page(without, "studies/oakley2021connector/").body


def test_a_term_without_studies_says_so_and_what_the_base_rests_on(made: Made) -> None:
    empty = next(
        one for one in made.values() if isinstance(one, Page) and one.kind == "term" and "no-study" in one.body
    )
    assert "No study in this base carries this term" in text(empty.body)
    assert "6 study families (7 works)" not in text(empty.body)
    assert "5 study families (7 works)" in text(empty.body)


def test_counts_go_by_family_and_leave_retracted_works_out(made: Made) -> None:
    holistic = text(page(made, "models/holistic/").body)
    assert "3 study families (4 works)" in holistic


def test_a_broader_term_holds_the_studies_of_its_narrower_ones(made: Made, miniature: Library) -> None:
    facet = miniature.vocabulary.facet("activity")
    narrow = facet.term("gardening-and-conservation")
    assert narrow.broader
    above = page(made, f"activities/{narrow.broader}/")
    assert "studies/alharbi2022corner/" in above.body
    assert f'href="../{narrow.id}/"' in above.body
    assert f'href="../{narrow.broader}/"' in page(made, f"activities/{narrow.id}/").body


def test_terms_and_sources_that_nobody_confirmed_are_marked(made: Made, miniature: Library) -> None:
    unsure = {key for key, source in miniature.vocabulary.sources.items() if not source.is_confirmed}
    assert unsure
    marked = [
        term
        for facet in miniature.vocabulary.facets.values()
        for term in facet
        if unsure & set(term.sources) and "not confirmed" not in page(made, f"{facet.path}/{term.id.lower()}/").body
    ]
    assert marked == []


def test_home_leads_to_terms_with_their_counts(made: Made) -> None:
    ways = section(page(made, "").body, "way-outcome")
    assert "Loneliness 1 study family" in ways
    assert "Mental wellbeing 2 study families" in ways


def test_links_lead_from_the_page_they_stand_on(made: Made) -> None:
    """Every relative link of every page meets a page, a file, or a guide written by hand."""
    known = {*made, "methods/", "about/", "contribute/"}
    faults = []
    for path, one in made.items():
        if not isinstance(one, Page):
            continue
        links = [address for address in re.findall(r'href="([^"#?]+)', one.body) if not address.startswith("http")]
        faults += [f"{path}: {address}" for address in links if _resolve(path, address) not in known]
    assert faults == []


def _resolve(path: str, address: str) -> str:
    parts = [part for part in path.split("/") if part]
    for part in address.split("/"):
        if part == "..":
            parts.pop()
        elif part not in (".", ""):
            parts.append(part)
    resolved = "/".join(parts)
    return f"{resolved}/" if resolved and address.endswith(("/", "..")) else resolved
