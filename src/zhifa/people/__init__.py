"""Who and where (主体): the district, its areas and populations, units, posts, people, rosters.

Comes in: areas, populations, units and people, one by one or by the sheet. Goes out: the Actor of an
account on a day, and the named, dated bodies that every record points at. Refuses: overlapping validity, a
population without basis, date and source, rights beyond a post's term, and identity numbers altogether.
"""
