"""Files in: one folder per source under ``sources``, one gate before them all.

A file passes through: ``content`` (unpacked within limits), ``text``, ``sheets`` or JSON (cut into tables of text cells
with the place of each), ``sources`` (recognised by its header), ``rows`` (each cell judged), ``gate`` (a Reading).
"""
