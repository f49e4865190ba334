"""The frame round a page: where one can go, what is current; its figures are asked for only when it is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from genjin.web.shell.context import Shell, current_place, shell


class _Counted(Mapping[str, int]):
    """Counts that notice being asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __getitem__(self, key: str) -> int:
        self.asked += 1
        return {"tasks": 6}[key]

    def __iter__(self) -> Iterator[str]:
        self.asked += 1
        return iter(("tasks",))

    def __len__(self) -> int:
        self.asked += 1
        return 1


def _frame(role: str, path: str = "/", counts: Mapping[str, int] | None = None) -> Shell:
    request = RequestFactory().get(path)
    request.actor = SimpleNamespace(user_id=7, name="王磊", role=role, team_name="华东一组")  # type: ignore[attr-defined]
    request.shell_counts = counts  # type: ignore[attr-defined]
    return shell(request)["shell"]


def test_a_stranger_sees_no_places() -> None:
    frame = shell(RequestFactory().get("/"))["shell"]
    assert (frame.person, frame.daily, frame.admin) == (None, (), ())


def test_only_the_administrator_sees_the_workshop() -> None:
    assert _frame("rep").admin == ()
    assert [item.place.key for item in _frame("administrator").admin] == ["imports", "people", "settings"]


def test_the_phones_bar_has_three_places_round_the_pen() -> None:
    assert [item.place.key for item in _frame("rep").bottom] == ["today", "customers", "tasks"]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/", "today"),
        ("/customers/12/", "customers"),
        ("/customers/12/visits/new/", "visits"),
        ("/tasks/", "tasks"),
        ("/me/", ""),
    ],
)
def test_the_current_place_is_known_by_its_address(path: str, place: str) -> None:
    assert current_place(path) == place


def test_figures_are_asked_for_only_when_the_frame_is_drawn() -> None:
    counts = _Counted()
    frame = _frame("rep", counts=counts)
    assert counts.asked == 0
    assert [item.count for item in frame.daily if item.place.key == "tasks"] == [6]
