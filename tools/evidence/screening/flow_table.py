"""A PRISMA 2020 flow as HTML: a table a way, which a phone and a screen reader can show; no picture of boxes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from evidence.library import Library
from evidence.screening.files import load
from evidence.screening.prisma import Count, Flow, Way, flow, total

_SOURCE = "https://doi.org/10.1136/bmj.n71"
_READ = {"full-text": "in full", "abstract": "in abstract only", "secondary": "through other people's accounts only"}


def flow_of(library: Library) -> Markup:
    """Return the flow of a library as HTML; nothing for a library without a search strategy.

    Raises:
        ScreeningError: The strategy or the list is malformed.
        FlowError: The numbers do not add up.
    """
    screening = load(library.root)
    return flow_html(flow(screening, library)) if screening else Markup()


def flow_html(flow_: Flow) -> Markup:
    """Return a flow as HTML."""
    ways = [way for way in (flow_.databases, flow_.others) if way]
    parts = [_searched(flow_), *(_table(way) for way in ways), _outcome(flow_)]
    parts += [Markup("<p>{}</p>").format(note) for note in flow_.notes]
    parts.append(
        Markup(
            '<p>The steps are those of <a href="{}">PRISMA 2020</a>. Works that wait for a person, and works that a '
            "list names twice, are shown in steps of their own.</p>"
        ).format(_SOURCE)
    )
    return Markup('<div class="prisma">\n{}\n</div>').format(Markup("\n").join(parts))


def _searched(flow_: Flow) -> Markup:
    if flow_.databases is None:
        return Markup("<p><strong>No search of a database has been run yet.</strong></p>")
    if not flow_.last_looked:
        return Markup("<p><strong>No search of a database has been finished yet.</strong></p>")
    looked = Markup("; ").join(
        Markup('{} on <time datetime="{}">{}</time>').format(name, day, day) for name, day in flow_.last_looked.items()
    )
    return Markup("<p>Last search: {}.</p>").format(looked)


def _outcome(flow_: Flow) -> Markup:
    read = [f"{number:,} {_READ[extent]}" for extent, number in sorted(flow_.read.items()) if extent in _READ]
    return Markup(
        "<p>Included in all: <strong>{}</strong> in <strong>{}</strong>. How far the reports were read: {}. "
        "PRISMA calls a report assessed when its full text was read; here, an abstract or others' account counts.</p>"
    ).format(
        _plural(flow_.studies, "study", "studies"),
        _plural(flow_.reports, "report", "reports"),
        ", ".join(read) or "none was",
    )


def _table(way: Way) -> Markup:
    rows = Markup("\n").join(_rows(way))
    return Markup(
        "<table>\n<caption>{}</caption>\n"
        '<thead><tr><th scope="col">Step</th><th scope="col">Number</th></tr></thead>\n<tbody>\n{}\n</tbody>\n</table>'
    ).format(way.name, rows)


def _rows(way: Way) -> Iterator[Markup]:
    yield from _step("Records identified", total(way.identified), way.identified)
    yield from _step("Records removed before screening", total(way.removed), way.removed)
    if way.waiting:
        yield from _step("Records waiting to be screened", way.waiting)
    yield from _step("Records screened", way.screened)
    yield from _step("Records excluded", total(way.excluded), way.excluded)
    yield from _step("Reports sought", way.sought)
    if way.pending:
        yield from _step("Reports not yet brought in", way.pending)
    yield from _step("Reports not retrieved (nobody saw any of the work)", way.not_retrieved)
    yield from _step("Reports assessed", way.assessed)
    yield from _step("Reports excluded", total(way.excluded_reports), way.excluded_reports)
    yield from _step("Reports included", way.included)


def _step(name: str, number: int, parts: Sequence[Count] = ()) -> Iterator[Markup]:
    yield Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(name, f"{number:,}")
    for part in parts:
        if part.number or len(parts) == 1:
            yield Markup('<tr class="part"><th scope="row">of these: {}</th><td>{}</td></tr>').format(
                part.label, f"{part.number:,}"
            )


def _plural(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
