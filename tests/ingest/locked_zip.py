"""A ZIP under a password (the format's first kind of lock, which every archiver opens), made by hand: nothing in the
standard library writes one.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

_KEYS = 0x12345678, 0x23456789, 0x34567890


class _Cipher:
    """The stream cipher of the format (PKWARE's APPNOTE, 6.1)."""

    def __init__(self, password: bytes) -> None:
        self._first, self._second, self._third = _KEYS
        for byte in password:
            self._turn(byte)

    def encrypt(self, data: bytes) -> bytes:
        done = bytearray()
        for byte in data:
            done.append(byte ^ self._pad())
            self._turn(byte)
        return bytes(done)

    def _pad(self) -> int:
        value = (self._third & 0xFFFF) | 2
        return ((value * (value ^ 1)) >> 8) & 0xFF

    def _turn(self, byte: int) -> None:
        self._first = _crc(byte, self._first)
        self._second = (self._second + (self._first & 0xFF)) & 0xFFFFFFFF
        self._second = (self._second * 134775813 + 1) & 0xFFFFFFFF
        self._third = _crc(self._second >> 24, self._third)


def _crc(byte: int, before: int) -> int:
    """One step of CRC-32 without its usual complement at either end."""
    return zlib.crc32(bytes([byte]), before ^ 0xFFFFFFFF) ^ 0xFFFFFFFF


def locked_zip(members: Mapping[str, bytes], password: bytes) -> bytes:
    """The members, stored, each under the password."""
    data, directory = b"", b""
    for name, content in members.items():
        check, raw = zlib.crc32(content), name.encode()
        locked = _Cipher(password).encrypt(bytes(11) + bytes([check >> 24]) + content)
        entry = struct.pack("<HHHHHIIIHH", 20, 0x801, 0, 0, 0x21, check, len(locked), len(content), len(raw), 0)
        directory += b"PK\x01\x02\x14\x00" + entry + struct.pack("<HHHII", 0, 0, 0, 0, len(data)) + raw
        data += b"PK\x03\x04" + entry + raw + locked
    count = len(members)
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(data), 0)
    return data + directory + b"PK\x05\x06" + end
