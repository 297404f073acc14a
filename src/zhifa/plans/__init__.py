"""规划: the five-year plan, its goals and yearly tasks, the campaigns that it carries, and honours.

What comes in: plans with their documents, goals, tasks measured by figures, campaigns with their matching rules,
honours with their years. What goes out: what each deed serves, progress computed from figures, honour streaks. It
refuses a task without a figure, and a progress that somebody types.
"""
