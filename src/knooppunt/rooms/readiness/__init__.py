"""Know who, reach them, scale up and down: call-outs, phases with their norms, signals, and the pilot light."""
