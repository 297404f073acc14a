"""Evidence (佐证): files that speak for what was done.

In come files of any kind (a notice, an agenda, a sign-in sheet, the other side's confirmation, a photograph;
none is compulsory) with the thing that they speak for. Out go the same files to whoever may see one of those
things, and the kinds of evidence that stand behind a figure. A file is kept once, however many things it
serves. Refused are files that are too large, of a type that is not on the list, damaged, locked with a
password, or marked as a state secret. Photographs are kept without their place and device data.
"""
