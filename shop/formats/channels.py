"""What a sales channel may carry; the open files (`products.*`) and `changes` carry everything."""

from shop.formats.listing import Document

GOOGLE, META, ACP, UCP = "google", "meta", "acp", "ucp"
NOT_ONLINE, ADULTS_ONLY = "not_online", "adults_only"
RESTRICTED = frozenset({NOT_ONLINE, ADULTS_ONLY})
BANNED = {
    GOOGLE: RESTRICTED,  # no tobacco anywhere; alcohol in named countries only, Vietnam is not one
    META: RESTRICTED,  # commerce policy: no alcohol, no tobacco, no animals
    ACP: RESTRICTED,  # an agent cannot see how old its buyer is
    UCP: RESTRICTED,  # nor can one that asks us itself
}
"""Channel → the sale restrictions (docs/adr/0004) that it does not take."""


def banned(channel: str | None) -> frozenset[str]:
    return BANNED.get(channel or "", frozenset())


def may_carry(channel: str | None, document: Document) -> bool:
    return document.get("sale_restriction") not in banned(channel)
