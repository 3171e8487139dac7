"""What cleaning is measured by: one module a part, every cleaner through one interface.

A part takes cleaners by name and reads every text once for all of them, so that what a network
says of a text can be kept for the next threshold. Each has ``measure`` (figures as a value) and
``report`` (the rows of a table). ``judge.py`` prints them.
"""
