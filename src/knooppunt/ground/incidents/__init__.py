"""Which crisis it is, in which phase, and whether it is an exercise. Kept tiny on purpose.

Phases: *cold* (``koud``: nothing out of the ordinary), *lukewarm* (``lauw``: something is coming), *warm* (a crisis).
Every change of phase is appended with who made it and why; scaling down as much as scaling up.
"""
