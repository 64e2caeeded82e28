"""The notices about many works with few questions: Crossref allows fewer lists than single works a second."""

from __future__ import annotations

import threading

from evidence.sources.crossref import GROUP, Crossref
from evidence.sources.errors import SourceError
from evidence.sources.integrity import Notice


class GroupedNotices:
    """Asks for the notices of many works, a group at a time, when the first of the group is needed.

    Args:
        crossref: Whom to ask.
        dois: The works. Others can be asked for too, one by one.
    """

    def __init__(self, crossref: Crossref, dois: list[str]) -> None:
        self._crossref = crossref
        groupable = [doi for doi in dois if "," not in doi]
        groups = [tuple(groupable[start : start + GROUP]) for start in range(0, len(groupable), GROUP)]
        self._group_of = {doi: group for group in groups for doi in group}
        self._locks = {group: threading.Lock() for group in groups}
        self._known: dict[tuple[str, ...], dict[str, list[Notice]] | SourceError] = {}

    def of(self, doi: str) -> list[Notice]:
        """Return the notices about one work.

        Raises:
            SourceError: Could not check, for it or for its whole group.
        """
        group = self._group_of.get(doi)
        if group is None:
            return self._crossref.updates_of(doi)
        with self._locks[group]:
            if group not in self._known:
                try:
                    self._known[group] = self._crossref.updates_of_each(group)
                except SourceError as error:
                    self._known[group] = error
            known = self._known[group]
        if isinstance(known, SourceError):
            raise known
        return known[doi]
