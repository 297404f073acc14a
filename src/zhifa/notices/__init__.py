"""Notices (待办与提醒): the one inbox, reminders before a date, messages by mail.

In come what waits for someone (`Awaiting` offers, asked each time and stored nowhere), reminders by rule
(`ReminderRule` offers, once a day) and notices written by acts. Out go one list of what to do, with the reason why it
is yours, and mails at once or once a day. Nothing is sent between nine in the evening and eight in the
morning, nothing is sent that does not also stand in the inbox, and a mail that cannot be sent loses nothing.
"""
