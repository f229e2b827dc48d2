"""The verbs of the network, a file per noun."""
