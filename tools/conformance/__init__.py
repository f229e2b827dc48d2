"""Strangers' programs hold a running Knooppunt against the standards it says it keeps.

``python -m tools.conformance [NAME ...]`` starts a made exercise once and runs every check: each module or folder here
with a function ``check(stage)`` that gives a line for each fault, or raises :class:`stage.Skipped` with the reason. So
a new check is one file. A program of others lives in a virtual environment of its own, locked in ``locks/NAME.txt``.
"""
