"""A Zotero library and the base kept the same: read both, plan by field, then write; never the other way round.

The plan is a pure function (`plan.py`) over views, which say the same about a record and about an item (`views.py`).
Source of the rules: Zotero Web API version 3, https://www.zotero.org/support/dev/web_api/v3/start.
"""
