"""履职记录: what was done, recorded once, and from there reused everywhere.

What comes in: a deed with its units, day, place, audience, typed counts each with its source, the law that it
cites, and confirmations level by level. What goes out: confirmed, closed deeds as figure sources, what each deed
served, and its page. It refuses counts without a source, units that do not fit, days in the future, changes
after closing without a reason, and confirmation by whoever recorded the deed.
"""
