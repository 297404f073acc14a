"""经费: the money of law publicity by year and source: budget, released, promised, spent, with a voucher behind each.

What comes in: years with their budget items, postings that are never edited, files behind them, a standard per head. What goes out:
what is left, the same money under every named and dated population, growth on one definition with its rival beside it, figures.
It refuses to promise or spend what is not there, also when two ask at once; anything but a correction once a year is closed; and to mix
publicity money with subsidies of legal aid or bought lawyers' services.
"""
