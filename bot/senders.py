"""Who posted a request, and whether they may: the second lock of a webhook, behind its secret."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# Telegram's own words: «All webhook requests from the Bot API are now coming from the subnets 149.154.160.0/20 and
# 91.108.4.0/22» (core.telegram.org/bots/api-changelog; also /bots/webhooks).
TELEGRAM = (IPv4Network("149.154.160.0/20"), IPv4Network("91.108.4.0/22"))


def sender_of(peer: str | None, forwarded: Sequence[str]) -> IPv4Address | IPv6Address | None:
    """Who sent a request: whom the proxy names that handed it on, if the peer is one of the inner network.

    A proxy adds whom it heard at the end of X-Forwarded-For; what stands before that, anybody may have written.
    """
    sender = _address(peer or "")
    if sender is None or sender.is_global or not forwarded:
        return sender
    return _address(forwarded[-1].rpartition(",")[2])


def is_allowed(sender: IPv4Address | IPv6Address, senders: Sequence[IPv4Network | IPv6Network] | None) -> bool:
    """Whether it may post: one of `senders`, or by default Telegram and whoever is in the inner network.

    A proxy of the inner network that does not say whom it heard hides everybody behind it: the secret must do then.
    """
    if senders is None:
        return not sender.is_global or any(sender in network for network in TELEGRAM)
    return any(sender in network for network in senders)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
