"""The pages of figures: figures and where they come from, imports, quarantine, flags and gaps."""
