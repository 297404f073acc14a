"""活动: lectures, studies, consultations, performances, livestreams, radio, micro-activities, what was handed out.

What comes in: an activity recorded once, on a phone if need be, with its speaker, programme and place. What goes
out: one deed for each, programmes with their rota of units, the register of 法治文化场所, and the figures of the year.
It refuses kinds that other mechanisms own and activities that have not happened yet.
"""
