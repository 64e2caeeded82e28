"""Agreement of two coders."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.agreement import AGREEMENT_FILE, AgreementError, Coded, agreements, cohens_kappa, load_codes


def pairs(*counts: tuple[str, str, int]) -> list[tuple[str, str]]:
    return [(first, second) for first, second, number in counts for _ in range(number)]


def test_kappa_of_a_worked_example() -> None:
    # 50 grants, two readers: 20 both yes, 15 both no, 5 and 10 apart; observed 0.70, by chance 0.50, kappa 0.40.
    found = cohens_kappa(pairs(("yes", "yes", 20), ("yes", "no", 5), ("no", "yes", 10), ("no", "no", 15)))
    assert found == pytest.approx(0.4)


def test_kappa_has_no_value_where_chance_agrees_throughout() -> None:
    assert cohens_kappa(pairs(("yes", "yes", 9))) is None
    assert cohens_kappa([]) is None


def test_full_agreement_is_one_and_full_disagreement_below_zero() -> None:
    assert cohens_kappa(pairs(("a", "a", 3), ("b", "b", 2))) == pytest.approx(1)
    found = cohens_kappa(pairs(("a", "b", 3), ("b", "a", 3)))
    assert found is not None
    assert found == pytest.approx(-1)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=30))
def test_kappa_does_not_depend_on_who_is_first(found: list[tuple[str, str]]) -> None:
    turned = [(second, first) for first, second in found]
    assert cohens_kappa(found) == pytest.approx(cohens_kappa(turned))


def test_several_terms_agree_only_when_all_do_and_order_is_nothing() -> None:
    codes = [
        Coded("one", "work", "population", "older-people; carers", "carers; older-people"),
        Coded("two", "work", "population", "carers", "older-people; carers"),
        Coded("three", "work", "population", "", ""),
    ]
    (found,) = agreements(codes)
    assert (found.items, found.same) == (3, 2)
    assert found.share == pytest.approx(2 / 3)
    # Terms given or not: carers 2 both, 1 neither; older people 1 both, 1 apart, 1 neither.
    assert found.kappa == pytest.approx((5 / 6 - 0.5) / 0.5)


def test_facets_come_apart_in_their_order() -> None:
    codes = [Coded("a", "work", "design", "rct", "rct"), Coded("a", "1", "direction", "x", "y")]
    assert [(one.facet, one.items, one.same) for one in agreements(codes)] == [("design", 1, 1), ("direction", 1, 0)]


def test_no_file_is_no_codes(tmp_path: Path) -> None:
    assert load_codes(tmp_path) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ":1: the columns"),
        ("work,item\n", ":1: the columns"),
        ("work,item,facet,first,second\na,b\n", ":2: 2 values"),
    ],
)
def test_a_malformed_file_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "references").mkdir()
    (tmp_path / AGREEMENT_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(AgreementError, match=said):
        load_codes(tmp_path)
