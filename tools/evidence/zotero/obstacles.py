"""What a record cannot hold, told in words, so that nothing of the kind is ever written into one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence.model import is_real_date
from evidence.vocabulary import Vocabulary
from evidence.zotero import names
from evidence.zotero.fields import ITEM_TYPES, ROLES, Value
from evidence.zotero.tags import OUTCOME, facet_of, term_of

_LONGEST = 4000
_FORMS = {
    "issued": (re.compile(r"\d{4}(-\d{2}(-\d{2})?)?"), "no date"),
    "accessed": (re.compile(r"\d{4}-\d{2}-\d{2}"), "no date"),
    "URL": (re.compile(r"https?://[^\s<>\"]{1,1990}"), "no web address"),
}


def obstacle(name: str, value: Value | None, vocabulary: Vocabulary) -> str | None:
    """Tell why a record cannot hold a value of Zotero's, or return None when it can."""
    if name == OUTCOME:
        return None
    if facet := facet_of(name):
        return _of_terms(facet, list(value or []), vocabulary)
    if name in ROLES:
        return None if all(names.is_name(one) for one in value or []) else "a person without a last name"
    return _of_text(name, str(value or ""))


def _of_terms(facet: str, labels: Sequence[str], vocabulary: Vocabulary) -> str | None:
    unknown = [label for label in labels if not term_of(facet, label, vocabulary)]
    if unknown:
        return f"the vocabulary holds no {facet} {', '.join(map(repr, unknown))}"
    one_only = facet in vocabulary.facets and not vocabulary.facets[facet].described.multiple
    return "only one term can be given" if one_only and len(labels) > 1 else None


def _of_text(name: str, text: str) -> str | None:
    if name == "title" and not text:
        return "a record needs a title"
    if name == "type" and text not in ITEM_TYPES:
        return f"the base has no works of the type {text!r}"
    if len(text) > _LONGEST:
        return f"longer than {_LONGEST:,} characters"
    form, reason = _FORMS.get(name, (None, ""))
    fits = form is None or (form.fullmatch(text) and (name == "URL" or is_real_date(text)))
    return None if fits else reason
