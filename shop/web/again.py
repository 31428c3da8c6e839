"""What a form is answered with whose sender must first show again who they are.

The page holds what was typed, to be sent again, and nothing that is stored: at a browser that was
left open, a form of any kind must not show what looking at its page is refused for.
"""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from media.sentences import Sentence
from shop.access import Actor
from shop.errors import ForbiddenError
from shop.models import MemberRole
from shop.web.forms import TYPED, Form, Nothing
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.words import word, words

TOO_LONG_AGO = Sentence(
    "Đã quá 15 phút từ khi bạn xác nhận. Hãy xác nhận lại ở thẻ khác, rồi gửi lại.",
    "You showed who you are more than 15 minutes ago. Do so in another tab, and send this again.",
)
SIGNED_OUT = Sentence(
    "Bạn đã ra khỏi tài khoản nên chưa lưu được. Hãy đăng nhập lại, rồi gửi lại.",
    "You are signed out, so this is not saved. Sign in again, then send it again.",
)
READABLE = ("name", "pack-1", "price-1", "description", "made", "best", "unlike", "words")
"""Fields of a proposal and of its return that their writer sees again while they sign in."""
WRITTEN = {
    **{name: name for name in ("contact_name", "phone", "zalo", "address", "opening")},
    **{name: name for name in ("how_to_order", "minimum_order", "delivery_area")},
    "shop_url": "own_shop",
    "producer": "handing_producer",
    "until": "member_last_day",
    **{name: name for name in ("partner_name", "partner_site", "hook_url")},
    "days": "key_days",
}
"""Field that a person writes → what it is called (shop/web/words)."""
SECRET = frozenset({"credential", "password"})
"""What no page repeats."""
LINE = 60
"""Letters; what is longer, or has line ends, gets a larger field."""


def ask_again(request: Request, language: Language, actor: Actor, proving: str) -> Response:
    """Show a form that was received to its sender, with the way to where they show who they are."""
    typed: Mapping[str, list[str]] = request.scope[TYPED]
    form: Form[Nothing] = Form(typed).refused(ForbiddenError(TOO_LONG_AGO))
    page = personal_page(
        request,
        language,
        "personal/again.html",
        words(language).again_title,
        actor=actor,
        form=form,
        proving=proving,
        written=[
            {"name": name, "label": word(WRITTEN[name], language), "is_long": is_long(texts[0])}
            for name, texts in typed.items()
            if name in WRITTEN
        ],
        roles=[(one.value, word(f"may_{one}", language)) for one in MemberRole],
        carried=carried(typed),
    )
    page.status_code = HTTPStatus.FORBIDDEN
    return page


def ask_in(request: Request, language: Language, door: str) -> Response:
    """Show a form that was received to its sender, who is signed out, with the way to sign in."""
    typed: Mapping[str, list[str]] = request.scope[TYPED]
    form: Form[Nothing] = Form(typed).refused(ForbiddenError(SIGNED_OUT))
    page = personal_page(
        request,
        language,
        "personal/kept.html",
        words(language).kept_title,
        actor=None,
        form=form,
        door=door,
        carried=[(name, text) for name, text in carried(typed) if text],
        read=[text for name in READABLE for text in typed.get(name, ()) if text],
    )
    page.status_code = HTTPStatus.FORBIDDEN
    return page


def carried(typed: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """List what buttons and the page itself said: it is sent again unseen."""
    seen = {*WRITTEN, *SECRET, "role"}
    return [(name, text) for name, texts in typed.items() if name not in seen for text in texts]


def is_long(text: str) -> bool:
    return "\n" in text or len(text) > LINE
