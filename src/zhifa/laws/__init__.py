"""The law library (法规库): instruments, their dated versions, their provisions.

In come the packaged statutes with all their articles, and party regulations and policy documents by title and
dates. Out goes the law as it stood on a day, article by article, to be read by anyone and cited by everything
that the district does (`article@version`). Refused are a source whose data has another shape than the loader
knows, other words under a key that is held already, and a citation that cannot be read or found. A text that is
not held for a day is said to be so; it is never replaced by the text of another day.
"""
