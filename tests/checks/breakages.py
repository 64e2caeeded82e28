"""Ways to break the miniature library, each with what must be said about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evidence.screening.files import STRATEGY_FILE, WORKLIST_FILE
from tests.screening.texts import HELD, STRATEGY, WORKLIST

MINIATURE = Path(__file__).parent.parent / "library"

QUESTION = "summaries/questions/feeling-better.md"


def original(path: str) -> str:
    return (MINIATURE / path).read_text(encoding="utf-8")


@dataclass(frozen=True)
class Breakage:
    """One edit, or several, and the finding it must lead to.

    Attributes:
        code: Code of the finding.
        edits: File, old text, new text; a file without old text is written anew.
        path: File of the finding.
        at: Text on the line of the finding, after the edit; empty for line 1.
        field: Dotted name of the field.
        together: Whether it can be made beside all the others without hiding one of them.
    """

    code: str
    edits: tuple[tuple[str, str, str | bytes], ...]
    path: str
    at: str
    field: str
    together: bool = True

    def apply(self, root: Path) -> None:
        for path, old, new in self.edits:
            file = root / path
            if not old:
                file.parent.mkdir(exist_ok=True)
                file.write_bytes(new if isinstance(new, bytes) else new.encode())
                continue
            assert isinstance(new, str)
            text = file.read_text(encoding="utf-8")
            assert old in text, f"{path} holds no {old!r}"
            file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def line(self, root: Path) -> int:
        if not self.at:
            return 1
        lines = (root / self.path).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, start=1) if self.at in line)


def record(code: str, key: str, old: str, new: str, at: str, field: str) -> Breakage:
    path = f"references/{key}.yaml"
    return Breakage(code, ((path, old, new),), path, at, field)


def summary(code: str, key: str, old: str, new: str, at: str, field: str, *, together: bool = True) -> Breakage:
    path = f"summaries/{key}.md"
    return Breakage(code, ((path, old, new),), path, at, field, together)


def question(code: str, old: str, new: str, at: str, field: str, *, together: bool = True) -> Breakage:
    return Breakage(code, ((QUESTION, old, new),), QUESTION, at, field, together)


def terms(code: str, name: str, old: str, new: str, at: str, field: str) -> Breakage:
    path = f"vocabulary/{name}.yaml"
    return Breakage(code, ((path, old, new),), path, at, field)


def new_file(code: str, path: str, content: str | bytes, at: str, field: str) -> Breakage:
    return Breakage(code, ((path, "", content),), path, at, field)


def search(code: str, old: str, new: str, at: str, field: str) -> Breakage:
    edits = ((STRATEGY_FILE, "", STRATEGY), (STRATEGY_FILE, old, new))
    return Breakage(code, edits, STRATEGY_FILE, at, field, together=False)


def another_book(key: str, title: str, isbn: str = "") -> str:
    text = original("references/nimbus2018atlas.yaml").replace("nimbus2018atlas", key)
    text = text.replace("An atlas of small kindnesses", title)
    return text.replace('  ISBN: "9780306406157"\n', isbn)


OAKLEY, ALHARBI, TAMSIN, MARSH = "oakley2021connector", "alharbi2022corner", "tamsin2020green", "marsh2023link"
HARBOUR, NIMBUS, REED = "harbour2019year", "nimbus2018atlas", "reed2021counting"

WEAK_QUESTION = f"""---
question: Does it help?
short: Help
order: 2
answer: Nobody knows.
written: "2024-05-08"
how: {{grouping: a, metric: b, method: c, weight: d, differences: e, certainty: f, display: g, findings: h, limits: i}}
---

## In short

- Somebody wrote about it [@{HARBOUR}].
- Others did not.

## What the studies say

Very little.

## What we do not know

Nearly everything.

## Easy read

A

B

C

D

E

F
"""
STRAY_SUMMARY = """---
key: stray2020summary
key-message: "Nobody knows whose story this is."
read: abstract
written: "2024-05-07"
---

## What they did

Some writers went to a small town by the sea and sat on a bench. They wrote down what passed them by, and when, and how
it looked in the light of day. Then they did the same at night, when the lamps were lit and the boats were in.

## Who took part

The gulls took part, and a dog with a red collar. So did a man who sold ice. He asked them more than they
asked him, and he laughed at most of what they said to each other on that bench.

## What they found

The tide came in and went out again. The dog slept. The ice was good, and the man was kind to all who came.

## How sure we can be

Not very sure, since it was dark for half the time.

## What this means for practice

