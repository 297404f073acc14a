"""Search (检索): one box over all that the mechanisms offer as searchable.

In come touches (“these things changed”), written in the transaction of the change. Out go rows that the asker
may see, best first, at latest two seconds later. The rows stand in PostgreSQL; a tantivy index beside them
makes the finding fast and can be thrown away and rebuilt at any time. Without it the database answers,
slower, and says so.
"""
