"""Regions and partners report to the node, in rounds."""
