"""文件登记: the register of issued documents: number, issuer, day, from when to when each holds, what took its place.

What comes in: an entry at the moment at which another mechanism issues something, in the same transaction, and papers that were
issued elsewhere, entered by hand. What goes out: what was in force on a day, what replaced what, one place in which a number is found.
It refuses a number that the same issuer gave already in that year, and a successor that does not begin later.
"""
