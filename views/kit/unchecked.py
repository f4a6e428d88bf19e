"""Aiogram's objects made of our own values.

Half of a reminder's time went into checking what the bot itself had put there: pydantic asks every value, and each
object of a keyboard again when it enters the next one.
"""

import functools
from collections.abc import Callable
from types import NoneType
from typing import Any, TypeVar, cast, get_args

from aiogram.filters.callback_data import MAX_CALLBACK_LENGTH, CallbackData
from pydantic import BaseModel, PlainSerializer

Model = TypeVar("Model", bound=BaseModel)

_AS_STANDS: dict[type, Callable[[Any], str]] = {
    str: str,
    int: str,
    bool: lambda value: "1" if value else "0",
    NoneType: lambda _: "",
}


def alike(pattern: Model, **values: Any) -> Model:
    """A copy of a checked object with these values in their places, which nobody checks: they must be of their types.

    It shares what it does not change with the pattern.
    """
    made: Model = object.__new__(type(pattern))
    put = object.__setattr__  # as pydantic itself makes an object that it does not check
    put(made, "__dict__", pattern.__dict__ | values)
    put(made, "__pydantic_fields_set__", pattern.__pydantic_fields_set__.union(values))
    put(made, "__pydantic_extra__", None if pattern.__pydantic_extra__ is None else dict(pattern.__pydantic_extra__))
    private = pattern.__pydantic_private__
    put(made, "__pydantic_private__", None if private is None else dict(private))
    return made


def packed(data: CallbackData) -> str:
    """What a button sends back, as `CallbackData.pack` writes it. Raises its ValueError for what is too long."""
    kind = type(data)
    said = [kind.__prefix__]
    for name, own in _serializers(kind):
        value = getattr(data, name)
        if own is not None and value is not None:
            value = own(value)
        plain = _AS_STANDS.get(type(value))
        said.append(plain(value) if plain is not None else data._encode_value(name, value))
    text = kind.__separator__.join(said)
    is_whole = text.count(kind.__separator__) == len(said) - 1 and len(text.encode()) <= MAX_CALLBACK_LENGTH
    return text if is_whole else data.pack()  # which says what is wrong


@functools.cache
def _serializers(kind: type[CallbackData]) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    """The fields of a button's data, in their order, and how those are written that have a way of their own."""
    return tuple((name, _serializer(field.annotation, field.metadata)) for name, field in kind.model_fields.items())


def _serializer(annotation: Any, metadata: Any) -> Callable[[Any], Any] | None:
    for one in (*metadata, *get_args(annotation)):
        if isinstance(one, PlainSerializer):
            return cast("Callable[[Any], Any]", one.func)
        if (inner := _serializer(one, ())) is not None:
            return inner
    return None
