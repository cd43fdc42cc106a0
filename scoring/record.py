"""Frozen, slotted, keyword-only records that cost next to nothing to define.

They behave like `@dataclass(frozen=True, slots=True, kw_only=True)`, and type checkers see them so. The standard
decorator compiles six methods for every class when the module is imported: 0.8 ms a class, 50 ms for our model, more
than everything else `scoring score` does. A record shares one set of generic methods instead; see
docs/decisions/0002-records.md for the figures.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar, dataclass_transform

    T = TypeVar("T")
else:

    def dataclass_transform(**_):
        """Stand in for typing.dataclass_transform, which costs an import of typing."""
        return lambda decorated: decorated


__all__ = ["FrozenRecordError", "fields", "record", "replace"]

_set = object.__setattr__


class FrozenRecordError(AttributeError):
    """Raised on an attempt to change or delete a field of a record."""


def _init(self: Any, /, **values: Any) -> None:
    cls = type(self)
    names = cls.__record_fields__
    if len(values) != len(names):
        values = {**cls.__record_defaults__, **values}
    try:
        for name in names:
            _set(self, name, values[name])
        complete = len(values) == len(names)
    except KeyError:
        complete = False
    if not complete:
        values = {**cls.__record_defaults__, **values}
        unknown = [name for name in values if name not in names]
        missing = [name for name in names if name not in values]
        words = [f"unexpected {', '.join(unknown)}"] * bool(unknown) + [f"missing {', '.join(missing)}"] * bool(missing)
        raise TypeError(f"{cls.__name__}(): {'; '.join(words)}")


def _values(self: Any) -> tuple[Any, ...]:
    return tuple([getattr(self, name) for name in self.__record_fields__])


def _eq(self: Any, other: object) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    return self is other or _values(self) == _values(other)


def _hash(self: Any) -> int:
    return hash((type(self), _values(self)))


def _repr(self: Any) -> str:
    inside = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__record_fields__)
    return f"{type(self).__name__}({inside})"


def _frozen(self: Any, name: str, _value: object = None) -> None:
    raise FrozenRecordError(f"{type(self).__name__}.{name} cannot be changed")


def _rebuild(cls: type[Any], values: tuple[Any, ...]) -> Any:
    made = object.__new__(cls)
    for name, value in zip(cls.__record_fields__, values, strict=True):
        _set(made, name, value)
    return made


def _reduce(self: Any) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    return _rebuild, (type(self), _values(self))


@dataclass_transform(frozen_default=True, kw_only_default=True, eq_default=True)
def record(cls: type[T]) -> type[T]:
    """Make `cls` a frozen record of its annotated fields; a class attribute is the field's default (immutable values
    only). Records compare, hash and pickle by value; they do not inherit fields."""
    body = dict(cls.__dict__)
    names = tuple(body.get("__annotations__", ()))
    body["__record_defaults__"] = {name: body.pop(name) for name in names if name in body}
    body["__record_fields__"] = names
    body["__slots__"] = names
    for attribute in ("__dict__", "__weakref__"):
        body.pop(attribute, None)
    body["__init__"] = _init
    body["__eq__"] = _eq
    body["__hash__"] = _hash
    body["__setattr__"] = body["__delattr__"] = _frozen
    body["__reduce__"] = _reduce
    body.setdefault("__repr__", _repr)
    made: type[T] = type(cls.__name__, cls.__bases__, body)
    return made


def fields(of: object) -> tuple[str, ...]:
    """The field names of a record or record class, in order."""
    names: tuple[str, ...] = of.__record_fields__  # type: ignore[attr-defined]
    return names


def replace(original: T, /, **changes: object) -> T:
    """A copy of a record with some fields changed. TypeError for a name that is no field."""
    values = {name: getattr(original, name) for name in fields(original)}
    return type(original)(**{**values, **changes})