Sit on a bench when you can.
"""

HARD_SUMMARY = STRAY_SUMMARY.replace("stray2020summary", HARBOUR).replace(
    "Not very sure, since it was dark for half the time.",
    "Interdepartmental organisational collaboration necessitated comprehensive administrative documentation, "
    "characterised by considerable methodological sophistication. Institutional representatives continually "
    "reconsidered organisational responsibilities. Unanticipated administrative complications materialised "
    "intermittently, notwithstanding extraordinarily conscientious preparation.",
)

BREAKAGES = [
    # identifiers
    record(
        "doi-form", OAKLEY, "10.5555/lwtest.2021.101", "https://doi.org/10.5555/LWTEST.2021.101", "DOI:", "citation.DOI"
    ),
    record("doi-duplicate", REED, "10.5555/lwtest.2021.009", "10.5555/lwtest.2023.012", "DOI:", "citation.DOI"),
    record("pmid-form", OAKLEY, '"99000001"', '"0990x"', "PMID:", "citation.PMID"),
    record("pmid-duplicate", ALHARBI, '"99000002"', '"99000003"', "PMID:", "citation.PMID"),
    record("pmcid-form", OAKLEY, "PMC99000001", '"99000001"', "PMCID:", "citation.PMCID"),
    Breakage(
        "pmcid-duplicate",
        ((f"references/{ALHARBI}.yaml", "access:", "  PMCID: PMC99000001\naccess:"),),
        f"references/{OAKLEY}.yaml",
        "PMCID:",
        "citation.PMCID",
        together=False,
    ),
    record("isbn-form", NIMBUS, "9780306406157", "9780306406158", "ISBN:", "citation.ISBN"),
    record("issn-form", OAKLEY, "2049-3630", "2049-3631", "ISSN:", "citation.ISSN"),
    new_file(
        "isbn-duplicate",
        "references/nimbus2017maps.yaml",
        another_book("nimbus2017maps", "Maps of large sorrows", '  ISBN: "9781861972712"\n'),
        "ISBN:",
        "citation.ISBN",
    ),
    new_file(
        "isbn-duplicate",
        "references/nimbus2016globe.yaml",
        another_book("nimbus2016globe", "The globe nobody turned", '  ISBN: "9781861972712"\n'),
        "ISBN:",
        "citation.ISBN",
    ),
    new_file("key-form", "references/atlas.yaml", another_book("atlas", "Unnumbered places"), "key:", "key"),
    new_file(
        "duplicate-work",
        "references/nimbus2018small.yaml",
        another_book("nimbus2018small", "Atlas of small kindnesses, an"),
        "title:",
        "citation.title",
    ),
    # citation
    record(
        "missing-field",
        REED,
        "  container-title: Annals of Pretend Medicine\n",
        "",
        "citation:",
        "citation.container-title",
    ),
    record(
        "stray-blanks", OAKLEY, "Invented Studies\n", "Invented  Studies\n", "Invented  S", "citation.container-title"
    ),
    record("title-full-stop", NIMBUS, "of small kindnesses", "of small kindnesses.", "kindnesses.", "citation.title"),
    record("page-range", OAKLEY, "101-110", "110-101", "page:", "citation.page"),
    record("article-number-as-page", REED, 'page: "9"', 'page: "e0152033"', "page:", "citation.page"),
    record("author-in-capitals", MARSH, "family: Marsh", "family: MARSH", "MARSH", "citation.author[0].family"),
    record("author-with-degree", OAKLEY, "given: Wren T.", 'given: "Wren T., PhD"', "Wren", "citation.author[0].given"),
    record(
        "author-et-al",
        REED,
        "given: Sorrel}\n",
        "given: Sorrel}\n    - {literal: et al.}\n",
        "et al.",
        "citation.author[1].literal",
    ),
    record(
        "author-twice",
        TAMSIN,
        "{family: Øvergård, given: Liv}",
        "{given: Ash, family: Tamsin}",
        "{given: Ash",
        "citation.author[1]",
    ),
    record("licence-form", ALHARBI, "CC-BY-NC-4.0", "Creative Commons", "access:", "access.licence"),
    record("impossible-date", OAKLEY, '"2021-03-09"', '"2021-02-30"', "issued:", "citation.issued"),
    record(
        "future-date",
        TAMSIN,
        'retrieved: "2024-05-06"',
        'retrieved: "2999-05-06"',
        "2999",
        "provenance.citation.retrieved",
    ),
    # tags
    record("unknown-term", OAKLEY, "model: [holistic]", "model: [holistc]", "model:", "tags.model[0]"),
    record("unknown-collection", HARBOUR, "[reading-list]", "[reading-lists]", "collections:", "collections[0]"),
    record("retired-term", TAMSIN, "model: [signposting]", "model: [leaflet]", "model:", "tags.model[0]"),
    Breakage(
        "single-valued-facet",
        (("vocabulary/referral-routes.yaml", "multiple: true", "multiple: false"),),
        f"references/{HARBOUR}.yaml",
        "referral-route:",
        "tags.referral-route",
    ),
    record(
        "term-twice",
        ALHARBI,
        "[long-term-conditions]",
        "[long-term-conditions, long-term-conditions]",
        "population:",
        "tags.population[1]",
    ),
    record("broader-and-narrower", HARBOUR, "country: [GB]", "country: [GB, GB-ENG]", "country:", "tags.country[0]"),
    record("missing-facet", TAMSIN, "country: [IE]", "country: []", "country:", "tags.country"),
    Breakage(
        "unused-term",
        (
            (
                "vocabulary/pathway-stages.yaml",
                "terms:\n",
                (
                    "terms:\n  - {id: adherence, label: Staying, definition: "
                    "The person stays., tier: core, sources: [invented2020]}\n"
                ),
            ),
        ),
        "vocabulary/pathway-stages.yaml",
        "terms:",
        "terms",
    ),
    # findings
    record(
        "direction-without-good-end",
        HARBOUR,
        "outcome: gp-contacts\n    direction: direction-not-reported",
        "outcome: local-character\n    direction: favours-social-prescribing",
        "direction:",
        "findings[0].direction",
    ),
    record(
        "measure-of-other-outcome",
        OAKLEY,
        "measure: ucla-3\n",
        "measure: count\n",
        "measure: count",
        "findings[1].measure",
    ),
    record(
        "measure-not-listed", TAMSIN, "measures: [wemwbs]", "measures: []", "measure: wemwbs", "findings[0].measure"
    ),
    record(
        "findings-of-opinion",
        HARBOUR,
        "design: service-evaluation",
        "design: guidance-or-policy",
        "findings:",
        "findings",
    ),
    record(
        "change-told-as-effect",
        TAMSIN,
        "scored higher on wellbeing than before",
        "felt better thanks to the walks",
        "thanks to",
        "findings[0].finding",
    ),
    record(
        "certainty-judge",
        MARSH,
        "low, judged-by: marsh2023link",
        "low, judged-by: nobody2020else",
        "nobody2020else",
        "findings[0].certainty.judged-by",
    ),
    record(
        "certainty-without-review",
        MARSH,
        "direction: direction-not-reported\n    basis: review",
        "direction: direction-not-reported\n    basis: qualitative",
        "very-low",
        "findings[1].certainty",
    ),
    record(
        "forbidden-word",
        MARSH,
        "setting: primary care",
        "setting: significant primary care",
        "setting:",
        "study.setting",
    ),
    # relations
    record("relation-target", REED, "key: tamsin2020green", "key: ghost2020none", "ghost2020none", "relations[0].key"),
    record(
        "relation-to-itself",
        MARSH,
        "key: oakley2021connector",
        "key: marsh2023link",
        "key: marsh2023link}",
        "relations[0].key",
    ),
    record(
        "relation-twice",
        HARBOUR,
        "provenance:\n",
        "relations:\n  - {type: related-to, key: nimbus2018atlas}\n"
        "  - {key: nimbus2018atlas, type: related-to}\nprovenance:\n",
        "- {key: nimbus",
        "relations[1]",
    ),
    record(
        "relation-contradiction",
        OAKLEY,
        "relations: []",
        "relations: [{type: follow-up-of, key: alharbi2022corner}]",
        "relations:",
        "relations[0]",
    ),
    record(
        "relation-order",
        NIMBUS,
        "provenance:\n",
        "relations: [{type: comment-on, key: reed2021counting}]\nprovenance:\n",
        "relations:",
        "relations[0]",
    ),
    record(
        "includes-without-synthesis",
        ALHARBI,
        "relations:\n",
        "relations:\n  - {type: includes, key: nimbus2018atlas}\n",
        "type: includes",
        "relations[0].type",
    ),
    # provenance
    record(
        "read-none-with-content",
        NIMBUS,
        "provenance:\n",
        "points: [{topic: kindness, point: It is small.}]\nprovenance:\n",
        "read: none",
        "provenance.extraction.read",
    ),
    record(
        "sources-missing",
        REED,
        'sources:\n      - {url: "https://example.org/apm/4/9", kind: publisher page, seen: full text}',
        "sources: []",
        "sources:",
        "provenance.extraction.sources",
    ),
    record(
        "unverified-field",
        ALHARBI,
        "unverified: [volume]",
        "unverified: [volum]",
        "unverified",
        "provenance.citation.unverified[0]",
    ),
    record(
        "integrity-details", TAMSIN, ", notice: 10.5555/lwtest.2023.retraction", "", "integrity:", "integrity.notice"
    ),
    record(
        "unused-ignore",
        MARSH,
        "provenance:\n",
        "ignore: {doi-form: It is an old one.}\nprovenance:\n",
        "ignore:",
        "ignore.doi-form",
    ),
    # summaries
    record(
        "summary-or-reason",
        REED,
        "no-summary: A reply of one page, which says no more than its point.\n",
        "",
        "key:",
        "key",
    ),
    new_file("summary-without-record", "summaries/stray2020summary.md", STRAY_SUMMARY, "key:", "key"),
    summary("summary-read", ALHARBI, "read: abstract", "read: full-text", "read:", "read"),
    summary(
        "summary-length",
        TAMSIN,
        " Even without the notice, it could not show that the walks helped. People who feel low often feel better "
        "later, whatever they do. We read the abstract only, not the full paper.",
        "",
        "## What they did",
        "",
    ),
    summary(
        "summary-empty-field",
        MARSH,
        "Link workers may make little or no difference to wellbeing. Whether they change low mood "
        "is not known, because neither study looked at it.\n",
        "",
        "## What they found",
        "What they found",
    ),
    summary(
        "key-message-length",
        OAKLEY,
        "In an invented town,",
        "In a town that was made up by someone for this one purpose, and that nobody will find on any map of any land,",
        "key-message:",
        "key-message",
    ),
    summary("words-to-avoid", ALHARBI, "This study tells", "This cohort tells", "This cohort", "How sure we can be"),
    summary(
        "sentence-length",
        MARSH,
        "are all told.",
        "are all told by the people who put it together over many long evenings in a "
        "cold room above a shop that sold nothing but old maps and new pencils to nobody.",
        "are all told by",
        "How sure we can be",
    ),
    Breakage(
        "reading-ease",
        (
            (f"references/{HARBOUR}.yaml", "no-summary: Only the opening pages were read.\n", ""),
            (f"summaries/{HARBOUR}.md", "", HARD_SUMMARY),
        ),
        f"summaries/{HARBOUR}.md",
        "## What they did",
        "",
        together=False,
    ),
    summary(
        "number-not-in-record",
        OAKLEY,
        "in 8 general practices",
        "in seventeen general practices",
        "seventeen",
        "What they did",
    ),
    Breakage(
        "copied-text",
        (
            (
                f"summaries/{ALHARBI}.md",
                "so the picture may be too bright.",
                "so the picture may be too bright. People knew which group they were in, and that may have shaped it.",
            ),
        ),
        f"summaries/{OAKLEY}.md",
        "People knew which group",
        "How sure we can be",
    ),
    # questions
    question(
        "question-cites-unknown",
        "[@oakley2021connector].\n- Nobody",
        "[@oakley2021connector; @nobody2020none].\n- Nobody",
        "@nobody2020none",
        "In short",
        together=False,
    ),
    question(
        "question-about-unknown",
        "mental-wellbeing, depression]}",
        "mental-wellbeing, sorrow]}",
        "about:",
        "about.outcome",
        together=False,
    ),
    question("question-judgement", "marsh2023link mental-wellbeing:", "marsh2023link loneliness:", "answer:", "answer"),
    question(
        "question-length",
        "Whether longer support would help.",
        "Whether it would help. " + "Nobody can say. " * 300,
        "",
        "",
        together=False,
    ),
    question(
        "question-in-short",
        "- Nobody knows whether",
        "Nobody knows whether",
        "## In short",
        "In short",
        together=False,
    ),
    question(
        "question-easy-read",
        "A big study asked 400 people.",
        "A big study asked 400 people whether they felt better or worse than they had felt before it all began.",
        "A big study",
        "Easy read",
    ),
    question(
        "question-number-not-in-record",
        "One trial with 400 people found",
        "One trial with 401 people found",
        "401",
        "What the studies say",
    ),
    new_file("question-without-strong-evidence", "summaries/questions/weak.md", WEAK_QUESTION, "", ""),
    question(
        "forbidden-word-in-question",
        "All of it is invented.",
        "A significant part is invented.",
        "limits:",
        "how.limits",
    ),
    Breakage(
        "question-shape",
        (("summaries/questions/shapeless.md", "", "## In short\n\nNothing.\n"),),
        "summaries/questions/shapeless.md",
        "",
        "",
    ),
    question("question-fields", "## What we do not know", "## What nobody knows", "## In short", "", together=False),
    Breakage(
        "question-slug",
        (("summaries/questions/Feeling Better.md", "", original(QUESTION)),),
        "summaries/questions/Feeling Better.md",
        "",
        "",
        together=False,
    ),
    new_file("summary-shape", "summaries/shapeless2020summary.md", "## What they did\n\nNothing.\n", "", ""),
    summary("summary-fields", MARSH, "## Who took part", "## Who joined", "## Who joined", "", together=False),
    summary("summary-key", OAKLEY, "key: oakley2021connector", "key: oakley2021other", "key:", "", together=False),
    # vocabulary
    terms(
        "duplicate-term",
        "activities",
        "  - id: activity-mixed\n",
        "  - {id: nature-based, label: Again, definition: The same., "
        "tier: core, sources: [invented2020]}\n  - id: activity-mixed\n",
        "label: Again",
        "terms[2].id",
    ),
    terms(
        "label-twice",
        "populations",
        "label: People with long-term conditions",
        "label: older people",
        "label: older",
        "terms[2].label",
    ),
    terms("broader-missing", "activities", "broader: nature-based", "broader: nature", "broader:", "terms[1].broader"),
    terms(
        "broader-cycle",
        "countries",
        "label: United Kingdom\n",
        "label: United Kingdom\n    broader: GB-ENG\n",
        "broader:",
        "terms[0].broader",
    ),
    terms("group-missing", "designs", "group: comparative", "group: compared", "group: compared", "terms[0].group"),
    terms(
        "source-missing", "definitions", "[invented2020]", "[invented1920]", "invented1920", "definitions[0].sources[0]"
    ),
    terms(
        "measure-outcome-missing",
        "measures",
        "outcome: depression",
        "outcome: mood",
        "outcome: mood",
        "measures[1].outcome",
    ),
    terms(
        "term-measure-missing", "outcomes", "measures: [phq-9]", "measures: [phq-8]", "phq-8", "terms[1].measures[0]"
    ),
    terms("codes-differ", "codes", "{id: closed,", "{id: shut,", "access:", "access"),
    terms("malformed-yaml", "orientations", "multiple: true", "multiple: [true", "optional: true", ""),
    # files and settings
    new_file("malformed-yaml", "references/broken2020yaml.yaml", "key: broken2020yaml\nkey: again\n", "key: again", ""),
    new_file("unreadable-file", "references/latin2020bytes.yaml", "key: caf\xe9\n".encode("latin-1"), "", ""),
    new_file("schema", "references/odd2020record.yaml", "key: odd2020record\ntitel: Odd\n", "titel", "titel"),
    new_file(
        "key-is-not-file-name", "references/other2020name.yaml", original(f"references/{NIMBUS}.yaml"), "key:", "key"
    ),
    Breakage(
        "summary-draft",
        ((f"summaries/{NIMBUS}.md.draft", "", "---\n"),),
        f"references/{NIMBUS}.yaml",
        "no-summary:",
        "no-summary",
    ),
    record("schema-line", REED, "# yaml-language-server: $schema=../schema/record.json\n", "", "", ""),
    Breakage("schema-outdated", (("schema/record.json", "", "{}\n"),), "schema/record.json", "", "", together=False),
    Breakage(
        "site-address",
        (("mkdocs.yml", "site_url: https://example.org/base/", 'site_url: ""'),),
        "mkdocs.yml",
        "site_url",
        "site_url",
    ),
    Breakage(
        "repository-address",
        (("mkdocs.yml", "repo_url: https://example.org/code", "repo_url:"),),
        "mkdocs.yml",
        "repo_url",
        "repo_url",
    ),
    Breakage(
        "settings-unreadable",
        (("mkdocs.yml", "site_name: Mini", "site_name: [Mini"),),
        "mkdocs.yml",
        "site_url",
        "",
        together=False,
    ),
    # the search for new works
    search("search-files", "at-most: 5", "at-moss: 5", "at-moss", "filters.at-moss"),
    search("search-sums", "entries: 5", "entries: 6", "", ""),
    search("search-vocabulary", "connector/link-worker", "connector/link-wrker", "link-wrker", "terms[1].vocabulary"),
    Breakage(
        "excluded-yet-held",
        (
            (STRATEGY_FILE, "", STRATEGY),
            (WORKLIST_FILE, "", WORKLIST.replace("doi: 10.5555/new.3", f"doi: {HELD}")),
        ),
        WORKLIST_FILE,
        "decision: {verdict: exclude",
        "works[2].decision",
        together=False,
    ),
]
