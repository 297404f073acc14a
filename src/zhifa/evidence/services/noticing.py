"""Noticing that a photograph was used before."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from django.db import connection, transaction
from PIL import Image, UnidentifiedImageError

from zhifa.evidence.errors import StoreUnavailable
from zhifa.evidence.models import Evidence, Likeness, PhotoHash, PhotoSketch
from zhifa.evidence.rules.likeness import TRIED, WORTH_A_LOOK, PhotoMarks, Sketch, Way, is_confirmed
from zhifa.evidence.services.storing import opened

ASKED_ABOUT = 5  # earlier photographs at most
LOOKED_AT = 20
_NEAR = """
    WITH probes AS (
        SELECT probe, place - 1 AS view FROM unnest(%s::bigint[]) WITH ORDINALITY AS given (probe, place)
    ), pairs AS (
        SELECT evidence_id, old.view AS old_view, probes.view AS new_view, old.bits # probe AS differing
        FROM evidence_photohash old JOIN probes ON probes.view = old.view
        UNION ALL
        SELECT evidence_id, old.view, probes.view, old.bits # probe
        FROM evidence_photohash old JOIN probes ON old.view = 0 AND probes.view > 0
        UNION ALL
        SELECT evidence_id, old.view, probes.view, old.bits # probe
        FROM evidence_photohash old JOIN probes ON old.view > 0 AND probes.view = 0
    )
    SELECT evidence_id, old_view, new_view, bit_count(differing::bit(64))::int AS distance FROM pairs
    WHERE evidence_id <> %s AND bit_count(differing::bit(64)) <= %s
    ORDER BY distance, evidence_id, old_view, new_view LIMIT 400
"""


@dataclass(frozen=True)
class LookAlike:
    """An earlier photograph that looks like the new one, and in how many of 64 bits their nearest views differ."""

    evidence_id: int
    distance: int


def noticed(evidence: Evidence, marks: PhotoMarks) -> tuple[LookAlike, ...]:
    """Keep the marks of a new photograph and the questions about earlier ones that show the same."""
    keep_marks(evidence, marks)
    found = _alike(evidence.pk, marks)
    Likeness.objects.bulk_create(
        Likeness(evidence=evidence, earlier_id=one.evidence_id, distance=one.distance) for one in found
    )
    return found


def keep_marks(evidence: Evidence, marks: PhotoMarks) -> None:
    """Hashes and sketch of a photograph, in place of those that stood."""
    PhotoHash.objects.filter(evidence=evidence).delete()
    PhotoHash.objects.bulk_create(
        PhotoHash(evidence=evidence, view=view, bits=bits) for view, bits in enumerate(marks.hashes)
    )
    sketch = marks.sketch
    PhotoSketch.objects.update_or_create(
        evidence=evidence,
        defaults={"width": sketch.width, "height": sketch.height, "greys": sketch.greys},
    )


def mark_earlier(limit: int = 500) -> int:
    """Give marks to photographs that came in before there were any; answers how many. Asks nothing about them."""
    bare = Evidence.objects.filter(media_type__startswith="image/", photo_sketch=None).order_by("pk")
    done = 0
    for evidence in bare[:limit]:
        try:
            with opened(evidence) as file:
                picture = Image.open(BytesIO(file.read()))
                picture.load()
        except (StoreUnavailable, UnidentifiedImageError, OSError):
            continue
        with transaction.atomic():
            keep_marks(evidence, PhotoMarks.of(picture))
        done += 1
    return done


def _alike(evidence_id: int, marks: PhotoMarks) -> tuple[LookAlike, ...]:
    """The nearest candidates by their hashes, those that the greys confirm."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, [list(marks.hashes), evidence_id, WORTH_A_LOOK])
        near = cursor.fetchall()
    ways: dict[int, list[Way]] = {}
    for earlier, old_view, new_view, distance in near:
        if earlier in ways or len(ways) < LOOKED_AT:
            ways.setdefault(earlier, []).append((distance, old_view, new_view))
    sketches = {
        row.evidence_id: Sketch(row.width, row.height, bytes(row.greys))
        for row in PhotoSketch.objects.filter(evidence_id__in=ways)
    }
    found = []
    for earlier, several in ways.items():
        old = sketches.get(earlier)
        if old is not None and is_confirmed(marks.sketch, old, several[:TRIED]):
            found.append(LookAlike(earlier, several[0][0]))
    return tuple(found[:ASKED_ABOUT])
