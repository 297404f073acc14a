"""Complaints (投诉建议): what anyone tells the office about its pages and numbers, and what the office answers.

In come complaints, corrections of published records and suggestions, from strangers, without an account and without a name
in the ledger. Out goes a receipt number whose bearer reads the state and the answer, and nothing else. The district office
answers, closes, or hands to the responsible unit, whose head answers or gives it back. Refused are texts too short or too
long, an address of another site, too many in an hour, and whoever does not handle it.
"""
