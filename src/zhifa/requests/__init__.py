"""Requests for data (填报): what an office asks of units, field by field, and what the asking costs them.

In comes a form: whom it asks, about which period, and each field with what it is about, the fact, its unit and its grain. What the
system holds already is offered instead of being asked; what another form asks of the same units for the same days stands beside
the field as a question, with the rule that saw it. Out go answers, a field's values by unit, and the minutes that were asked of each
unit and month, an estimate that says so. Refused are forms with an open question, fields that a rule on apps and forms bars,
and changes once a form is out.
"""
