"""Know who, reach them, scale up and down: rosters, call-outs, phases with their norms, and the pilot light."""
