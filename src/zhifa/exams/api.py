"""The door of exams."""

from zhifa.exams.rules.questions import Question
from zhifa.exams.services import ItemDraft, load_items
from zhifa.exams.terms import Kind, PostClass

__all__ = ["ItemDraft", "Kind", "PostClass", "Question", "load_items"]
