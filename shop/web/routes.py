"""Every page."""

from starlette.routing import BaseRoute, Route

from shop.web.assets import asset_routes
from shop.web.commune import commune
from shop.web.home import home
from shop.web.language import both_languages
from shop.web.pictures import picture_routes
from shop.web.producer import producer
from shop.web.product import go_and_buy, product
from shop.web.search import search
from shop.web.sharing import sharing_routes
from shop.web.sitemap import sitemap_routes
from shop.web.suggesting import suggest


def web_routes() -> list[BaseRoute]:
    return [
        *both_languages("/", home),
        *both_languages("/tim-kiem", search),
        *both_languages("/goi-y", suggest),
        *both_languages("/san-pham/{code}", product),
        *sharing_routes(),  # before the pages, whose slug may be anything
        *both_languages("/san-pham/{code}/{slug:path}", product),
        Route("/mua/{code}/{partner:int}", go_and_buy),
        *both_languages("/co-so/{code}", producer),
        *both_languages("/co-so/{code}/{slug:path}", producer),
        *both_languages("/xa-phuong/{code}", commune),
        *both_languages("/xa-phuong/{code}/{slug:path}", commune),
        *sitemap_routes(),
        *asset_routes(),
        *picture_routes(),
    ]
