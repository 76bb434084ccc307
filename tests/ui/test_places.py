from hypothesis import given
from hypothesis import strategies as st

from isp_journal.ui.places import Place, Places

WRITE, JOURNAL, ROOM = Place("write"), Place("journal"), Place("room", "open_about", "isp-3.0/facilitation")


def walked(*places: Place) -> Places:
    made = Places()
    for place in places:
        made.visit(place)
    return made


def test_one_can_go_back_and_forward_again() -> None:
    places = walked(WRITE, JOURNAL, ROOM)
    assert (places.back(), places.back(), places.back()) == (JOURNAL, WRITE, None)
    assert (places.forward(), places.forward(), places.forward()) == (JOURNAL, ROOM, None)


def test_going_somewhere_else_forgets_what_was_ahead() -> None:
    places = walked(WRITE, JOURNAL)
    places.back()
    places.visit(ROOM)
    assert places.forward() is None
    assert places.back() == WRITE


def test_the_same_place_twice_is_one_step() -> None:
    places = walked(WRITE, JOURNAL, JOURNAL)
    assert places.back() == WRITE


def test_the_latest_places_are_each_listed_once_without_the_present_one() -> None:
    places = walked(WRITE, JOURNAL, ROOM, JOURNAL, WRITE)
    assert places.latest() == [JOURNAL, ROOM]
    assert places.latest(1) == [JOURNAL]


def test_a_place_is_called_by_what_it_shows_or_else_by_its_page() -> None:
    places = walked(ROOM)
    places.retitle("", "Component room")
    places.visit(WRITE)
    assert [place.title for place in places.latest()] == ["Component room"]
    places.back()
    places.retitle("Facilitation", "Component room")
    places.forward()
    assert [place.title for place in places.latest()] == ["Facilitation"]


@given(st.lists(st.sampled_from([WRITE, JOURNAL, ROOM, "back", "forward"]), max_size=60))
def test_going_back_to_the_start_and_forward_again_ends_at_the_same_place(steps: list[Place | str]) -> None:
    places = Places()
    here: Place | None = None
    for step in steps:
        if isinstance(step, Place):
            places.visit(step)
            here = step
        else:
            here = (places.back() if step == "back" else places.forward()) or here
    count = 0
    while places.back() is not None:
        count += 1
    last = None
    for _ in range(count):
        last = places.forward()
    assert last == (here if count else None)


def test_titles_can_be_forgotten_and_the_walk_stays() -> None:
    places = walked(WRITE, JOURNAL._replace(title="About Dana"), ROOM._replace(title="Facilitation"))
    places.forget_titles()
    assert places.here == ROOM and places.latest() == [JOURNAL, WRITE]
    assert places.back() == JOURNAL
    assert Places().here is None
