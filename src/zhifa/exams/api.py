"""The door of exams. Sittings take a frozen paper by `paper_documents(draw, number, seed)`: what a candidate reads and, apart from it, the
key; marks follow the same order by `papers_questions` and `laid_out`, and what was observed goes back by `note_observed`."""

from zhifa.exams.models import Draw, Item, ItemVersion, Paper
from zhifa.exams.rules.assembly import Line
from zhifa.exams.rules.papers import Asked, laid_out
from zhifa.exams.rules.questions import Flaw, Question, answered_right, fills, flaws_of, key_from
from zhifa.exams.selectors import abouts, practice, usable
from zhifa.exams.selectors.papers import (
    paper_documents,
    papers_questions,
    statutes_of,
    version_laws,
    version_questions,
)
from zhifa.exams.services import ItemDraft, load_items
from zhifa.exams.services.blueprints import BlueprintDraft, keep_blueprint
from zhifa.exams.services.observing import Observed, note_observed
from zhifa.exams.services.papers import draw_papers
from zhifa.exams.terms import CHOICE, LETTERS, Kind, Pool

__all__ = [
    "CHOICE", "LETTERS", "Asked", "BlueprintDraft", "Draw", "Flaw", "Item", "ItemDraft", "ItemVersion", "Kind", "Line", "Observed",
    "Paper", "Pool", "Question", "abouts", "answered_right", "draw_papers", "fills", "flaws_of", "keep_blueprint",
    "key_from", "laid_out", "load_items", "note_observed", "paper_documents", "papers_questions", "practice", "statutes_of", "usable",
    "version_laws", "version_questions",
]  # fmt: skip
