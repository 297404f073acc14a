"""责任清单: who publicises which law, to whom, by when, with what proof; and the prompts (普法提示) where nothing was done.

What comes in: the office's call for a year, each unit's lines, the verdicts on them, the issued document. What goes out: the list as
it stood on any day, what each deed serves, how far each duty is proven, what a unit owes next. It refuses a line with an empty field
and a progress that somebody types.
"""
