"""The verbs of reporting, a file per noun."""
