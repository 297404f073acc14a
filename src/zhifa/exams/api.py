"""The door of exams. Sittings take a frozen paper by `paper_documents(draw, number, seed)`: what a candidate reads and, apart from it, the
key."""

from zhifa.exams.models import Draw, Paper
from zhifa.exams.rules.assembly import Line
from zhifa.exams.rules.questions import Question
from zhifa.exams.selectors.papers import paper_documents
from zhifa.exams.services import ItemDraft, load_items
from zhifa.exams.services.papers import BlueprintDraft, draw_papers, keep_blueprint
from zhifa.exams.terms import Kind, PostClass

__all__ = [
    "BlueprintDraft", "Draw", "ItemDraft", "Kind", "Line", "Paper", "PostClass", "Question", "draw_papers", "keep_blueprint",
    "load_items", "paper_documents",
]  # fmt: skip
