"""以案释法: the library of cases that explain the law.

What comes in: cases written on a form or brought in from Markdown and Word, with what was cited of the law in force on the day
of the decision. What goes out: a reading page, a talk and a radio version, cases under a provision. The original lies encrypted
apart; what others read was made anonymous span by span by a person, and read by a second one. It refuses minors' crimes,
custody matters, unsettled cases and secrets, and publishes through the one gate only.
"""
