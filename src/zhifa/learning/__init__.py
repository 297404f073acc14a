"""学法: training classes, who came to them, and what outside exams said of the staff.

What comes in: a class with its sessions, sign-ups by units and persons, sign-in sheets and check-ins from phones, results of
platforms. What goes out: one deed a class, attendances (人次) beside different people (人), who has not been, rates with their
frozen denominators. It refuses more people than there are places, feedback from who was not there, and any count of study time.
"""
