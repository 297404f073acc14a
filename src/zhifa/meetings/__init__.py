"""联席会议: a standing conference, its members, its meetings, its minutes, and what was decided until it is done.

What comes in: members by term, matters raised by units, papers, answers and attendance, decisions with a unit, a due day and a
proof rule. What goes out: one permanent page a meeting, minutes countersigned and issued, action items weighed by their rule on
the due day, figures. It refuses minutes that a unit present has not agreed to, a decision without an action item, and "done"
without proof: that returns to the agenda.
"""
