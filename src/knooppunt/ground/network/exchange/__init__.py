"""The directory as a file: tables (CSV, xlsx) and vCard, in and out."""
