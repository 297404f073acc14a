"""考试: exams held over a frozen roster on papers that `exams` drew.

What comes in: an exam's terms, its candidates, their answers one by one. What goes out: sealed papers, receipts, marks, results by
unit, certificates. It refuses an answer after its time, a second result for one attempt, and any look at keys or results before they
open.
"""
