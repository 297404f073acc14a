"""考法: what is asked in an exam, and the papers drawn from it.

What comes in: questions written on a form or brought in from sheets, Word banks, GIFT, Aiken and Moodle XML, each citing the articles
on which it rests, read by a second person, in versions that take effect at 00:00 of a day; blueprints that say how many of what.
What goes out: papers of equal difficulty, frozen with the versions that they hold; a candidate's document without keys and, apart
from it, its key. It refuses a question whose law has changed, one of repealed law, and a bank too poor for what a blueprint asks.
"""
