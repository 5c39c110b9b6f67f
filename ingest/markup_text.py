"""Text put together from marked-up paragraphs, tables and page breaks, whatever the markup."""

from __future__ import annotations

import re

from ingest.markup_pages import PAGE_BREAK

_SPACES = re.compile(r"[ \t\xa0]+")
_CELL_SPACE = re.compile(r"\s+")
_MANY_LINES = re.compile(r"\n{3,}")


class MarkupText:
    """Collects text as a document is walked through: paragraphs are lines, a table's rows are lines with tabs between
    cells. Calls for the starts and ends of elements must nest as the elements do.
    """

    def __init__(self) -> None:
        self._done: list[str] = []
        self._paragraph: list[str] = []
        self._cells: list[list[str]] = []
        self._hidden = 0

    @property
    def open_rows(self) -> int:
        """How many rows have begun and not ended."""
        return len(self._cells)

    def text(self) -> str:
        """All there was, with form feeds where pages end."""
        self.end_paragraph()
        whole = "".join(self._done)
        return _MANY_LINES.sub("\n\n", whole).strip(" \n")

    def add(self, text: str) -> None:
        """Text of the present paragraph."""
        if not self._hidden:
            self._paragraph.append(text)

    def end_paragraph(self) -> None:
        """The present paragraph ends, if there is one."""
        line = "\n".join(_SPACES.sub(" ", part).strip() for part in "".join(self._paragraph).split("\n"))
        self._paragraph = []
        if line.strip():
            self._put(line + "\n")

    def break_page(self) -> None:
        """What follows stands on a new page; inside a table the row is finished first."""
        if self._hidden:
            return
        self.end_paragraph()
        if not self._cells:
            self._done.append(PAGE_BREAK)

    def reach_page(self) -> None:
        """What follows stands on a new page, which may have begun already: nothing happens right after a break."""
        self.end_paragraph()
        if self._done and self._done[-1] != PAGE_BREAK:
            self.break_page()

    def start_row(self) -> None:
        """A table's row begins."""
        self.end_paragraph()
        self._cells.append([""])

    def end_cell(self) -> None:
        """A cell of the present row ends."""
        self.end_paragraph()
        if self._cells:
            self._cells[-1].append("")

    def end_row(self) -> None:
        """The present row ends."""
        self.end_paragraph()
        if self._cells:
            cells = [_CELL_SPACE.sub(" ", cell).strip() for cell in self._cells.pop()]
            if any(cells):
                self._put("\t".join(filter(None, cells)) + "\n")

    def hide(self) -> None:
        """What follows is not shown, until `show` was called as often as this."""
        self._hidden += 1

    def show(self) -> None:
        """The end of what `hide` began."""
        self._hidden -= 1

    def _put(self, text: str) -> None:
        if self._cells:
            self._cells[-1][-1] += text
        else:
            self._done.append(text)
