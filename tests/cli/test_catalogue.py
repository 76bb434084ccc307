from isp_journal.framework import load_catalogue
from isp_journal.paths import resources
from tests.cli.terminal import Terminal


def test_the_catalogue_needs_no_journal_and_lists_everything(nowhere: Terminal) -> None:
    framework = load_catalogue(resources() / "frameworks").default
    items = nowhere.done("catalogue", "--json").items
    assert [i["full_key"] for i in items if i["kind"] == "component"] == [one.full_key for one in framework.components]
    assert [i["statement"] for i in items if i["kind"] == "activity"] == [one.statement for one in framework.activities]
    shown = nowhere.done("catalogue").out
    assert all(one.key in shown and one.label in shown for one in framework.activities)
    assert framework.attribution in shown


def test_one_component_is_shown_with_its_activities(nowhere: Terminal) -> None:
    items = nowhere.done("catalogue", "Grow", "and", "sustain", "relationships", "--json").items
    assert [item["key"] for item in items] == ["relationships", *(f"relationships.{n}" for n in (1, 2, 3, 4))]
    shown = nowhere.done("catalogue", "relationships").out
    assert all(item["statement" if item["kind"] == "activity" else "definition"] in shown for item in items)


def test_one_activity_is_shown_alone(nowhere: Terminal) -> None:
    (item,) = nowhere.done("catalogue", "relationships.4", "--json").items
    assert (item["kind"], item["component"]) == ("activity", "Grow and sustain relationships")
    assert item["statement"] in nowhere.done("catalogue", item["label"].upper()).out


def test_an_unknown_name_is_refused_with_near_ones(nowhere: Terminal) -> None:
    said = nowhere("catalogue", "colearning")
    assert (said.code, said.out) == (1, "")
    assert "Did you mean 'Co-learning'?" in said.err
