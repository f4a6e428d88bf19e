"""What the page does in people's names."""

from __future__ import annotations

import asyncio

from aiohttp import web

from sandbox.botapi import read_multipart
from sandbox.errors import HumanError, Json
from sandbox.groups import Groups
from sandbox.human.desk import ANSWER_WAIT, Desk, needed, number, read_body, text
from sandbox.params import Upload
from sandbox.people import People
from sandbox.records import Message

_FILE_KINDS = ("photo", "document", "voice", "video", "audio")


class Acting:
    """Writing, pressing, coming and going."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._people = People(desk.world)
        self._groups = Groups(desk.world)

    def routes(self) -> list[web.RouteDef]:
        """One for each act."""
        return self._desk.routes(
            post_send=self.send,
            post_special=self.special,
            post_edit=self.edit,
            post_press=self.press,
            post_start=self.start,
            post_block=self.block,
            post_deactivate=self.deactivate,
            post_read=self.read,
            post_membership=self.membership,
            post_migrate=self.migrate,
        )

    async def send(self, request: web.Request) -> Json:
        """A text (JSON) or files (multipart)."""
        if request.content_type == "multipart/form-data":
            fields, files = await read_multipart(request)
            asked: Json = {name: values[-1] for name, values in fields.items()}
            sent = self._send_files(asked, list(files.values()))
        else:
            asked = await read_body(request)
            sent = [self._write(asked)]
        await self._desk.wait_if(asked)
        return {"message_id": sent[0].id, "message_ids": [message.id for message in sent]}

    def _write(self, asked: Json) -> Message:
        person, chat = self._desk.whose(asked)
        return self._people.write(person, chat, text(asked, "text"), **_placement(asked))

    def _send_files(self, asked: Json, uploads: list[Upload]) -> list[Message]:
        if not uploads:
            return [self._write(asked)]
        person, chat = self._desk.whose(asked)
        kind = asked.get("kind") or None
        if kind is not None and kind not in _FILE_KINDS:
            raise HumanError("a file cannot be sent as «{kind}»", kind=kind)
        return self._people.send_files(
            person,
            chat,
            uploads,
            caption=asked.get("text", ""),
            kind=kind,
            duration=number(asked, "duration") or 0,
            **_placement(asked),
        )

    async def special(self, request: web.Request) -> Json:
        """A sticker, a poll and the like."""
        asked = await read_body(request)
        person, chat = self._desk.whose(asked)
        message = self._people.send_special(person, chat, text(asked, "kind"), number(asked, "reply_to"))
        await self._desk.wait_if(asked)
        return {"message_id": message.id}

    async def edit(self, request: web.Request) -> Json:
        """Another text for one's own message."""
        asked = await read_body(request)
        person, chat = self._desk.whose(asked)
        message = self._people.edit(person, chat, needed(asked, "message_id"), text(asked, "text"))
        await self._desk.wait_if(asked)
        return {"message_id": message.id}

    async def press(self, request: web.Request) -> Json:
        """A button; gives the bot's answer, or null when none came in time."""
        asked = await read_body(request)
        person, chat = self._desk.whose(asked)
        query = self._people.press(
            person, chat, needed(asked, "message_id"), text(asked, "data"), forged=bool(asked.get("forged"))
        )
        self._desk.world.commit()
        try:
            await asyncio.wait_for(query.answered.wait(), ANSWER_WAIT)
        except TimeoutError:
            return {"answer": None}
        await self._desk.wait_if(asked)
        return {"answer": query.answer}

    async def start(self, request: web.Request) -> Json:
        """The bot's link."""
        asked = await read_body(request)
        message = self._people.start(self._desk.person(asked), str(asked.get("payload") or ""))
        await self._desk.wait_if(asked)
        return {"message_id": message.id}

    async def block(self, request: web.Request) -> Json:
        """Block or unblock the bot."""
        asked = await read_body(request)
        self._people.block(self._desk.person(asked), blocked=bool(asked.get("blocked")))
        await self._desk.wait_if(asked)
        return {"ok": True}

    async def deactivate(self, request: web.Request) -> Json:
        """Delete one's account."""
        self._people.deactivate(self._desk.person(await read_body(request)))
        return {"ok": True}

    async def read(self, request: web.Request) -> Json:
        """What has been seen."""
        asked = await read_body(request)
        person, chat = self._desk.whose(asked)
        self._people.read(person, chat, needed(asked, "up_to"))
        return {"ok": True}

    async def membership(self, request: web.Request) -> Json:
        """Who comes and goes: the bot (`bot`), or a person (`user`, with `joins`; without it, the other way round)."""
        asked = await read_body(request)
        chat = self._desk.chat(asked)
        by = self._desk.world.person(needed(asked, "by"))
        if (change := asked.get("bot")) is not None:
            if change not in ("added", "kicked", "admin", "member"):
                raise HumanError("the bot can be added, kicked, admin or member")
            self._groups.change_bot(chat, by, change)
        else:
            person = self._desk.world.person(needed(asked, "user"))
            joins = bool(asked.get("joins", person.id not in chat.members))
            self._groups.change_member(chat, by, person, joins=joins)
        await self._desk.wait_if(asked)
        return {"ok": True}

    async def migrate(self, request: web.Request) -> Json:
        """A group becomes a supergroup."""
        asked = await read_body(request)
        successor = self._groups.migrate(self._desk.chat(asked))
        await self._desk.wait_if(asked)
        return {"chat": successor.id}


def _placement(asked: Json) -> Json:
    return {
        "reply_to": number(asked, "reply_to"),
        "topic": number(asked, "topic"),
        "forward": asked.get("forward") or None,
    }
