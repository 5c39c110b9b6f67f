"""Documents as HTML, plain text and Markdown, in UTF-8."""

from __future__ import annotations

from demo.drafting import Draft, render_marked


def html(draft: Draft) -> bytes:
    """A page that needs nothing else."""
    return render_marked("document.html", draft).encode()


def text(draft: Draft) -> bytes:
    """Plain text, a block a paragraph."""
    return render_marked("document.txt", draft).encode()


def markdown(draft: Draft) -> bytes:
    """Markdown."""
    return render_marked("document.md", draft).encode()
