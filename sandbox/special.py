"""What a person may send that is neither text nor a file worth keeping."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from sandbox.errors import Json
from sandbox.params import Upload
from sandbox.records import Person
from sandbox.state import World

_PLACE = {"latitude": 41.311, "longitude": 69.279}
SPECIAL: dict[str, Callable[[World, Person], Json]] = {
    "sticker": lambda world, _: {"sticker": _sticker(world)},
    "animation": lambda world, _: _animation(world),
    "video_note": lambda world, _: {
        "video_note": _file(world, "note.mp4", "video/mp4") | {"length": 240, "duration": 3}
    },
    "poll": lambda *_: {"poll": _poll()},
    "location": lambda *_: {"location": _PLACE},
    "venue": lambda *_: {"location": _PLACE, "venue": {"location": _PLACE, "title": "Venue", "address": "Address"}},
    "contact": lambda _, person: {
        "contact": {"phone_number": "+998000000000", "first_name": person.name, "user_id": person.id}
    },
    "dice": lambda *_: {"dice": {"emoji": "🎲", "value": secrets.randbelow(6) + 1}},
}
# The smallest GIF there is: something to download behind what nobody looks at.
_GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


def _sticker(world: World) -> Json:
    shape = _file(world, "sticker.webp", "image/webp")
    return shape | {
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": "👍",
    }


def _animation(world: World) -> Json:
    shape = _file(world, "animation.gif", "image/gif")
    # Telegram sets `document` too, for bots that know no animations
    return {"animation": shape | {"width": 1, "height": 1, "duration": 1}, "document": shape}


def _file(world: World, name: str, mime: str) -> Json:
    return world.files.add("document", Upload(name, mime, _GIF)).files[0].described()


def _poll() -> Json:
    options = [{"persistent_id": str(number), "text": text, "voter_count": 0} for number, text in enumerate(("+", "-"))]
    flags = dict.fromkeys(("is_closed", "allows_multiple_answers", "allows_revoting", "members_only"), False)
    return {
        "id": str(secrets.randbits(62)),
        "question": "?",
        "options": options,
        "total_voter_count": 0,
        "type": "regular",
        "is_anonymous": True,
        **flags,
    }
