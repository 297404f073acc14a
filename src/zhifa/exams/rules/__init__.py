"""The rules of exams: pure."""
