"""Puts the house together: settings, addresses, servers and the ``knooppunt`` command. Imported by nobody."""
