"""A class in, a record out: a dataclass with slots whose fields the type checker keeps from being changed.

`@dataclass(frozen=True)` guards them while the program runs, and takes three times as long to make one. A report makes
some thousands, so that the gate (mypy) guards them instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, dataclass_transform, overload

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")


@overload
def record(cls: type[T], /) -> type[T]: ...
@overload
def record(*, order: bool = False, kw_only: bool = False) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True)
def record(
    cls: type[T] | None = None, /, *, order: bool = False, kw_only: bool = False
) -> type[T] | Callable[[type[T]], type[T]]:
    """Make a class a record; equal and hashed by its fields.

    >>> @record
    ... class Place:
    ...     name: str
    >>> Place("新安") == Place(name="新安"), len({Place("新安"), Place("新安")})
    (True, 1)
    """
    decorate = dataclass(slots=True, unsafe_hash=True, order=order, kw_only=kw_only)
    return decorate if cls is None else decorate(cls)


def as_dict(instance: DataclassInstance) -> dict[str, object]:
    """The fields of a record by name; `dataclasses.asdict` copies deeply and takes ten times as long."""
    return {name: getattr(instance, name) for name in instance.__dataclass_fields__}
