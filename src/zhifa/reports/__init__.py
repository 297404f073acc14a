"""报告: the office's own outline, with figures as fields; from it the web page, the official document and the PDF.

What comes in: outlines in Word, prose written in Word or on the page, a window of days. What goes out: a report in
which every figure is a door, in HTML, DOCX (GB/T 9704) and PDF, and a 定稿 that stays as it was. It refuses a
figure without definition, unit, window, denominator or evidence, and growth across changed definitions; a number
that somebody typed is underlined and listed.
"""
