"""A page of Arabic and French with both sets of digits, typeset, and what befalls pages on their way through a scanner."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw

from ingest.placement import Box
from tests.ingest.conftest import typeset

LINES = (
    "قرر المجلس الجماعي الموافقة على مشروع الاتفاقية",
    "اجتمع أعضاء المكتب بمقر الجماعة يوم الخميس",
    "المصادقة على ميزانية السنة المالية ٢٠٢٤",
    "تخصيص مبلغ ٣٥٧٠٠ درهم لتوسيع شبكة الماء",
    "صوت بالموافقة 19 عضوا من أصل 26",
)
FRENCH_LINE = "Le conseil communal approuve la convention n° 4318"

Damage = Callable[[Image.Image], Image.Image]


@cache
def page() -> Image.Image:
    """The page in grey, at 300 dpi."""
    lines = "\n\n".join(f'#text(lang: "ar", dir: rtl)[{line}]' for line in LINES)
    markup = f"#set page(height: 100mm)\n{lines}\n\n{FRENCH_LINE}\n"
    return Image.open(BytesIO(typeset(markup, "png", "Noto Naskh Arabic"))).convert("L")


def words() -> set[str]:
    """Every word on the page."""
    return {word for line in (*LINES, FRENCH_LINE) for word in line.split()}


def skewed(image: Image.Image) -> Image.Image:
    """Laid on the glass askew."""
    return image.rotate(6, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def pale(image: Image.Image) -> Image.Image:
    """Printed with an empty cartridge: grey on grey."""
    return image.point(lambda tone: 190 + tone // 10)


def bordered(image: Image.Image) -> Image.Image:
    """The lid was open: black around the sheet."""
    whole = Image.new("L", (image.width + 200, image.height + 160), 15)
    whole.paste(image, (100, 80))
    return whole


def bled_through(image: Image.Image) -> Image.Image:
    """Thin paper: the other side shows, mirrored and pale."""
    back = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT).point(lambda tone: 200 + tone * 55 // 255)
    return ImageChops.darker(image, ImageChops.offset(back, 40, 37))


def speckled(share: float, size: int = 1) -> Damage:
    """A bad fax: so much of the page is dots, black and white, of `size` pixels."""

    def damage(image: Image.Image) -> Image.Image:
        chance, dotted = random.Random(size), image.copy()
        for _ in range(int(share * image.width * image.height / size**2)):
            x, y = chance.randrange(image.width - size), chance.randrange(image.height - size)
            dotted.paste(chance.choice((0, 255)), (x, y, x + size, y + size))
        return dotted

    return damage


def half_dark(image: Image.Image) -> Image.Image:
    """A heading printed in white on a dark box, and a shadow of the binding."""
    shaded = image.copy()
    box = (0, 0, image.width, image.height // 4)
    shaded.paste(ImageChops.invert(image.crop(box)).point(lambda tone: 40 + tone * 200 // 255), box)
    return shaded


def turned(degrees: int) -> Damage:
    """Fed in sideways or upside down: turned clockwise."""
    return lambda image: image.rotate(-degrees, expand=True)


def moved(box: Box, damage: Damage) -> Box:
    """Where a part of the page, given in shares of it, lies after a damage that turns it."""
    width, height = page().size
    blank = Image.new("L", page().size, 255)
    ImageDraw.Draw(blank).rectangle((box[0] * width, box[1] * height, box[2] * width, box[3] * height), fill=0)
    damaged = damage(blank)
    bounds = ImageChops.invert(damaged).point(lambda tone: 255 * (tone > 128)).getbbox()
    assert bounds
    return tuple(side / damaged.size[axis % 2] for axis, side in enumerate(bounds))  # type: ignore[return-value]


def overlap(one: Box, other: Box) -> float:
    """What two boxes share, of what they cover together."""
    width = max(0.0, min(one[2], other[2]) - max(one[0], other[0]))
    height = max(0.0, min(one[3], other[3]) - max(one[1], other[1]))
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return width * height / (sum(areas) - width * height)
