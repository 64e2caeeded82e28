"""What the studies of a selection say together: pure counts, by study family, with nothing weighed in secret.

Rules: effect direction, not significance (Hilton Boon and Thomson 2021, doi:10.1002/jrsm.1458); several papers on the
same people count once (Cochrane Handbook, section 4.6.2); a change in the same people without a comparison group is
kept apart from comparisons (EPOC); a retracted work does not count.
"""

from evidence.synthesis.certainty import LEVELS, Judgement, judgement_of, judgements, statement
from evidence.synthesis.coverage import (
    GAPS,
    OTHER_OUTCOMES,
    Coverage,
    Gap,
    cover,
    design_group,
    group_of,
    grouped_outcomes,
    is_plan,
    is_sure,
    judged_by_review,
    outcome_columns,
)
from evidence.synthesis.effects import (
    PLOTTED,
    Cell,
    EffectPanel,
    EffectRow,
    SizeBand,
    Total,
    common_direction,
    effect_panels,
    may_be_plotted,
    size_band,
)
from evidence.synthesis.numbers import FEWEST_FOR_TEST, sign_test, wilson_interval
from evidence.synthesis.overview import Overview, overview
from evidence.synthesis.panels import Panel, PlacedFinding, count_directions, panel_of, place

__all__ = [
    "FEWEST_FOR_TEST",
    "GAPS",
    "LEVELS",
    "OTHER_OUTCOMES",
    "PLOTTED",
    "Cell",
    "Coverage",
    "EffectPanel",
    "EffectRow",
    "Gap",
    "Judgement",
    "Overview",
    "Panel",
    "PlacedFinding",
    "SizeBand",
    "Total",
    "common_direction",
    "count_directions",
    "cover",
    "design_group",
    "effect_panels",
    "group_of",
    "grouped_outcomes",
    "is_plan",
    "is_sure",
    "judged_by_review",
    "judgement_of",
    "judgements",
    "may_be_plotted",
    "outcome_columns",
    "overview",
    "panel_of",
    "place",
    "sign_test",
    "size_band",
    "statement",
    "wilson_interval",
]
