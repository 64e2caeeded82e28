"""Both ways, as a maintainer lives it: each side changes, both end equal, and nothing else is touched."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from evidence import checks
from evidence.zotero import sync
from evidence.zotero.errors import MovedError, StateError
from evidence.zotero.items import item_key
from evidence.zotero.look import Wishes
from evidence.zotero.state import STATE_FILE
from tests.stand_ins.zotero import Asked, Fault, Reply, ZoteroStandIn
from tests.zotero.conftest import Desk

TRIAL = "oakley2021connector"
ARTICLE = {
    "itemType": "journalArticle",
    "title": "The bench by the pond: an invented study",
    "creators": [{"creatorType": "author", "firstName": "Jan", "lastName": "van der Fen"}],
    "date": "March 2020",
    "publicationTitle": "Journal of Invented Studies",
    "pages": "e17",
    "DOI": "https://doi.org/10.5555/LWtest.2020.017",
    "tags": [{"tag": "model: holistic"}, {"tag": "to read", "type": 1}],
}


def titles(desk: Desk) -> set[str]:
    return {str(one["title"]) for one in desk.zotero.works()}


def writes(desk: Desk) -> int:
    return sum(asked.method != "GET" for asked in desk.zotero.requests)


def files(root: Path) -> dict[str, str]:
    return {str(path): path.read_text(encoding="utf-8") for path in root.rglob("*") if path.is_file()}


def test_the_whole_story(desk: Desk) -> None:
    assert len(desk.push().done) == 7
    desk.zotero.change(desk.item(TRIAL)["key"], title="A connector for every practice")
    new = desk.zotero.add(**ARTICLE)
    desk.edit("tamsin2020green", "model: [signposting]", "model: [holistic]  # seen again")
    shutil.copy(desk.root / "references/nimbus2018atlas.yaml", desk.root / "references/quill2019book.yaml")
    desk.edit("quill2019book", "nimbus2018atlas", "quill2019book")
    desk.edit("quill2019book", "An atlas of small kindnesses", "A book of larger ones")
    desk.edit("quill2019book", '"9780306406157"', '"9781861972712"')

    assert [(step.kind, step.key) for step in desk.pull().done] == [
        ("update", TRIAL),
        ("create-record", "vanderfen2020bench"),
    ]
    assert [(step.kind, step.key) for step in desk.push().done] == [
        ("create-item", "quill2019book"),
        ("update", "tamsin2020green"),
        ("update", "vanderfen2020bench"),  # gets its citation key
    ]

    assert desk.library.studies[TRIAL].citation.title == "A connector for every practice"
    assert {tag["tag"] for tag in desk.item("tamsin2020green")["tags"]} >= {"model: Holistic"}
    assert "A book of larger ones" in titles(desk)
    taken = desk.library.studies["vanderfen2020bench"]
    assert taken.citation.author[0].non_dropping_particle == "van der"
    assert (taken.citation.issued, taken.citation.number, taken.citation.page) == ("2020-03", "e17", None)
    assert taken.citation.doi == "10.5555/lwtest.2020.017"
    assert (taken.tags.model, taken.collections) == (["holistic"], ["wider-literature"])
    assert (taken.provenance.extraction.read, taken.provenance.citation.source) == ("none", "zotero")
    assert desk.zotero.items[new]["tags"] == ARTICLE["tags"]
    assert desk.zotero.items[new]["date"] == "March 2020"
    assert len(desk.zotero.works()) == len(desk.library.studies) == 9

    before, written = files(desk.root), writes(desk)
    assert desk.plan().steps == ()
    desk.pull()
    desk.push()
    assert (files(desk.root), writes(desk)) == (before, written)
    assert not [
        problem for problem in checks.run(desk.library, ["vanderfen2020bench", TRIAL]) if problem.level == "error"
    ]


def test_a_pull_changes_only_the_lines_that_it_must(desk: Desk) -> None:
    desk.push()
    path = desk.root / "references" / f"{TRIAL}.yaml"
    before = path.read_text(encoding="utf-8").splitlines()
    key = desk.item(TRIAL)["key"]
    tags = [tag for tag in desk.zotero.items[key]["tags"] if "population" not in tag["tag"]]
    desk.zotero.change(
        key, title="Another title", tags=[*tags, {"tag": "population: People with long-term conditions"}]
    )
    desk.pull()
    after = path.read_text(encoding="utf-8").splitlines()
    changed = [line.strip() for line in after if line not in before]
    assert [line.replace('"', "") for line in changed] == [
        "title: Another title",
        "population: [long-term-conditions]",
    ]
    assert len(before) == len(after)


def test_strangers_things_stay_as_they_are(desk: Desk) -> None:
    desk.push()
    shelf = desk.zotero.add_collection("Shelf")
    key = desk.item(TRIAL)["key"]
    foreign = {
        "abstractNote": "An abstract that a person pasted.",
        "collections": [shelf],
        "relations": {"dc:relation": ["http://zotero.org/groups/12345/items/ABCD2345"]},
        "callNumber": "QV 7",
        "extra": "tex.note: kept\nNice: yes\n\nOriginal Date: 1999",
        "creators": [
            {"creatorType": "translator", "firstName": "Tr", "lastName": "Anslator"},
            *desk.zotero.items[key]["creators"],
        ],
        "tags": [{"tag": "to read", "type": 1}, *desk.zotero.items[key]["tags"], {"tag": "model railways"}],
    }
    desk.zotero.change(key, **foreign)
    note = desk.zotero.add(itemType="note", parentItem=key, note="<p>Mine</p>")
    alone = desk.zotero.add(itemType="attachment", title="A file of its own")
    desk.edit(TRIAL, "connector: [link-worker]", "connector: [peer-or-volunteer]")
    desk.edit(TRIAL, "Oakley, given: Wren T.", "Oakley, given: Wren Tansy")
    desk.edit(TRIAL, "PMCID: PMC99000001", "PMCID: PMC99000009")
    desk.push()
    item = desk.zotero.items[key]
    for name in ("abstractNote", "collections", "relations", "callNumber", "extra"):
        assert item[name] == foreign[name]
    assert item["PMCID"] == "PMC99000009"
    assert [one["lastName"] for one in item["creators"]] == ["Oakley", "van der Berg", "Pine", "Anslator"]
    assert item["creators"][0]["firstName"] == "Wren Tansy"
    tags = [tag["tag"] for tag in item["tags"]]
    assert {"to read", "model railways", "connector: Peer or volunteer"} <= set(tags)
    assert {"tag": "to read", "type": 1} in item["tags"]
    assert "connector: Link worker" not in tags
    assert desk.zotero.items[note]["note"] == "<p>Mine</p>"
    assert desk.zotero.items[alone]["version"] < item["version"]
    assert desk.plan().steps == ()


def test_a_conflict_shows_both_values_and_is_left(desk: Desk) -> None:
    desk.push()
    key = desk.item("reed2021counting")["key"]
    desk.zotero.change(key, volume="5", pages="10")
    desk.edit("reed2021counting", 'volume: "4"', 'volume: "6"')
    outcome = desk.pull()
    [(step, conflict)] = outcome.plan.conflicts
    assert (step.key, conflict.field) == ("reed2021counting", "volume")
    assert (conflict.base, conflict.zotero, conflict.agreed) == ("6", "5", "4")
    assert (desk.library.studies["reed2021counting"].citation.volume, desk.zotero.items[key]["volume"]) == ("6", "5")
    assert desk.library.studies["reed2021counting"].citation.page == "10"  # what is no conflict is done
    desk.push()
    assert (desk.library.studies["reed2021counting"].citation.volume, desk.zotero.items[key]["volume"]) == ("6", "5")
    [(_, again)] = desk.plan().conflicts
    assert again == conflict


@pytest.mark.parametrize(("prefer", "winner"), [("base", "6"), ("zotero", "5")])
def test_a_person_decides_conflicts(desk: Desk, prefer: str, winner: str) -> None:
    desk.push()
    key = desk.item("reed2021counting")["key"]
    desk.zotero.change(key, volume="5")
    desk.edit("reed2021counting", 'volume: "4"', 'volume: "6"')
    desk.pull(prefer=prefer)
    desk.push(prefer=prefer)
    assert desk.library.studies["reed2021counting"].citation.volume == winner
    assert desk.zotero.items[key]["volume"] == winner
    assert desk.plan().steps == ()


def test_outcome_tags_are_reported_and_not_taken(desk: Desk) -> None:
    desk.push()
    before = (desk.root / "references" / f"{TRIAL}.yaml").read_text(encoding="utf-8")
    key = desk.item(TRIAL)["key"]
    tags = [tag for tag in desk.zotero.items[key]["tags"] if tag["tag"] != "outcome: Loneliness"]
    desk.zotero.change(key, tags=tags)
    outcome = desk.pull()
    assert [notice.about for notice in outcome.plan.notices] == [TRIAL]
    assert (desk.root / "references" / f"{TRIAL}.yaml").read_text(encoding="utf-8") == before
    desk.push()
    assert {"tag": "outcome: Loneliness"} in desk.zotero.items[key]["tags"]


def test_a_term_that_the_vocabulary_does_not_hold_is_never_taken(desk: Desk) -> None:
    desk.push()
    key = desk.item(TRIAL)["key"]
    desk.zotero.change(key, tags=[*desk.zotero.items[key]["tags"], {"tag": "model: Holistik"}])
    [(_, conflict)] = desk.pull().plan.conflicts
    assert conflict.field == "tags.model"
    assert conflict.reason is not None
    assert "Holistik" in conflict.reason
    assert desk.library.studies[TRIAL].tags.model == ["holistic"]
    desk.pull(prefer="zotero")
    assert desk.library.studies[TRIAL].tags.model == ["holistic"]
    desk.push(prefer="base")
    assert {"tag": "model: Holistik"} not in desk.zotero.items[key]["tags"]


def test_a_renamed_term_goes_to_zotero_and_takes_nothing_from_the_base(desk: Desk) -> None:
    desk.push()
    path = desk.root / "vocabulary/models.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("label: Holistic", "label: Whole person"), encoding="utf-8")
    assert desk.pull().done == []
    desk.push()
    tags = [tag["tag"] for tag in desk.item(TRIAL)["tags"]]
    assert "model: Whole person" in tags
    assert "model: Holistic" not in tags
    assert desk.plan().steps == ()


def test_a_work_of_both_sides_is_paired_and_made_once(desk: Desk) -> None:
    same = {"itemType": "journalArticle", "DOI": "10.5555/LWTEST.2023.012", "title": "Link workers in primary care"}
    first = desk.zotero.add(**same)
    second = desk.zotero.add(**same)
    outcome = desk.push()
    assert "marsh2023link" not in [step.key for step in outcome.done if step.kind == "create-item"]
    assert [notice.about for notice in outcome.plan.notices] == [second]
    assert [conflict.field for _, conflict in outcome.plan.conflicts] == ["title"]  # told, not overwritten
    assert desk.zotero.items[first]["volume"] == "41"
    desk.pull()
    assert len(desk.library.studies) == 7


def test_a_lost_state_makes_no_double(desk: Desk) -> None:
    desk.push()
    (desk.root / STATE_FILE).unlink()
    desk.push()
    desk.pull()
    assert len(desk.zotero.works()) == len(desk.library.studies) == 7
    assert desk.plan().steps == ()


def test_two_maintainers_push_the_same_new_record(desk: Desk, tmp_path: Path) -> None:
    other = Desk(Path(shutil.copytree(desk.root, tmp_path / "other")), desk.zotero, [])
    desk.push()
    assert other.push().done == []
    assert len(desk.zotero.works()) == 7


def test_deletions_wait_for_the_word(desk: Desk) -> None:
    desk.push()
    (desk.root / "references/nimbus2018atlas.yaml").unlink()
    gone = desk.item("nimbus2018atlas")["key"]
    desk.zotero.trash(desk.item("marsh2023link")["key"])
    desk.zotero.remove(desk.item("reed2021counting")["key"])
    kinds = {step.key: step.kind for step in desk.plan().steps}
    assert kinds == {
        "nimbus2018atlas": "delete-item",
        "marsh2023link": "delete-record",
        "reed2021counting": "delete-record",
    }
    desk.pull()
    desk.push()
    assert len(desk.library.studies) == 6
    assert not desk.zotero.items[gone].get("deleted")
    desk.pull(delete=True)
    desk.push(delete=True)
    assert set(desk.library.studies) == {"alharbi2022corner", "harbour2019year", TRIAL, "tamsin2020green"}
    assert not (desk.root / "summaries/marsh2023link.md").exists()
    assert desk.zotero.items[gone]["deleted"] == 1  # in the trash, not destroyed
    assert desk.plan().steps == ()


@pytest.mark.parametrize("prefer", ["base", "zotero"])
def test_deleted_here_and_changed_there_is_decided_by_a_person(desk: Desk, prefer: str) -> None:
    desk.push()
    changed, key = "reed2021counting", desk.item("reed2021counting")["key"]
    desk.zotero.trash(desk.item("harbour2019year")["key"])
    desk.edit("harbour2019year", "A year of links", "Two years of links")
    (desk.root / f"references/{changed}.yaml").unlink()
    desk.zotero.change(key, volume="44")
    desk.pull(delete=True)
    desk.push(delete=True)
    assert [conflict.field for _, conflict in desk.plan().conflicts] == ["record", "record"]
    assert "harbour2019year" in desk.library.studies
    desk.pull(delete=True, prefer=prefer)
    desk.push(delete=True, prefer=prefer)
    assert ("harbour2019year" in desk.library.studies) == (prefer == "base")
    assert (changed in desk.library.studies) == (prefer == "zotero")
    assert {str(one["title"])[:3] for one in desk.zotero.works()} >= ({"Two"} if prefer == "base" else {"Cou"})
    assert desk.plan().steps == ()


def test_doubles_merged_in_zotero_keep_their_record(desk: Desk) -> None:
    desk.push()
    old = desk.item("marsh2023link")
    desk.zotero.trash(old["key"])
    kept = desk.zotero.add(**{name: value for name, value in old.items() if name not in {"key", "deleted"}})
    desk.pull(delete=True)
    desk.push(delete=True)
    assert "marsh2023link" in desk.library.studies
    assert desk.item("marsh2023link")["key"] == kept


def test_a_record_that_cannot_be_read_is_not_taken_for_deleted(desk: Desk) -> None:
    desk.push()
    key = desk.item("reed2021counting")["key"]
    (desk.root / "references/reed2021counting.yaml").write_text("key: [", encoding="utf-8")
    outcome = desk.push(delete=True)
    assert outcome.done == []
    assert not desk.zotero.items[key].get("deleted")
    assert [notice.about for notice in outcome.plan.notices] == ["reed2021counting"]
    assert desk.pull(delete=True).done == []


def test_items_that_are_refused_are_named_and_the_others_written(desk: Desk) -> None:
    path = desk.root / "vocabulary/models.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("label: Signposting", f"label: {'Sign' * 80}"), encoding="utf-8")
    outcome = desk.push()
    assert list(outcome.failed) == ["tamsin2020green"]
    assert "too long" in outcome.failed["tamsin2020green"]
    assert len(desk.zotero.works()) == 6
    path.write_text(text, encoding="utf-8")
    assert [step.key for step in desk.push().done] == ["tamsin2020green"]


def test_another_client_writes_between_two_requests(desk: Desk) -> None:
    desk.push()
    key = desk.item(TRIAL)["key"]
    desk.edit(TRIAL, 'volume: "12"', 'volume: "13"')
    number = len(desk.zotero.requests)
    # After the versions were read; and again before the write.
    desk.zotero.before = {
        number + 3: lambda: desk.zotero.change(key, issue="4"),
        number + 7: lambda: desk.zotero.change(key, pages="1-2"),
    }
    desk.push()
    desk.pull()
    cited = desk.library.studies[TRIAL].citation
    assert (cited.volume, cited.issue, cited.page) == ("13", "4", "1-2")
    assert (desk.zotero.items[key]["volume"], desk.zotero.items[key]["issue"]) == ("13", "4")
    assert desk.zotero.before == {}
    assert desk.plan().steps == ()


def test_a_library_that_never_rests_ends_in_a_clear_sentence(desk: Desk) -> None:
    stranger = desk.zotero.add(**ARTICLE)
    desk.zotero.before = {
        number: lambda: desk.zotero.change(stranger, volume=str(desk.zotero.version)) for number in range(1, 200)
    }
    with pytest.raises(MovedError, match="Somebody else is changing"):
        desk.push()
    assert len(desk.zotero.requests) < 60
    desk.zotero.before = {}
    desk.push()
    desk.pull()
    desk.push()
    assert len(desk.zotero.works()) == len(desk.library.studies) == 8


def test_two_maintainers_at_once(desk: Desk, tmp_path: Path) -> None:
    desk.push()
    other = Desk(Path(shutil.copytree(desk.root, tmp_path / "other")), desk.zotero, [])
    for number, key in enumerate(sorted(desk.library.studies)):
        mine = desk if number % 2 else other
        citation = mine.library.studies[key].citation.model_copy(update={"language": f"x-{number}"})
        mine.library.save(mine.library.studies[key].model_copy(update={"citation": citation}))

    def work(mine: Desk) -> None:
        for _ in range(20):
            try:
                mine.push()
                mine.pull()
            except MovedError:
                continue

    threads = [threading.Thread(target=work, args=(mine,)) for mine in (desk, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for mine in (desk, other):
        mine.pull()
        assert mine.plan().steps == ()
        assert sorted(str(study.citation.language) for study in mine.library.studies.values()) == [
            f"x-{number}" for number in range(7)
        ]
    assert len(desk.zotero.items) == 7


def test_the_same_work_added_by_two_at_once_is_not_doubled(desk: Desk) -> None:
    desk.zotero.before = {
        4: lambda: desk.zotero.add(itemType="journalArticle", title="x", DOI="10.5555/lwtest.2021.101")
    }
    desk.push()
    assert [one.get("DOI") for one in desk.zotero.works()].count("10.5555/lwtest.2021.101") == 1


def test_one_collection_only(desk: Desk) -> None:
    shelf = desk.zotero.add_collection("Reading list")
    outside = desk.zotero.add(**ARTICLE)
    desk.push(collection="Reading list")
    assert all(one["collections"] == [shelf] for one in desk.zotero.works() if one["key"] != outside)
    assert desk.zotero.items[outside]["collections"] == []
    desk.pull(collection=shelf)
    assert len(desk.library.studies) == 7
    desk.zotero.change(outside, collections=[shelf])
    desk.pull(collection=shelf)
    assert "vanderfen2020bench" in desk.library.studies
    taken_out = item_key(TRIAL)
    desk.zotero.change(taken_out, collections=[])
    assert {step.key: step.kind for step in desk.plan(collection=shelf).steps}[TRIAL] == "delete-record"
    with pytest.raises(StateError, match="belongs to groups/12345, collection"):
        desk.plan()


def test_a_state_of_another_library_is_refused(desk: Desk) -> None:
    desk.push()
    with ZoteroStandIn(library="users/7") as mine:
        with pytest.raises(StateError, match="belongs to groups/12345, not to users/7"):
            Desk(desk.root, mine, []).push()
        assert mine.works() == []


def test_a_broken_state_says_what_to_do(desk: Desk) -> None:
    (desk.root / STATE_FILE).write_text("<<<<<<< HEAD\n", encoding="utf-8")
    with pytest.raises(StateError, match="take it back from git"):
        desk.plan()


def test_a_server_with_an_older_schema_gets_the_rest_in_extra(library_copy: Path) -> None:
    with ZoteroStandIn(old_schema=True) as old:
        desk = Desk(library_copy, old, [])
        desk.push()
        assert desk.plan().steps == ()
        extra = desk.item(TRIAL)["extra"].splitlines()
        assert {"PMID: 99000001", "PMCID: PMC99000001", f"Citation Key: {TRIAL}"} <= set(extra)


def test_a_request_that_is_too_large_is_sent_in_halves(desk: Desk) -> None:
    desk.zotero.faults = {4: Fault(reply=Reply("Request entity too large", 413))}
    assert len(desk.push().done) == 7
    assert len(desk.zotero.works()) == 7


def test_looking_writes_nothing_anywhere(desk: Desk) -> None:
    desk.zotero.add(**ARTICLE)
    before = files(desk.root)
    assert len(desk.plan().steps) == 8
    assert files(desk.root) == before
    assert writes(desk) == 0


def test_a_record_that_cannot_be_written_is_named_and_the_others_are_done(desk: Desk) -> None:
    desk.push()
    for key in (TRIAL, "reed2021counting"):
        desk.zotero.change(desk.item(key)["key"], issue="77")
    with desk.client() as client:
        library = desk.library
        desk.edit(TRIAL, "key: oakley2021connector", "key: [")  # broken by a person while the program runs
        outcome = sync.pull(library, client, Wishes())
    assert list(outcome.failed) == [TRIAL]
    assert "\n" not in outcome.failed[TRIAL]
    assert desk.library.studies["reed2021counting"].citation.issue == "77"


def test_an_item_taken_out_of_the_collection_is_put_back_when_a_person_says_so(desk: Desk) -> None:
    shelf = desk.zotero.add_collection("Reading list")
    desk.push(collection=shelf)
    desk.zotero.change(item_key(TRIAL), collections=[])
    desk.edit(TRIAL, 'volume: "12"', 'volume: "13"')
    assert [conflict.field for _, conflict in desk.push(collection=shelf).plan.conflicts] == ["record"]
    desk.push(collection=shelf, prefer="base")
    assert desk.zotero.items[item_key(TRIAL)]["collections"] == [shelf]
    assert desk.zotero.items[item_key(TRIAL)]["volume"] == "13"
    assert len(desk.zotero.items) == 7
    assert desk.plan(collection=shelf).steps == ()


def test_what_was_agreed_with_one_item_is_not_held_against_another(desk: Desk) -> None:
    desk.push()
    old = desk.item("marsh2023link")
    desk.zotero.trash(old["key"])
    desk.zotero.add(**{name: value for name, value in old.items() if name not in {"key", "deleted"}} | {"volume": "99"})
    [(step, conflict)] = desk.pull().plan.conflicts
    assert (step.key, conflict.field, conflict.base, conflict.zotero) == ("marsh2023link", "volume", "41", "99")
    assert desk.library.studies["marsh2023link"].citation.volume == "41"


def test_a_single_stale_item_is_read_and_planned_anew(desk: Desk) -> None:
    failed = {str(place): {"key": "", "code": 412, "message": "Item has been modified"} for place in range(7)}
    reply = Reply(
        {"successful": {}, "success": {}, "unchanged": [], "failed": failed}, 200, {"Last-Modified-Version": "0"}
    )
    desk.zotero.faults = {4: Fault(reply=reply)}
    outcome = desk.push()
    assert (len(outcome.done), outcome.failed) == (7, {})
    assert len(desk.zotero.works()) == 7


def test_a_library_that_moves_before_every_write(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = desk.zotero.reply

    def busy(asked: Asked) -> Reply:
        desk.zotero.version += asked.method == "POST"
        return answer(asked)

    monkeypatch.setattr(desk.zotero, "reply", busy)
    with pytest.raises(MovedError, match="Somebody else"):
        desk.push()
    assert sum(asked.method == "POST" for asked in desk.zotero.requests) == 5
    assert desk.zotero.items == {}
