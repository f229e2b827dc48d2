"""The channels there are."""

from __future__ import annotations

from knooppunt.ground.delivery.channels.carrier import Carrier
from knooppunt.ground.delivery.channels.channel import Channel
from knooppunt.ground.delivery.channels.chat.channel import CHAT
from knooppunt.ground.delivery.channels.email.channel import EMAIL
from knooppunt.ground.delivery.channels.push.channel import PUSH
from knooppunt.ground.delivery.channels.sms.channel import SMS
from knooppunt.ground.delivery.channels.voice.channel import VOICE
from knooppunt.ground.delivery.channels.webhook.channel import WEBHOOK

CHANNELS: dict[str, Channel] = {channel.name: channel for channel in (EMAIL, WEBHOOK)}
CARRIERS: dict[str, Carrier] = {carrier.name: carrier for carrier in (SMS, VOICE, PUSH, CHAT)}
