"""Reused photographs: how many changed copies are known again, and how often two different ones are taken for one (F67).

On 120 drawn scenes, and on the photographs of the folder `ZHIFA_BENCH_PHOTOS` where one is named. The time of one look beside
that of decoding the photograph. Nothing here needs a database.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageOps

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhifa.config.settings")
    sys.path.insert(0, "src")

SCENES, CHANGED = 120, 60
AIMS = {"recall": 0.95, "false_alarms": 0.001}


def again(picture: Image.Image, quality: int = 85) -> Image.Image:
    """Saved as JPEG and read again."""
    out = BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=quality)
    return Image.open(BytesIO(out.getvalue())).convert("RGB")


def cut(picture: Image.Image, chance: random.Random, wide: float, high: float) -> Image.Image:
    """A cut-out of that share of the sides, wherever it falls."""
    width, height = int(picture.width * wide), int(picture.height * high)
    left, top = chance.randint(0, picture.width - width), chance.randint(0, picture.height - height)
    return again(picture.crop((left, top, left + width, top + height)))


def boxed(picture: Image.Image) -> Image.Image:
    """A white box over two fifths of the lower edge."""
    marked, (width, height) = picture.copy(), picture.size
    ImageDraw.Draw(marked).rectangle(
        (width * 0.03, height * 0.87, width * 0.42, height * 0.96), fill=(250, 250, 250)
    )
    return again(marked)


def striped(picture: Image.Image) -> Image.Image:
    """Five pale lines of writing over the whole."""
    over = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    draw, (width, height) = ImageDraw.Draw(over), picture.size
    for line in range(5):
        top = height * (0.15 + 0.16 * line)
        draw.rectangle((width * 0.1, top, width * 0.9, top + height * 0.03), fill=(255, 255, 255, 110))
    return again(Image.alpha_composite(picture.convert("RGBA"), over))


CHANGES: dict[str, Any] = {
    "saved again at quality 50": lambda picture, _chance: again(picture, 50),
    "half as large": lambda picture, _chance: again(
        picture.resize((picture.width // 2, picture.height // 2))
    ),
    "a white box over the lower edge": lambda picture, _chance: boxed(picture),
    "pale writing over the whole": lambda picture, _chance: striped(picture),
    "cropped to 90 % of its sides": lambda picture, chance: cut(picture, chance, 0.9, 0.9),
    "cropped to 80 % of its sides": lambda picture, chance: cut(picture, chance, 0.8, 0.8),
    "10 to 20 % cut off one side": lambda picture, chance: cut(picture, chance, 1, chance.uniform(0.8, 0.9)),
    "made square": lambda picture, chance: cut(picture, chance, 0.75, 1),
}


def measured(pictures: list[Image.Image], changed: int) -> dict[str, Any]:
    """Recall by change, false alarms among all pairs, milliseconds."""
    from zhifa.evidence.rules.likeness import PhotoMarks, alike

    began = time.perf_counter()
    marks = [PhotoMarks.of(picture) for picture in pictures]
    marking = (time.perf_counter() - began) / len(pictures)
    recall = {}
    for name, change in CHANGES.items():
        known = [
            alike(marks[place], PhotoMarks.of(change(picture, random.Random(place)))) is not None
            for place, picture in enumerate(pictures[:changed])
        ]
        recall[name] = round(sum(known) / len(known), 3)
    pairs = [(one, other) for place, one in enumerate(marks) for other in marks[:place]]
    alarms = sum(alike(*pair) is not None for pair in pairs)
    return {
        "photographs": len(pictures), "changed": min(changed, len(pictures)), "recall": recall, "pairs": len(pairs),
        "false_alarms": alarms, "marking_ms": round(marking * 1000, 1),
    }  # fmt: skip


def main() -> None:
    """Measure and print."""
    from zhifa.evidence.tests.files import scene

    told: dict[str, Any] = {
        "aims": AIMS,
        "drawn": measured([scene(seed) for seed in range(SCENES)], CHANGED),
    }
    folder = os.environ.get("ZHIFA_BENCH_PHOTOS")
    if folder:
        found = []
        for path in sorted(Path(folder).iterdir()):
            with Image.open(path) as source:
                picture = ImageOps.exif_transpose(source).convert("RGB")
            picture.thumbnail((1200, 1200))
            found.append(picture)
        told["photographs"] = measured(found, len(found))
    print(json.dumps(told, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
