"""Any sheet in (导入), and any list out.

Comes in: the files that offices really have (.xlsx .xls .xlsm .xlsb .ods .csv, tables in .docx) with titles,
merged heads, sections, totals and dates in every shape. Goes out: rows for whatever a mechanism above offers as
an `ImportTarget`, after the columns were mapped once and every doubt was asked; and lists as CSV or XLSX, streamed.
Refuses: broken, locked, bloated and unknown files, each with its mend; the same file twice; half a file
unless the user chose so. It owns no fact of the domain.
"""
