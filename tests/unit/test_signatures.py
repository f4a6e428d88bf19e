"""What services ask for and answer with: no signature is open to anything, and a refusal is said in one way."""

import enum
import importlib
import inspect
import pkgutil
import types
import typing
from collections.abc import Callable, Iterator
from typing import Any

import services

NOTHING = type(None)


def functions() -> Iterator[tuple[str, Callable[..., object]]]:
    """Every function and method that the modules of services define."""
    for found in pkgutil.walk_packages(services.__path__, "services."):
        module = importlib.import_module(found.name)
        for holder in (module, *(one for one in vars(module).values() if inspect.isclass(one))):
            if getattr(holder, "__module__", found.name) != found.name:
                continue
            for name, made in vars(holder).items():
                function = made.__func__ if isinstance(made, classmethod | staticmethod) else made
                if inspect.isfunction(function) and function.__module__ == found.name:
                    yield f"{found.name}.{getattr(holder, '__name__', '')}.{name}", function


def parts(annotation: object) -> Iterator[object]:
    """The annotation and all that it is made of."""
    yield annotation
    for inner in typing.get_args(annotation):
        yield from parts(inner)


def members(annotation: object) -> tuple[object, ...]:
    is_union = typing.get_origin(annotation) in (typing.Union, types.UnionType)
    return typing.get_args(annotation) if is_union else (annotation,)


def is_reason(one: object) -> bool:
    return isinstance(one, type) and issubclass(one, enum.Enum)


FUNCTIONS = dict(functions())


def test_many_functions_are_looked_at() -> None:
    assert len(FUNCTIONS) > 500


def test_no_signature_is_open_to_anything() -> None:
    hints = {name: typing.get_type_hints(function) for name, function in FUNCTIONS.items()}
    within = {name: [one for kind in found.values() for one in parts(kind)] for name, found in hints.items()}
    assert not [name for name, found in within.items() if Any in found]


def test_what_cannot_be_done_is_none_or_a_reason() -> None:
    """A value or None, or a value or a reason: never None and a reason, and never a truth value that may be missing."""
    answers = {name: members(typing.get_type_hints(function).get("return")) for name, function in FUNCTIONS.items()}
    assert not [name for name, found in answers.items() if len(found) > 1 and bool in found]
    refused_twice = {name for name, found in answers.items() if NOTHING in found and any(map(is_reason, found))}
    assert not [name for name in refused_twice if len(answers[name]) > 2]
