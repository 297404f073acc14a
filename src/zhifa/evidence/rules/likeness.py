"""When two photographs show the same: hashes of many views find the candidates, the greys themselves decide.

A photograph that is used again comes cropped, saved again, or with a watermark over a corner. Cropped, its whole looks like a
cut-out of the earlier one (or the other way round); with a watermark, some cut-out that the mark does not touch looks like the same
cut-out of the earlier one. So each photograph has a 64-bit hash of its whole and of 35 cut-outs, and a pair is worth a look when
two of these differ in few bits. Hashes alone would ask too often; therefore the two are laid over each other as they would have to
lie, and compared in sixteen fields: the share of the fields that agree decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy
from PIL import Image

HASHED_SIDE = 256  # pixels of the reduced copy from which views are cut
SKETCH_SIDE = 96  # pixels of the longer side of a sketch
WORTH_A_LOOK = 16  # bits of 64 in which two views may differ
NEARLY_EQUAL = 8  # bits within which a likeness of the wholes needs less to confirm it
AGREEING = 0.6  # share of the fields that must agree
AGREEING_WHEN_NEARLY_EQUAL = 0.3
TRIED = 5  # ways, nearest first, in which two photographs are laid over each other
_SHARES = (1.0, 0.9, 0.8)
_STEP = 0.1
_GRID, _FIELDS = 32, 4
_FLAT = 24.0  # a field of 64 greys whose spread is smaller says nothing: sky, a wall
_FIELD_AGREES = 0.5  # correlation
_NUDGES = (-0.03, 0.0, 0.03)  # a cut-out is never cut exactly where a view is

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Sketch:
    """A photograph reduced to at most 96 by 96 greys, row by row."""

    width: int
    height: int
    greys: bytes

    def picture(self) -> Image.Image:
        """The greys as a picture."""
        return Image.frombytes("L", (self.width, self.height), self.greys)


def _views() -> Iterator[Box]:
    """The whole, then cut-outs of nine and eight tenths of either side or both, in steps of a tenth."""
    for wide, high in product(_SHARES, _SHARES):
        across, down = round((1 - wide) / _STEP) + 1, round((1 - high) / _STEP) + 1
        for column, row in product(range(across), range(down)):
            left = (1 - wide) * column / max(1, across - 1)
            top = (1 - high) * row / max(1, down - 1)
            yield (left, top, left + wide, top + high)


VIEWS: tuple[Box, ...] = tuple(_views())


def sketch_of(picture: Image.Image) -> Sketch:
    """The sketch of a photograph."""
    small = picture.convert("L")
    small.thumbnail((SKETCH_SIDE, SKETCH_SIDE))
    return Sketch(small.width, small.height, small.tobytes())


def hashes_of(picture: Image.Image) -> Iterator[int]:
    """The 64-bit DCT hash of every view, as signed numbers."""
    import imagehash  # brings scipy, 0.4 s that no process should wait for before its first photograph

    small = picture.convert("L")
    small.thumbnail((HASHED_SIDE, HASHED_SIDE))
    width, height = small.size
    for left, top, right, bottom in VIEWS:
        box = (round(left * width), round(top * height), round(right * width), round(bottom * height))
        bits = int(str(imagehash.phash(small.crop(box))), 16)
        yield bits - (1 << 64) if bits >> 63 else bits


@dataclass(frozen=True)
class PhotoMarks:
    """What is kept of a photograph so that it is known again."""

    hashes: tuple[int, ...]
    sketch: Sketch

    @classmethod
    def of(cls, picture: Image.Image) -> PhotoMarks:
        """The marks of a picture that stands upright."""
        return cls(tuple(hashes_of(picture)), sketch_of(picture))


def is_same(distance: int, agreement: float) -> bool:
    """Whether a pair is asked about: by the bits in which two views differ and the share of fields that agree."""
    return agreement >= (AGREEING_WHEN_NEARLY_EQUAL if distance <= NEARLY_EQUAL else AGREEING)


Way = tuple[int, int, int]  # bits that differ, view of the earlier one, view of the later one


def is_confirmed(later: Sketch, earlier: Sketch, ways: Sequence[Way]) -> bool:
    """Whether the two agree when laid over each other in one of the ways that their views suggest: whole over whole, the
    later one as a cut-out of the earlier, or the earlier as a cut-out of the later."""
    for distance, old_view, new_view in ways:
        if old_view == new_view:
            share = agreement(earlier, later, 0)
        elif new_view == 0:
            share = agreement(earlier, later, old_view)
        else:
            share = agreement(later, earlier, new_view)
        if is_same(distance, share):
            return True
    return False


def alike(earlier: PhotoMarks, later: PhotoMarks) -> int | None:
    """In how many bits the nearest views of two photographs differ when they show the same, else None."""
    ways = sorted(
        (way for way in _ways(earlier.hashes, later.hashes) if way[0] <= WORTH_A_LOOK), key=lambda way: way
    )
    return ways[0][0] if ways and is_confirmed(later.sketch, earlier.sketch, ways[:TRIED]) else None


def _ways(old: Sequence[int], new: Sequence[int]) -> Iterator[Way]:
    """Every pair of views that is compared, as the database does it too: the same view of both, or one of them whole."""
    for view in range(len(VIEWS)):
        yield (_differing(old[view], new[view]), view, view)
        if view:
            yield (_differing(old[0], new[view]), 0, view)
            yield (_differing(old[view], new[0]), view, 0)


def _differing(one: int, other: int) -> int:
    return ((one ^ other) & ((1 << 64) - 1)).bit_count()


def agreement(whole: Sketch, cut: Sketch, view: int) -> float:
    """The share of the fields in which a photograph agrees with that view of another, at the best of 27 small shifts."""
    left, top, right, bottom = VIEWS[view]
    picture, wanted = whole.picture(), _fields(cut.picture().resize((_GRID, _GRID)))
    best = 0.0
    for across, down, wider in product(_NUDGES, _NUDGES, _NUDGES):
        box = (
            max(0.0, left + across - wider) * whole.width,
            max(0.0, top + down - wider) * whole.height,
            min(1.0, right + across + wider) * whole.width,
            min(1.0, bottom + down + wider) * whole.height,
        )
        laid = picture.resize((_GRID, _GRID), Image.Resampling.BILINEAR, box=box)
        best = max(best, _share(_fields(laid), wanted))
    return best


_Fields = tuple["numpy.ndarray", "numpy.ndarray"]


def _fields(picture: Image.Image) -> _Fields:
    """Sixteen fields of 64 greys about their mean, and the spread of each."""
    greys = numpy.asarray(picture, dtype=numpy.float32)
    side = _GRID // _FIELDS
    rows = greys.reshape(_FIELDS, side, _FIELDS, side).swapaxes(1, 2).reshape(_FIELDS * _FIELDS, side * side)
    centred = rows - rows.mean(axis=1, keepdims=True)
    return centred, numpy.sqrt((centred * centred).sum(axis=1))


def _share(one: _Fields, other: _Fields) -> float:
    """The share of the fields that correlate, among those that say something in either; 0 when fewer than four do."""
    telling = (one[1] > _FLAT) | (other[1] > _FLAT)
    if telling.sum() < _FIELDS:
        return 0.0
    correlation = (one[0] * other[0]).sum(axis=1) / numpy.maximum(one[1] * other[1], 1e-6)
    return float((correlation[telling] > _FIELD_AGREES).mean())
