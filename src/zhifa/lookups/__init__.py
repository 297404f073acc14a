"""The access log (查阅记录): who looked at what personal or restricted matter, and when.

Comes in: one row at the moment of looking, written by the mechanism that shows the matter, before it is shown. Goes out:
a search for the auditor alone, which is itself a look, and one ledger entry a day that commits to the day's rows. Refuses:
change, erasure before the keeping time is over, everybody else, and to show what it cannot note. It knows who asks and
what about by opaque keys; what they are called is asked of their owners when the log is read.
"""
