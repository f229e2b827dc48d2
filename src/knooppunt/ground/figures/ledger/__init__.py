"""How figures are read from and written to their tables in bulk: as frames, with ``COPY``, under locks."""
