"""Trouble on demand: what a bot must live through on the real network, the same each time for the same seed."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from sandbox.errors import BotApiError, HumanError, Json
from sandbox.limits import RateLimits


class Cut(Exception):  # noqa: N818 - not an error of anyone's: the line is cut
    """The connection is to be closed without an answer."""


@dataclass(frozen=True)
class Chance:
    """How often something goes wrong: with a probability from 0 to 1, or on every n-th request, or never."""

    probability: float | None = None
    every: int | None = None


@dataclass(frozen=True)
class TooMany:
    """A 429 on every n-th request, asking to wait `retry_after` seconds."""

    every: int | None = None
    retry_after: int = 1


@dataclass(frozen=True)
class Refusal:
    """The next `times` requests of `method` are refused in these words; `parameters` are Telegram's."""

    method: str
    error_code: int
    description: str
    parameters: dict[str, int] = field(default_factory=dict)
    times: int = 1


@dataclass(frozen=True)
class Trouble:
    """What is set to go wrong.

    `reset_before` cuts the line before a method acts, `reset_after` when it has acted; `outage` cuts it always.
    `latency_ms` is waited before a method acts, `answer_ms` between its act and the answer.
    `per_method` confines latency, errors and resets to the methods it names. `refusal` is for what Telegram knows and
    the sandbox does not: any refusal, in any words.
    """

    latency_ms: int = 0
    answer_ms: int = 0
    error_429: TooMany = field(default_factory=TooMany)
    error_5xx: Chance = field(default_factory=Chance)
    reset_before: Chance = field(default_factory=Chance)
    reset_after: Chance = field(default_factory=Chance)
    outage: bool = False
    rate_limits: bool = False
    refusal: Refusal | None = None
    per_method: tuple[str, ...] = ()
    seed: int = 0


def read_trouble(asked: Mapping[str, Any]) -> Trouble:
    """Settings from JSON; what is not named is as if never set. HumanError for a name or value that makes no sense."""
    unknown = asked.keys() - {one.name for one in fields(Trouble)}
    if unknown:
        raise HumanError("there is no fault «{name}»", name=sorted(unknown)[0])
    given = {name: value for name, value in asked.items() if value is not None}
    try:
        for name in ("error_5xx", "reset_before", "reset_after"):
            if name in given:
                given[name] = Chance(**given[name])
        if "error_429" in given:
            given["error_429"] = TooMany(**{k: v for k, v in given["error_429"].items() if v is not None})
        if "refusal" in given:
            given["refusal"] = Refusal(**given["refusal"])
        given["per_method"] = tuple(given.get("per_method", ()))
        return Trouble(**given)
    except TypeError as mistake:
        raise HumanError("the faults cannot be read: {reason}", reason=str(mistake)) from None


class Faults:
    """Decides, request by request, what goes wrong."""

    def __init__(self) -> None:
        self.set(Trouble())

    def set(self, trouble: Trouble) -> None:
        """Begin anew with these settings: counters at nothing, chance at its seed."""
        self._trouble = trouble
        self._random = random.Random(trouble.seed)  # noqa: S311 - repeatable on purpose
        self._seen = dict.fromkeys(("error_429", "error_5xx", "reset_before", "reset_after"), 0)
        self._refusals_left = trouble.refusal.times if trouble.refusal else 0
        # The loop's clock: real time, but in a test whose loop leaps over the waiting.
        self._limits = RateLimits(asyncio.get_running_loop().time) if trouble.rate_limits else None

    def told(self) -> Json:
        """The settings as JSON."""
        return asdict(self._trouble)

    async def before(self, method: str, raw: Json) -> None:
        """What happens to a request before its method acts: BotApiError or Cut, or a wait."""
        trouble = self._trouble
        if self._concerns(method):
            if trouble.latency_ms:
                await asyncio.sleep(trouble.latency_ms / 1000)
            self._strike(trouble)
        if trouble.outage:
            raise Cut
        self._refuse(method)
        if self._limits is not None and (wait := self._limits.wait(method, raw)):
            raise too_many(wait)

    def _refuse(self, method: str) -> None:
        refusal = self._trouble.refusal
        if refusal is not None and refusal.method == method and self._refusals_left > 0:
            self._refusals_left -= 1
            raise BotApiError(refusal.error_code, refusal.description, **refusal.parameters)

    def _strike(self, trouble: Trouble) -> None:
        if self._happens("reset_before", trouble.reset_before):
            raise Cut
        if self._happens("error_429", Chance(every=trouble.error_429.every)):
            raise too_many(trouble.error_429.retry_after)
        if self._happens("error_5xx", trouble.error_5xx):
            raise BotApiError(502, "Bad Gateway")

    async def after(self, method: str) -> None:
        """What happens to an answer: nothing, or Cut."""
        if self._trouble.outage:  # also to those who were polling when it began
            raise Cut
        if self._concerns(method) and self._trouble.answer_ms:
            await asyncio.sleep(self._trouble.answer_ms / 1000)
        if self._concerns(method) and self._happens("reset_after", self._trouble.reset_after):
            raise Cut

    def _concerns(self, method: str) -> bool:
        return not self._trouble.per_method or method in self._trouble.per_method

    def _happens(self, fault: str, chance: Chance) -> bool:
        self._seen[fault] += 1
        if chance.every and self._seen[fault] % chance.every == 0:
            return True
        return bool(chance.probability) and self._random.random() < (chance.probability or 0)


def too_many(seconds: int) -> BotApiError:
    """429 as Telegram says it."""
    return BotApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
