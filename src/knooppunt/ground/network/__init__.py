"""Who the house knows: organisations, people, functions, and who holds which function from when until when.

An *organisation* acts within its own powers; a *function* (``functie``) is a place in it; an *appointment* lets a
person hold a function for a time. A person acts for one organisation at a time. Days are days in the Netherlands, and
an end is the first day that no longer counts.
"""
