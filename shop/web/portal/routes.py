"""The routes of what producers do with their products."""

from starlette.routing import BaseRoute

from shop.web.account.signing import HOME
from shop.web.portal.linking import link, quick_routes
from shop.web.portal.offering import preview, price, showing, stock
from shop.web.portal.own_products import choose, confirm, products, take_offer
from shop.web.portal.renewing import renew
from shop.web.portal.stars_held import HERE as STARS
from shop.web.signed import signed_in

FORM = ("GET", "POST")


def own_product_routes() -> list[BaseRoute]:
    return [
        *signed_in(HOME, choose),
        *signed_in(f"{HOME}/loi-moi/{{offer:number}}", take_offer, ("POST",)),
        *signed_in(f"{HOME}/gia/{{sku:sku}}", price, FORM),
        *signed_in(f"{HOME}/gia/{{sku:sku}}/xem", preview),
        *signed_in(f"{HOME}/kho/{{sku:sku}}", stock, FORM),
        *signed_in(f"{HOME}/dang/{{code:code}}", showing, FORM),
        *signed_in(f"{STARS}/{{code:code}}", renew, FORM),
        *signed_in(f"{HOME}/{{producer:code}}/van-dung", confirm, FORM),
        *signed_in(f"{HOME}/{{producer:code}}/link", link, FORM, is_fresh=True),
        *quick_routes(),
    ]


def own_list_routes() -> list[BaseRoute]:
    """List what comes last: its code could be a word of another page's address."""
    return signed_in(f"{HOME}/{{producer:code}}", products)
