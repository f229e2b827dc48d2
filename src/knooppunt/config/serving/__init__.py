"""Serving the node: a supervisor and its child processes for pages, the live stream and the work behind them."""
