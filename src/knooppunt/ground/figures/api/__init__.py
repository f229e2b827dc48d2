"""Figures for machines: what can be asked, what is answered, and at which address."""
