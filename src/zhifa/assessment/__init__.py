"""考核: how far a five-year plan was carried out, by an indicator tree that is data: mid-term and final evaluation; and the lists of
what leaders of each type are to do for the rule of law, on which their reports (述法) will rest.

What comes in: schemes (lines with weight and rule, versions that stand once they are used), what people judge or what an outside survey
found, a second person's checked scores. What goes out: self-scores computed from figures, each with its records and their evidence; totals
by stated arithmetic; a paper; what goes to the public through the gate. It refuses figures that no assessment may score, a
judgement without its reason, a survey without source and day, a check by whoever wrote the self-score, and any change once concluded.
"""
