"""What cannot be read in a plan file, put out of the way, so that the rest of it is checked all the same. Pure."""

import copy
from collections.abc import Iterable, MutableMapping

from services.language.roman import roman

Loc = tuple[int | str, ...]
TEXT = "—"
PERIOD = {"start": "2024-01-01", "end": "2024-12-31"}
UNSET = {"text": TEXT, "rule": {"kind": "unset"}}
FREE = 1_000_000  # numbers that no plan has
KEY = "unreadable_"
_LISTS = ("priorities", "agenda", "sections", "executors")


def mended(data: object, places: Iterable[Loc]) -> dict[str, object]:
    """The file's `data` with what is wrong at these places replaced by what is right and means nothing."""
    file = copy.deepcopy(data) if isinstance(data, dict) else {}
    for place in places:
        _mend(file, place)
    return file


def _mend(file: dict[str, object], place: Loc) -> None:
    name = place[0] if place else ""
    if name in _LISTS:
        _mend_list(file, str(name), place[1:])
    elif name in ("title", "organisation"):
        file[str(name)] = TEXT
    elif name == "period":
        file["period"] = dict(PERIOD)
    else:
        file.pop(str(name), None)


def _mend_list(holder: MutableMapping[str, object], name: str, place: Loc) -> None:
    listed = holder.get(name)
    if not isinstance(listed, list) or not listed or not place:
        needed = name in ("sections", "executors", "activities")
        holder[name] = [_new(name, 0)] if needed else []
        return
    index = int(place[0])
    entry = listed[index]
    if not isinstance(entry, dict):
        listed[index] = _new(name, index)
    elif len(place) == 1:  # a question for a meeting that has no days
        entry["deadline"] = _new(name, index)["deadline"] if name == "agenda" else UNSET
    elif place[1] == "activities":
        _mend_list(entry, "activities", place[2:])
    else:
        _mend_field(entry, str(place[1]), _new(name, index))


def _mend_field(entry: dict[str, object], field: str, right: dict[str, object]) -> None:
    if field in right:
        entry[field] = right[field]
    else:
        entry.pop(field, None)


def _new(name: str, index: int) -> dict[str, object]:
    """An entry of a list that clashes with nothing."""
    number = FREE + index
    match name:
        case "executors":
            return {"key": f"{KEY}{index}", "name": f"{TEXT}{index}", "kind": "person", "aliases": []}
        case "sections":
            return {"number": roman(index + 1), "title": TEXT, "activities": [_new("activities", index)]}
        case "activities":
            return {"number": number, "text": TEXT, "deadline": UNSET, "executors": [f"{KEY}{index}"]}
        case "agenda":
            rule = {"kind": "window", "first": None, "last": PERIOD["end"], "precision": "day"}
            return {"number": number, "text": TEXT, "deadline": {"text": TEXT, "rule": rule}}
        case _:
            return {"number": number, "text": TEXT}
