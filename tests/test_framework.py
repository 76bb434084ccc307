import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isp_journal.framework import (
    Ambiguous,
    Catalogue,
    Component,
    Found,
    Framework,
    FrameworkFileError,
    Unknown,
    UnknownKeyError,
    load_catalogue,
    load_framework,
)
from isp_journal.framework_file import MAX_FILE_BYTES, schema_text

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "resources" / "frameworks"
ISP_FILE = FOLDER / "isp-3.0.json"


@pytest.fixture(scope="module")
def isp() -> Framework:
    return load_framework(ISP_FILE)


def profile(identity: str = "our", version: str = "1", label: str = "Greet people at the door") -> dict[str, Any]:
    activities = [
        {
            "key": "welcome.1",
            "label": label,
            "statement": "Greet everybody.",
            "search": ["hello"],
            "cites": ["us-2020"],
        },
        {"key": "welcome.2", "label": "Say goodbye", "statement": "See everybody off."},
    ]
    component = {
        "key": "welcome",
        "name": "Make people welcome",
        "short": "Welcome",
        "definition": "Be there first.",
        "definition_kind": "quote",
        "activities": activities,
    }
    return {
        "id": identity,
        "version": version,
        "edition": f"{identity}-{version}",
        "name": "Our profile",
        "authors": ["We"],
        "year": 2020,
        "citation": "We (2020). Our profile.",
        "attribution": "Our words.",
        "domains": [{"key": "doors", "name": "Doors", "text": "First.\n\nSecond.", "components": [component]}],
        "references": [{"key": "us-2020", "text": "We (2020)."}],
    }


