"""The channels there are."""

from __future__ import annotations

from knooppunt.ground.delivery.channels.channel import Channel
from knooppunt.ground.delivery.channels.email.channel import EMAIL

CHANNELS: dict[str, Channel] = {channel.name: channel for channel in (EMAIL,)}
