"""What all front doors to an archive's records are made of."""

from __future__ import annotations

from sqlalchemy import Engine


class Transactions:
    """Opens transactions of one archive: by `reading` those that see a snapshot, by `writing` those that take turns."""

    def __init__(self, reading: Engine, writing: Engine) -> None:
        self._reading = reading
        self._writing = writing
