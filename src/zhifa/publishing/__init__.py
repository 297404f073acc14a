"""Publishing (公开): the one gate through which anything reaches strangers.

In come things that other mechanisms offer as publishable: one, or a list of one kind. Three different persons review them,
none of them the author; then somebody decides the openness and signs that no secret stands in them; then they are published,
and may be withdrawn with a reason. Every step is a signed act. Out goes one question that every public face asks: is this
public? Refused are a text with a classification mark, a phrase of the office's list without a reason, a text that changed
while it was reviewed, and whoever already had a hand in it.
"""
