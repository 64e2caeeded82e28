"""How names and years look in reference lists.

Groups are atomic, so that a long list of names that ends in no year costs no more than its length.
"""

from __future__ import annotations

import re

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚ"
_PARTICLES = (
    r"(?:(?:[Vv]an|[Vv]on|[Dd]e[nrl]?|[Dd]ella|[Dd][iao]s?|[Ll][ae]|[Ee]l|[Aa]l|[Bb][ie]n|[Ii]bn|[Tt]e[nr]|zu|af)\s+)"
    r"{0,3}"
)
FAMILY = rf"{_PARTICLES}(?:[OD]['’])?[{UPPER}][\w'’‐-]+(?:\s[{UPPER}][\w'’‐-]+){{0,2}}"
INITIALS = rf"(?:[{UPPER}]\.[\s-]?){{1,4}}"
"""Initials with their full stops: `J. M.`, `J.-P.`."""
BARE_INITIALS = rf"[{UPPER}]{{1,3}}(?:-[{UPPER}])?"
"""Initials as in Vancouver lists: `JM`."""
_SUFFIX = r"(?:,?\s(?:Jr|Sr|II|III|IV)\b\.?)?"
AUTHOR = rf"(?>(?:{FAMILY},?\s+{INITIALS}|{FAMILY},?\s+{BARE_INITIALS}(?=[\s,.;&(])){_SUFFIX})"
ET_AL = r"\bet\.?\s*al\b\s?\.?"
_BETWEEN = r"(?>\s*(?:,|;)?\s*(?:&|and\b|\.{3}|…)?\s*(?:&|and\b)?\s*)"
AUTHORS = rf"{AUTHOR}(?>(?:{_BETWEEN}{AUTHOR}){{0,500}})(?:\s*,?\s*{ET_AL})?"
YEAR = r"(?:1[89]\d\d|20\d\d)"
YEAR_IN_BRACKETS = re.compile(
    rf"\((?:({YEAR})[a-z]?(?:[,/ –-][^()]{{0,30}})?|n\.\s?d\.?|no date|in press|forthcoming)\)", re.IGNORECASE
)
START = re.compile(rf"{AUTHORS}\.?,?\s*(?:\([Ee]ds?\.?\)\.?,?\s*)?\((?:{YEAR}|n\.\s?d|in press)")
"""A reference in the middle of a text: authors, and a year in brackets."""
BARE_START = re.compile(rf"{AUTHORS}[.,\s]*{YEAR}[a-z]?[.,]\s")
"""A reference whose year stands without brackets: `Reed, A. 2020. Title`."""
VANCOUVER_START = re.compile(
    rf"{FAMILY}\s{BARE_INITIALS}{_SUFFIX}(?>(?:,\s[^.,;:()]{{2,80}}){{0,500}})(?:,?\s*{ET_AL})?\.\s+\S"
)
"""A reference in Vancouver manner: `Reed A, Marsh IB, The Review Group. Title`."""
ISSUE_OF_YEAR = re.compile(rf"\b({YEAR})(?:\s+[A-Z][a-z]{{2,8}}\.?(?:[-–/][A-Z][a-z]{{2,8}})?(?:\s+\d{{1,2}})?)?\s*;")
"""The year of a Vancouver reference: `2019 Mar 5;`."""
MARKER = re.compile(r"\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)](?=\s|[A-Z])|[•·▪◦●‣*➢–—-])\s*(?=\S)")
"""What stands before an item of a list."""
