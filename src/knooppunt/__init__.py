"""Knooppunt: the software of a national crisis-coordination node."""

__version__ = "0.1.0"