def write(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def refused(path: Path) -> FrameworkFileError:
    with pytest.raises(FrameworkFileError) as caught:
        load_framework(path)
    assert caught.value.path == path
    assert caught.value.place in str(caught.value)
    assert caught.value.reason in str(caught.value)
    return caught.value


def test_the_schema_beside_the_catalogue_is_the_one_that_the_types_give() -> None:
    assert (FOLDER / "framework.schema.json").read_text(encoding="utf-8") == schema_text(), (
        "Write isp_journal.framework_file.schema_text() to resources/frameworks/framework.schema.json"
    )


def test_the_schema_accepts_the_catalogue_and_refuses_a_broken_one() -> None:
    schema = json.loads(schema_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    content = json.loads(ISP_FILE.read_text(encoding="utf-8"))
    assert list(validator.iter_errors(content)) == []
    content["domains"][0]["components"][0]["activities"][0]["label"] = "x" * 46
    assert [error.json_path for error in validator.iter_errors(content)] == [
        "$.domains[0].components[0].activities[0].label"
    ]


def test_an_activity_answers_to_its_short_and_its_full_key(isp: Framework) -> None:
    activity = isp.activity("relationships.4")
    assert activity.label == "Regulate distress in relationships"
    assert activity.full_key == "isp-3.0/relationships.4"
    assert isp.activity(activity.full_key) is activity
    assert isp.component("isp-3.0/relationships").full_key == "isp-3.0/relationships"
    assert isp.knows("relationships.4")
    assert isp.knows("isp-3.0/relationships")
    assert not isp.knows("our-1/relationships.4")


def test_an_activity_leads_to_its_component_and_domain(isp: Framework) -> None:
    for domain in isp.domains:
        for component in domain.components:
            assert isp.component_of(component) is component
            assert isp.domain_of(component) is domain
            for place, activity in enumerate(component.activities, start=1):
                assert activity.place == place
                assert isp.component_of(activity) is component
                assert isp.domain_of(activity) is domain


def test_a_key_that_names_nothing_is_said_so(isp: Framework) -> None:
    for look_up in (isp.activity, isp.component, isp.domain, isp.practice):
        with pytest.raises(UnknownKeyError) as caught:
            look_up("kindness.1")
        assert caught.value.key == "kindness.1"
    with pytest.raises(UnknownKeyError):
        isp.activity("relationships")
    with pytest.raises(UnknownKeyError):
        isp.component("relationships.4")
    assert isp.domain("isp-3.0/co-creation").name == "Co-creation"


def test_everything_is_found_by_key_name_short_name_and_label_case_aside(isp: Framework) -> None:
    for component in isp.components:
        for text in (component.key, component.full_key, component.name, component.short):
            assert isp.find(f"  {text.upper()} ") == Found(component)
    for activity in isp.activities:
        for text in (activity.key, activity.full_key, activity.label, activity.label.replace(" ", "  ")):
            assert isp.find(text.swapcase()) == Found(activity)


def test_words_that_name_nothing_come_back_with_names_like_them(isp: Framework) -> None:
    assert isp.find("Relationshps") == Unknown("Relationshps", ("Relationships",))
    assert isp.find("quantum") == Unknown("quantum", ())
    assert isp.find("") == Unknown("", ())


def test_a_name_that_two_things_share_is_ambiguous(tmp_path: Path) -> None:
    framework = load_framework(write(tmp_path / "our.json", profile(label="welcome ME")))
    assert isinstance(framework.find("Welcome me"), Found)
    shared = load_framework(write(tmp_path / "shared.json", profile(label="make people WELCOME")))
    found = shared.find("Make people welcome")
    assert found == Ambiguous((shared.component("welcome"), shared.activity("welcome.1")))


def test_a_key_goes_before_a_name_written_like_it(tmp_path: Path) -> None:
    framework = load_framework(write(tmp_path / "our.json", profile(label="WELCOME")))
    assert framework.find("welcome") == Found(framework.component("welcome"))


def test_values_cannot_be_changed(isp: Framework) -> None:
    activity = isp.activity("relationships.4")
    for value, name in ((isp, "name"), (activity, "label"), (isp.components[0], "key"), (isp.domains[0], "key")):
        with pytest.raises(AttributeError):
            setattr(value, name, "other")
        assert not hasattr(value, "__dict__")


@pytest.fixture
def two(tmp_path: Path) -> Catalogue:
    write(tmp_path / "a.json", profile(version="1"))
    write(tmp_path / "b.json", profile(version="2", label="Wait at the door"))
    (tmp_path / "framework.schema.json").write_text(schema_text(), encoding="utf-8")
    return load_catalogue(tmp_path)


def test_a_short_key_means_the_default_edition_and_a_full_key_its_own(two: Catalogue) -> None:
    assert [framework.edition for framework in two.frameworks] == ["our-1", "our-2"]
    assert two.default is two.edition("our-1")
    assert two.activity("welcome.1").label == "Greet people at the door"
    assert two.activity("our-2/welcome.1").label == "Wait at the door"
    assert two.component("our-2/welcome").edition == "our-2"
    assert two.practice("welcome") == two.component("our-1/welcome")
    assert two.edition_of("our-2/welcome") is two.edition("our-2")


def test_a_part_leads_to_the_component_and_domain_of_its_own_edition(two: Catalogue) -> None:
    later = two.activity("our-2/welcome.1")
    assert two.component_of(later).edition == "our-2"
    assert two.domain_of(later) is two.edition("our-2").domain("doors")


def test_a_key_of_an_edition_that_is_not_here_is_said_so(two: Catalogue) -> None:
    assert two.knows("our-2/welcome.2")
    assert two.knows("welcome.2")
    assert not two.knows("our-3/welcome.2")
    assert not two.knows("welcome.3")
    with pytest.raises(UnknownKeyError) as caught:
        two.activity("our-3/welcome.2")
    assert caught.value.key == "our-3/welcome.2"
    with pytest.raises(UnknownKeyError):
        two.edition("our-3")


def test_names_are_looked_for_in_the_default_edition_first(two: Catalogue) -> None:
    assert two.find("say goodbye") == Found(two.activity("our-1/welcome.2"))
    assert two.find("WAIT at the door") == Found(two.activity("our-2/welcome.1"))
    assert two.find("OUR-2/Welcome.2") == Found(two.activity("our-2/welcome.2"))
    assert isinstance(two.find("our-3/welcome.2"), Unknown)
    assert isinstance(two.find("our-2/nothing"), Unknown)


def test_a_name_in_several_other_editions_is_ambiguous(tmp_path: Path) -> None:
    write(tmp_path / "a.json", profile(version="1"))
    write(tmp_path / "b.json", profile(version="2", label="Wait at the door"))
    write(tmp_path / "c.json", profile(version="3", label="Wait at the door"))
    catalogue = load_catalogue(tmp_path)
    labels = (catalogue.activity("our-2/welcome.1"), catalogue.activity("our-3/welcome.1"))
    assert catalogue.find("wait at the door") == Ambiguous(labels)
    assert load_catalogue(tmp_path, "our-3").find("wait at the door") == Found(labels[1])


def test_names_shared_within_another_edition_are_all_offered(tmp_path: Path) -> None:
    first = profile(version="1")
    first["domains"][0]["components"][0]["name"] = "Say hello"
    write(tmp_path / "a.json", first)
    write(tmp_path / "b.json", profile(version="2", label="Make people welcome"))
    found = load_catalogue(tmp_path).find("make people welcome")
    assert isinstance(found, Ambiguous)
    assert [practice.full_key for practice in found.practices] == ["our-2/welcome", "our-2/welcome.1"]


def test_a_catalogue_needs_an_edition_and_each_only_once(isp: Framework, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one"):
        Catalogue(())
    with pytest.raises(ValueError, match="each edition once"):
        Catalogue((isp, isp))
    with pytest.raises(ValueError, match="our-1"):
        Catalogue((isp,), "our-1")
    with pytest.raises(FrameworkFileError, match="no framework file"):
        load_catalogue(tmp_path)
    write(tmp_path / "a.json", profile())
    write(tmp_path / "b.json", profile())
    with pytest.raises(FrameworkFileError) as caught:
        load_catalogue(tmp_path)
    assert (caught.value.path.name, caught.value.place) == ("b.json", "$.edition")


def test_the_folder_that_comes_with_the_app_opens() -> None:
    catalogue = load_catalogue(FOLDER)
    assert catalogue.default.edition == "isp-3.0"
    assert isinstance(catalogue.component("relationships"), Component)


def test_nothing_heavy_is_imported_with_the_catalogue() -> None:
    code = (
        "import sys, isp_journal.framework\n"
        "print({'sqlalchemy', 'PySide6', 'jsonschema', 'rapidfuzz', 'dateparser'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_small_profile_of_one_s_own_is_taken(tmp_path: Path) -> None:
    framework = load_framework(write(tmp_path / "our.json", profile()))
    assert [activity.search for activity in framework.activities] == [("hello",), ()]
    assert framework.references[0].text == "We (2020)."
    assert framework.components[0].prompts == ()


def change_label(content: dict[str, Any], label: str) -> None:
    content["domains"][0]["components"][0]["activities"][0]["label"] = label


def change_component(content: dict[str, Any], **values: object) -> None:
    content["domains"][0]["components"][0].update(values)


def change_activity(content: dict[str, Any], **values: object) -> None:
    content["domains"][0]["components"][0]["activities"][1].update(values)


def second_component(content: dict[str, Any], **values: object) -> None:
    key = str(values.get("key", "thanks"))
    more = {"key": key, "name": "Give thanks", "short": "Thanks", "definition": "Say it.", "definition_kind": "quote"}
    activity = {"key": f"{key}.1", "label": "Thank people", "statement": "Thank them."}
    content["domains"][0]["components"].append({**more, "activities": [activity], **values})


def second_domain(content: dict[str, Any], **values: object) -> None:
    domain = {**content["domains"][0], "key": "paths", "name": "Paths", **values}
    content["domains"].append(domain)


C = "$.domains[0].components[0]"
D = "$.domains[0].components[1]"
BROKEN: list[tuple[str, Callable[[dict[str, Any]], object], str, str]] = [
    ("no domain", lambda it: it.update(domains=[]), "$.domains", "length >= 1"),
    ("no activity", lambda it: change_component(it, activities=[]), f"{C}.activities", "length >= 1"),
    ("no name", lambda it: it.pop("name"), "$", "`name`"),
    ("unknown field", lambda it: change_activity(it, serach=["x"]), f"{C}.activities[1]", "`serach`"),
    ("long label", lambda it: change_label(it, "x" * 46), f"{C}.activities[0].label", "<= 45"),
    ("empty label", lambda it: change_label(it, ""), f"{C}.activities[0].label", "one line of text"),
    ("space at the end", lambda it: change_label(it, "Greet "), f"{C}.activities[0].label", "one line of text"),
    ("line break", lambda it: change_label(it, "Greet\n"), f"{C}.activities[0].label", "one line of text"),
    ("turned text", lambda it: change_label(it, "Greet \u202eevil"), f"{C}.activities[0].label", "hidden characters"),
    ("zero byte", lambda it: change_label(it, "Greet\u0000all"), f"{C}.activities[0].label", "hidden characters"),
    ("one line break", lambda it: change_component(it, definition="a\nb"), f"{C}.definition", "paragraphs"),
    ("kind", lambda it: change_component(it, definition_kind="guess"), f"{C}.definition_kind", "guess"),
    ("key", lambda it: change_component(it, key="Welcome"), f"{C}.key", "lower-case words"),
    ("activity key", lambda it: change_activity(it, key="welcome.0"), f"{C}.activities[1].key", "counted from 1"),
    ("place", lambda it: change_activity(it, key="welcome.3"), f"{C}.activities[1].key", "Expected welcome.2"),
    ("other component", lambda it: change_activity(it, key="door.2"), f"{C}.activities[1].key", "Expected welcome.2"),
    ("same label", lambda it: change_activity(it, label="GREET people at the door"), f"{C}.activities[1].label", C),
    ("same search", lambda it: change_activity(it, search=["a", "A"]), f"{C}.activities[1].search[1]", "search word"),
    ("no such reference", lambda it: change_activity(it, cites=["me-1"]), f"{C}.activities[1].cites[0]", "'me-1'"),
    ("no such source", lambda it: it["domains"][0].update(cites=["me-1"]), "$.domains[0].cites[0]", "'me-1'"),
    ("same component", lambda it: second_component(it, key="welcome"), f"{D}.key", f"{C}.key"),
    ("same name", lambda it: second_component(it, name="make people welcome"), f"{D}.name", f"{C}.name"),
    ("same short name", lambda it: second_component(it, short="WELCOME"), f"{D}.short", f"{C}.short"),
    ("same domain", lambda it: second_domain(it, key="doors"), "$.domains[1].key", "$.domains[0].key"),
    ("same domain name", lambda it: second_domain(it, name="doors"), "$.domains[1].name", "$.domains[0].name"),
    ("same source", lambda it: it["references"].append(it["references"][0]), "$.references[1].key", "[0].key"),
    ("edition", lambda it: it.update(edition="our-2"), "$.edition", "our-1"),
    ("edition form", lambda it: it.update(edition="our"), "$.edition", "a hyphen and the version"),
    ("version", lambda it: it.update(version="one"), "$.version", "numbers joined"),
    ("year", lambda it: it.update(year="2020"), "$.year", "`int`"),
]


@pytest.mark.parametrize(("spoil", "place", "words"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_broken_file_is_refused_with_the_place_and_the_reason(
    spoil: Callable[[dict[str, Any]], object], place: str, words: str, tmp_path: Path
) -> None:
    content = profile()
    spoil(content)
    error = refused(write(tmp_path / "broken.json", content))
    assert error.place == place
    assert words in error.reason


def test_a_name_written_twice_in_one_object_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "twice.json"
    text = json.dumps(profile()).replace('"label": "Say goodbye"', '"label": "Say hello", "label": "Say goodbye"')
    path.write_text(text, encoding="utf-8")
    error = refused(path)
    assert error.place == f"{C}.activities[1].label"
    assert "twice" in error.reason


def test_what_is_no_json_or_no_utf_8_or_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    for content, words in (
        (b"", "truncated"),
        (b'{"id": "our",}', "malformed"),
        (b"[" * 100_000, "Expected `object`"),
        (b'{"id": "\xff"}', "not UTF-8"),
        (json.dumps(profile()).encode() + b" " * MAX_FILE_BYTES, "larger than 1 MiB"),
    ):
        path.write_bytes(content)
        error = refused(path)
        assert error.place == "$"
        assert words in error.reason


def test_a_byte_order_mark_in_front_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(profile()).encode())
    assert load_framework(path).edition == "our-1"


def test_what_is_no_file_or_cannot_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no such file" in refused(tmp_path / "nothing.json").reason
    assert "no such file" in refused(tmp_path).reason
    path = write(tmp_path / "locked.json", profile())

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # root may read everything, so a mode would not do
    assert "Permission denied" in refused(path).reason


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_stands_anywhere_in_a_file_it_is_taken_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content: Any = profile()
    part = content
    while True:
        place = data.draw(st.sampled_from(sorted(part) if isinstance(part, dict) else range(len(part))))
        if not isinstance(part[place], dict | list) or not part[place] or data.draw(st.booleans()):
            break
        part = part[place]
    part[place] = data.draw(JSON)
    path = write(tmp_path_factory.mktemp("framework") / "any.json", content)
    try:
        framework = load_framework(path)
    except FrameworkFileError as error:
        assert error.place.startswith("$")
        assert error.reason
    else:
        assert all(framework.activity(activity.full_key) is activity for activity in framework.activities)


@settings(max_examples=100, deadline=None)
@given(content=st.binary(max_size=200))
def test_any_bytes_are_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("framework") / "any.json"
    path.write_bytes(content)
    assert refused(path).place.startswith("$")


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=30))
def test_any_words_may_be_looked_for(isp: Framework, text: str) -> None:
    found = isp.find(text)
    assert isinstance(found, Found | Unknown)
