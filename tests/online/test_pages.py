"""Addresses of records: where they stand, and what a page that is gone means there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from evidence.errors import Problem
from evidence.library import Library
from evidence.online import pages as rules
from tests.stand_ins.server import Reply, StandIn, broken, not_found, redirect, too_many

Look = Callable[..., list[Problem]]


def told(problems: list[Problem]) -> list[tuple[str, str, str]]:
    return [(problem.code, problem.level, problem.field) for problem in problems]


def test_a_page_that_is_gone_is_told_at_each_place(look: Look, pages: dict[str, Reply]) -> None:
    pages |= {"/jis/12/3/101": not_found(), "/jis/12/3/101.pdf": broken(410)}
    problems = look()
    assert told(problems) == [
        ("address-gone", "error", "citation.URL"),
        ("address-gone", "error", "access.full-text"),
        ("address-gone", "warning", "provenance.extraction.sources[0].url"),
    ]
    assert [problem.line for problem in problems[:2]] == [23, 24]
    assert "status 404" in problems[0].message


def test_a_source_that_is_gone_is_a_warning(look: Look, pages: dict[str, Reply]) -> None:
    pages["/rtnw/41/12"] = not_found()
    problems = [problem for problem in look("marsh2023link") if problem.code == "address-gone"]
    assert told(problems) == [("address-gone", "warning", "provenance.extraction.sources[0].url")]
    assert "archive" in problems[0].remedy


@pytest.mark.parametrize("reply", [broken(403), too_many("7200"), too_many(), broken(500), Reply(hangs_up=True)])
def test_a_page_that_refuses_is_could_not_check(look: Look, pages: dict[str, Reply], reply: Reply) -> None:
    pages["/harbour"] = reply
    problems = look("harbour2019year")
    assert told(problems) == [("not-checked", "notice", "provenance.extraction.sources[0].url")]


def test_an_address_that_stands_twice_is_asked_for_once(look: Look, server: StandIn) -> None:
    assert look("harbour2019year") == []
    assert server.asked("/pages/harbour/year.pdf") == 1


def test_a_page_that_leads_to_the_front_page_only_is_probably_gone(look: Look, pages: dict[str, Reply]) -> None:
    pages["/harbour/year.pdf"] = redirect("/")
    pages["/harbour"] = redirect("/pages/harbour/")
    problems = look("harbour2019year")
    assert told(problems) == [
        ("address-gone", "warning", "citation.URL"),
        ("address-gone", "warning", "access.full-text"),
    ]
    assert "front page" in problems[0].message


@pytest.mark.parametrize(
    ("address", "reached", "code"),
    [
        ("https://a.example/reports/7", "https://a.example/", "address-gone"),
        ("https://a.example/reports/7", "https://b.example", "address-gone"),
        ("https://a.example/reports/7", "https://a.example/?p=7", ""),
        ("https://a.example/reports/7", "https://a.example/reports/seven", ""),
        ("https://a.example/", "https://www.a.example/", ""),
        ("https://a.example", "https://a.example/", ""),
    ],
)
def test_front_pages(address: str, reached: str, code: str) -> None:
    assert rules.judge(address, reached)[0] == code


def test_every_address_of_a_record_is_found(miniature: Library) -> None:
    found = rules.places(list(miniature.studies.values()))
    texts = [path.read_text(encoding="utf-8") for path in Path(miniature.root, "references").glob("*.yaml")]
    assert set(found) == set(re.findall(r"https://[^\s\",}]+", "".join(texts)))
    assert found["https://example.org/harbour/year.pdf"] == [
        (miniature.studies["harbour2019year"], ("citation", "URL")),
        (miniature.studies["harbour2019year"], ("access", "full-text")),
    ]
