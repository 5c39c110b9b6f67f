"""Messages of mail taken apart, also those whose headers are not what the standards ask for.

The package `email` is used in its old, forgiving way: its newer one parses every header and fails on what it can't.
Runs only inside a child of `ingest.sandbox`.
"""

from __future__ import annotations

import email
import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.header import decode_header
from email.message import Message

from domain.failures import Failure, RefusedFileError
from ingest.capabilities import ContainedFile
from ingest.html_text import html_text
from ingest.text_decoding import decode

_SHOWN = ("Subject", "From", "To", "Cc", "Date")
_NESTED = "message/rfc822"
_BODY_TYPES = ("text/plain", "text/html")
_NAME_LENGTH = 100


def parse(data: bytes) -> Message:
    """The message. Raises RefusedFileError(BROKEN)."""
    with _refusing():
        return email.message_from_bytes(data, policy=policy.compat32)


def head(message: Message) -> str:
    """The headers a reader sees, a line each, the subject first and without its name: it is the title."""
    with _refusing():
        found = [(name, text) for name in _SHOWN if (text := _header(message, name))]
    return "\n".join(text if name == "Subject" else f"{name}: {text}" for name, text in found)


def body(message: Message) -> str:
    """The text a reader sees, from the plain form of it or the HTML one."""
    with _refusing():
        return _body(message).strip()


def attachments(message: Message) -> Iterator[ContainedFile]:
    """The files attached, in order; of a message among them only itself, not what is attached to it in turn."""
    with _refusing():
        for part in _leaves(message):
            if _is_attached(part):
                yield ContainedFile(_name(part), _content(part))


@contextmanager
def _refusing() -> Iterator[None]:
    """Whatever `email` makes of a damaged message becomes a refusal."""
    try:
        yield
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        raise RefusedFileError(Failure.BROKEN, repr(error)) from error


def _leaves(part: Message) -> Iterator[Message]:
    """Parts without parts; a message in the message counts as one, and what HTML shows of its own does not count."""
    kind = part.get_content_type()
    if kind == _NESTED or not part.is_multipart():
        yield part
        return
    for one in part.get_payload():
        if isinstance(one, Message) and not (kind == "multipart/related" and one.get("Content-ID")):
            yield from _leaves(one)


def _body(part: Message) -> str:
    kind = part.get_content_type()
    if kind == _NESTED or _is_attached(part):
        return ""
    if not part.is_multipart():
        return _text(part) if kind in _BODY_TYPES else ""
    texts = [_body(one) for one in part.get_payload() if isinstance(one, Message)]
    if kind == "multipart/alternative":
        return next(filter(str.strip, texts), "")
    return "\n\n".join(filter(str.strip, texts))


def _text(part: Message) -> str:
    data = _bytes(part)
    if part.get_content_type() == "text/html":
        return html_text(data, part.get_content_charset())
    return decode(data, part.get_content_charset())


def _is_attached(part: Message) -> bool:
    """Whether a part is a file of its own and not the text."""
    if part.get_content_type() == _NESTED:
        return True
    named = part.get_content_disposition() == "attachment" or part.get_filename()
    return bool(named) and not part.is_multipart()


def _name(part: Message) -> str:
    """The name a file was attached under, else one made of a message's subject or of the type."""
    if given := part.get_filename():
        return _decoded(given)
    kind = part.get_content_type()
    if kind == _NESTED:
        return f"{_header(_nested(part), 'Subject')[:_NAME_LENGTH].strip() or 'message'}.eml"
    return f"attachment{mimetypes.guess_extension(kind) or '.bin'}"


def _content(part: Message) -> bytes:
    return _nested(part).as_bytes() if part.get_content_type() == _NESTED else _bytes(part)


def _nested(part: Message) -> Message:
    found = part.get_payload()
    return found[0] if isinstance(found, list) and found and isinstance(found[0], Message) else Message()


def _bytes(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _header(message: Message, name: str) -> str:
    """A header's text; not by `get`, which drops the bytes of headers that name no encoding."""
    found = (value for key, value in message.raw_items() if key.lower() == name.lower())
    return _decoded(next(found, ""))


def _decoded(value: object) -> str:
    """A header's text: its encoded words decoded, bytes that name no encoding read as what they most likely are."""
    pieces = decode_header(str(value)) if "=?" in str(value) else [(str(value), None)]
    return " ".join("".join(_piece(*piece) for piece in pieces).split())


def _piece(text: str | bytes, charset: str | None) -> str:
    data = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
    return decode(data, charset)
