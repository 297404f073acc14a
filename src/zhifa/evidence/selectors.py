"""Questions asked of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zhifa.evidence.access import may_read_by
from zhifa.evidence.models import Attachment, Evidence, Likeness
from zhifa.evidence.terms import MEDIA_TYPES, OPEN_KINDS, EvidenceKind, LikenessAnswer, MarkCheck
from zhifa.kernel.actor import Actor
from zhifa.kernel.errors import NotFound
from zhifa.ledger.api import Subject


@dataclass(frozen=True)
class EvidenceView:
    """A file as a page about one of its things shows it. `size` is in bytes, `also_serves` other things."""

    id: int
    title: str
    kind: str
    kind_words: str
    media_type: str
    media_words: str
    is_image: bool
    size: int
    sha256: str
    uploaded_at: datetime
    mark_check: str
    mark_words: str
    also_serves: int
    open_questions: int

    @property
    def file_name(self) -> str:
        """The title with the ending of its kind of file."""
        ending = f".{MEDIA_TYPES[self.media_type].ending}"
        return self.title if self.title.lower().endswith(ending) else f"{self.title}{ending}"

    @property
    def url(self) -> str:
        """Where the file is fetched; its guard is asked there."""
        return reverse("evidence_file", args=[self.id])

    @property
    def picture_url(self) -> str:
        """Where a reduced picture of a photograph is shown from; empty for what is no picture."""
        return reverse("evidence_picture", args=[self.id]) if self.is_image else ""

    @property
    def about_url(self) -> str:
        """The page about the file."""
        return reverse("evidence_about", args=[self.id])


def evidence_of(subjects: Iterable[Subject]) -> dict[Subject, list[EvidenceView]]:
    """The files behind each thing, earliest first; a thing without any has an empty list. Two queries."""
    wanted = list(dict.fromkeys(subjects))
    found: dict[Subject, list[EvidenceView]] = {subject: [] for subject in wanted}
    rows = list(_live(wanted).select_related("evidence").order_by("attached_at", "pk"))
    uses = _uses({row.evidence_id for row in rows})
    for row in rows:
        found[Subject(row.subject_kind, row.subject_key)].append(
            _view(row.evidence, row.kind, *uses[row.evidence_id])
        )
    return found


def kinds_of(subjects: Iterable[Subject]) -> dict[Subject, tuple[str, ...]]:
    """The kinds of evidence behind each thing, in the order of `KINDS`. One query."""
    wanted = list(dict.fromkeys(subjects))
    order = list(EvidenceKind.values)
    kinds: dict[Subject, set[str]] = {subject: set() for subject in wanted}
    for kind, key, evidence_kind in _live(wanted).values_list("subject_kind", "subject_key", "kind"):
        kinds[Subject(kind, key)].add(evidence_kind)
    return {subject: tuple(sorted(found, key=order.index)) for subject, found in kinds.items()}


def kinds_among(subject_kind: str, keys: Sequence[str]) -> tuple[dict[str, int], int]:
    """How many of these things have evidence of each kind, and how many have any. Two queries, however many they are."""
    live = Attachment.objects.filter(subject_kind=subject_kind, subject_key__among=keys, detached_at=None)
    things = Count("subject_key", distinct=True)
    by_kind = dict(live.values("kind").annotate(things=things).values_list("kind", "things"))
    return by_kind, live.aggregate(things=things)["things"]


def spoken_for(subject_kind: str, key: str, kind: EvidenceKind) -> Exists:
    """For a query: whether a file of that kind speaks for the thing whose key the named field holds."""
    return Exists(
        Attachment.objects.filter(
            subject_kind=subject_kind, subject_key=OuterRef(key), kind=kind, detached_at=None
        )
    )


def readable_evidence(actor: Actor, evidence_id: int) -> Evidence:
    """The file, if the actor may see one of the things it speaks for; otherwise it does not exist."""
    evidence = Evidence.objects.filter(pk=evidence_id).first()
    if evidence is None or not may_read_by(actor, evidence.attachments.filter(detached_at=None)):
        raise NotFound(_("没有这份佐证"))
    return evidence


def may_show_persons(evidence: Evidence) -> bool:
    """Whether a look at the file is noted: unless it is a notice or an agenda wherever it is attached. One query."""
    if evidence.kind not in OPEN_KINDS:
        return True
    return evidence.attachments.filter(detached_at=None).exclude(kind__in=OPEN_KINDS).exists()


def view_of(evidence: Evidence) -> EvidenceView:
    """One file, as its own page shows it."""
    uses = _uses({evidence.pk})
    return _view(evidence, evidence.kind, *uses[evidence.pk])


def likenesses_of(actor: Actor, evidence: Evidence) -> list[tuple[Likeness, EvidenceView | None]]:
    """The questions about a photograph, each with the earlier one if the actor may see that too."""
    rows = evidence.likenesses.select_related("earlier").prefetch_related("earlier__attachments")
    answered = []
    for row in rows.order_by("distance", "pk"):
        live = [one for one in row.earlier.attachments.all() if one.detached_at is None]
        answered.append((row, view_of(row.earlier) if may_read_by(actor, live) else None))
    return answered


def open_questions(actor: Actor) -> list[Evidence]:
    """Photographs that the actor uploaded, that speak for something, and that nobody has said anything about yet. One query."""
    if actor.account_id is None:
        return []
    live = Attachment.objects.filter(evidence=OuterRef("pk"), detached_at=None)
    asked = Likeness.objects.filter(evidence=OuterRef("pk"), answer=LikenessAnswer.OPEN)
    mine = Evidence.objects.filter(Exists(live), Exists(asked), uploaded_by_id=actor.account_id)
    return list(mine.order_by("uploaded_at", "pk"))


def mean_uses() -> float:
    """How many things a file serves on average; 0 without files."""
    files = Attachment.objects.filter(detached_at=None).aggregate(
        uses=Count("pk"), files=Count("evidence", distinct=True)
    )
    return files["uses"] / files["files"] if files["files"] else 0.0


def _live(subjects: Sequence[Subject]) -> QuerySet[Attachment]:
    """The attachments that count, for the things asked about (one condition for each kind of thing)."""
    by_kind: dict[str, list[str]] = {}
    for subject in subjects:
        by_kind.setdefault(subject.kind, []).append(subject.key)
    wanted = Q(pk__in=[])
    for kind, keys in by_kind.items():
        wanted |= Q(subject_kind=kind, subject_key__among=keys)
    return Attachment.objects.filter(wanted, detached_at=None)


def _uses(evidence_ids: set[int]) -> dict[int, tuple[int, int]]:
    """For each file: how many things it serves, how many open questions it has. One query."""
    rows = Evidence.objects.filter(pk__in=evidence_ids).annotate(
        uses=Count("attachments", Q(attachments__detached_at=None), distinct=True),
        questions=Count("likenesses", Q(likenesses__answer=LikenessAnswer.OPEN), distinct=True),
    )
    return {pk: (uses, questions) for pk, uses, questions in rows.values_list("pk", "uses", "questions")}


def _view(evidence: Evidence, kind: str, uses: int, questions: int) -> EvidenceView:
    media = MEDIA_TYPES[evidence.media_type]
    return EvidenceView(
        id=evidence.pk,
        title=evidence.title,
        kind=kind,
        kind_words=str(EvidenceKind(kind).label),
        media_type=evidence.media_type,
        media_words=str(media.title),
        is_image=media.is_image,
        size=evidence.size,
        sha256=evidence.sha256,
        uploaded_at=evidence.uploaded_at,
        mark_check=evidence.mark_check,
        mark_words=str(MarkCheck(evidence.mark_check).label),
        also_serves=max(uses - 1, 0),
        open_questions=questions,
    )
