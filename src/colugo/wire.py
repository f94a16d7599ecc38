"""Messages of gRPC as plain facts, as the REST service has them, and back. Knows no message.

An enum is its name in small letters, an absent optional field is None.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

M = TypeVar("M", bound=Message)


def message_of(kind: type[M], facts: Mapping[str, Any]) -> M:
    """A message with what `facts` say of its fields; what it has no field for is left out."""
    message = kind()
    for field in kind.DESCRIPTOR.fields:
        value = facts.get(field.name)
        if value is None:
            continue
        if field.is_repeated:
            _extend(getattr(message, field.name), field, value)
        elif field.type == FieldDescriptor.TYPE_MESSAGE:
            inner = getattr(message, field.name)
            inner.CopyFrom(message_of(type(inner), value))
        else:
            setattr(message, field.name, _sent(field, value))
    return message


def facts_of(message: Message) -> dict[str, Any]:
    """The fields of a message by their names."""
    return {field.name: _fact(message, field) for field in message.DESCRIPTOR.fields}


def _extend(repeated: Any, field: Any, values: Any) -> None:
    if field.type != FieldDescriptor.TYPE_MESSAGE:
        repeated.extend(_sent(field, value) for value in values)
        return
    for value in values:
        inner = repeated.add()
        inner.CopyFrom(message_of(type(inner), value))


def _sent(field: Any, value: Any) -> Any:
    if field.enum_type is not None:
        return field.enum_type.values_by_name[value.upper()].number
    return value


def _fact(message: Message, field: Any) -> Any:
    value = getattr(message, field.name)
    if field.is_repeated:
        return [_got(field, each) for each in value]
    if field.has_presence and not message.HasField(field.name):
        return None
    return _got(field, value)


def _got(field: Any, value: Any) -> Any:
    if field.type == FieldDescriptor.TYPE_MESSAGE:
        return facts_of(value)
    if field.enum_type is not None:
        return field.enum_type.values_by_number[value].name.lower()
    return value
