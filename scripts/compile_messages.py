"""Compiles the translation catalogues with polib, so that no gettext is needed to run."""

from pathlib import Path

import polib

for source in Path("src/zhifa/locale").glob("*/LC_MESSAGES/*.po"):
    polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
