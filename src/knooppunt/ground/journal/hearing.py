"""Who may hear of what stands in the journal: the kit's rule about audiences, over entries."""

from __future__ import annotations

from django.db.models import Q

from knooppunt.kit.audience import TLP, Audience, sees_everything
from knooppunt.kit.authority import Actor
from knooppunt.kit.events import AUDIENCE, closed_to, type_names, without_audience

_SAYS = f"payload__{AUDIENCE}__"


def heard_by(actor: Actor) -> Q:
    """The condition that an entry is for the ears of ``actor``. Costs no query; the rule is ``kit.audience.may_see``.

    An entry of a kind that says for whom it is, written before it said so, is for nobody but the node itself; so is one
    of a kind that no room knows.
    """
    if sees_everything(actor):
        return Q()
    return ~Q(event__in=closed_to(actor)) & (Q(event__in=without_audience()) | _admitted(actor))


def may_hear(actor: Actor, event: str, audience: Audience | None) -> bool:
    """The same of one event: whether ``actor`` may hear of it, as far as its audience and its kind go."""
    kind = type_names.get(event)
    if kind is not None and not kind.open_to(actor):
        return False
    if audience is not None:
        return audience.admits(actor)
    return sees_everything(actor) or (kind is not None and not kind.has_audience())


def _admitted(actor: Actor) -> Q:
    if not actor.id:
        return Q(pk__in=[])
    seen = Q(**{f"{_SAYS}marking": TLP.CLEAR})
    seen |= Q(**{f"{_SAYS}marking": TLP.RED, f"{_SAYS}readers__contains": [actor.id]})
    if actor.organisation:
        within = [TLP.AMBER, TLP.AMBER_STRICT]
        seen |= Q(**{f"{_SAYS}marking": TLP.GREEN})
        seen |= Q(**{f"{_SAYS}marking__in": within, f"{_SAYS}held_by": actor.organisation})
        seen |= Q(**{f"{_SAYS}marking": TLP.AMBER, f"{_SAYS}shared_with__contains": [actor.organisation]})
    return seen
