"""The registry's home: what officials keep of decisions, papers, places and names."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import Actor, May, may_everywhere, must
from shop.models import Side
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.signed import HOMES, signed_in
from shop.web.words import word, words

HOME = f"{HOMES[Side.OFFICIAL]}/so"
DECISIONS, ENDINGS, PAPERS, NEEDS, KINDS = (
    f"{HOME}/{name}" for name in ("quyet-dinh", "sap-het-han", "giay", "nhu-cau", "loai-giay")
)
PRODUCERS, COMMUNES, SETS, GROUPS, USES = (
    f"{HOME}/{name}" for name in ("co-so", "xa", "bo", "nhom", "cong-dung")
)
PAGES: tuple[tuple[str, str], ...] = (
    (DECISIONS, "decisions_title"),
    (ENDINGS, "ending_title"),
    (PAPERS, "registry_papers"),
    (PRODUCERS, "registry_producers"),
    (COMMUNES, "registry_communes"),
    (SETS, "registry_sets"),
    (GROUPS, "registry_groups"),
    (USES, "registry_uses"),
    (NEEDS, "needs_title"),
    (KINDS, "kinds_title"),
)
"""Address and the word that names it, in the order of the page; below it `about_<word>`."""


def registry_routes() -> list[BaseRoute]:
    return signed_in(HOME, registry, side=Side.OFFICIAL)


async def registry(request: Request, language: Language, actor: Actor) -> Response:
    await must(actor, May.SEE)
    t = words(language)
    pages = [
        (language.address(path), word(name, language), word(f"about_{name}", language))
        for path, name in PAGES
    ]
    return personal_page(
        request,
        language,
        "desk/registry.html",
        t.registry_title,
        actor=actor,
        back=language.address(HOMES[Side.OFFICIAL]),
        pages=pages,
        may_register=await may_everywhere(actor, May.REGISTER),
    )
