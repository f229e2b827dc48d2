"""What this room tells the ground when the node starts: where people decide to scale up and down."""

from __future__ import annotations

from knooppunt.ground.incidents.public import declare_ways

declare_ways(up="readiness:scale_up", down="readiness:scale_down")
