"""Looking for new works and deciding on them: the search strategy, the list of works found, their rank, the numbers.

Two files hold it, beside the records: `references/search.yaml`, which a person writes, says how works are looked for;
`references/screening.yaml` says what was found and what was decided. Both are read here and nowhere else.
"""

from __future__ import annotations

from evidence.screening.files import Screening, ScreeningError, load
from evidence.screening.flow_table import flow_html, flow_of
from evidence.screening.prisma import Flow, FlowError, flow

__all__ = ["Flow", "FlowError", "Screening", "ScreeningError", "flow", "flow_html", "flow_of", "load"]
