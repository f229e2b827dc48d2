"""The Excel sheet of a report: made to be filled in anywhere, and read back cell by cell."""
