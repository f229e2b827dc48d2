"""Areas, their codes through time, and their borders.

An *area* is the nation (``NL``), one of the 25 safety regions (``VR01``-``VR25``), a province (``PV20``-``PV31``), a
GGD region (``GG0111``), a municipality (``GM0344``), or the part of a province or of the nation whose municipality is
not known (``PV20-X``, ``NL-X``). Municipalities begin, end and merge; every question about them is asked on a date.
Codes, names and populations are small tables of the project; only the borders, which are not ours to ship, are
imported.
"""
