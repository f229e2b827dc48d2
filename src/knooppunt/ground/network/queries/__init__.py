"""Reading the network: who there is, and how they are reached."""
