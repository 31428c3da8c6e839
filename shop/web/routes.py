"""Every page."""

from starlette.routing import BaseRoute, Route

from shop.http import paths
from shop.models import Side
from shop.web.account.claiming import claiming_routes
from shop.web.account.own import own_routes
from shop.web.account.passkeys import passkey_routes
from shop.web.account.proving import proving_routes
from shop.web.account.signing import signing_routes
from shop.web.admitting import admitted
from shop.web.desk.activating import activating_routes
from shop.web.desk.alike import alike_routes
from shop.web.desk.annex import annex_routes
from shop.web.desk.annex_letters import annex_letter_routes
from shop.web.desk.calling import calling_first_routes
from shop.web.desk.channels import channel_routes
from shop.web.desk.claims import claims_routes
from shop.web.desk.correcting import correcting_routes
from shop.web.desk.decisions import decision_routes
from shop.web.desk.endings import ending_routes
from shop.web.desk.feeds import feeds_routes
from shop.web.desk.helping import helping_routes
from shop.web.desk.holding import holding_routes
from shop.web.desk.home import desk_home_routes
from shop.web.desk.in_vain import in_vain_routes
from shop.web.desk.inviting import inviting_routes
from shop.web.desk.keys import keys_routes
from shop.web.desk.merging import merging_routes
from shop.web.desk.naming import naming_routes
from shop.web.desk.needs import need_routes
from shop.web.desk.operating import operating_routes
from shop.web.desk.page_reports import reported_routes
from shop.web.desk.paper import paper_desk_routes
from shop.web.desk.paper_kinds import paper_kind_routes
from shop.web.desk.papers import papers_desk_routes
from shop.web.desk.partner_acts import partner_act_routes
from shop.web.desk.partners import partner_routes
from shop.web.desk.patrolling import patrolling_routes
from shop.web.desk.producers import producer_routes
from shop.web.desk.recognising import recognising_routes
from shop.web.desk.registry import registry_routes
from shop.web.desk.reviewing import reviewing_routes
from shop.web.desk.scans import scan_routes
from shop.web.desk.scoping import scoping_routes
from shop.web.desk.signing import desk_signing_routes
from shop.web.desk.spelling import spelling_routes
from shop.web.desk.suspending import suspending_routes
from shop.web.desk.telling import telling_routes
from shop.web.desk.wording import wording_routes
from shop.web.files.assets import asset_routes
from shop.web.files.manifest import manifest
from shop.web.files.pictures import picture_routes
from shop.web.language import both_languages
from shop.web.portal.adding_papers import adding_paper_routes
from shop.web.portal.agreeing import agreeing_routes
from shop.web.portal.asking_more import asking_more_routes
from shop.web.portal.checking import checking_routes
from shop.web.portal.consents import consent_routes
from shop.web.portal.contact import contact_routes
from shop.web.portal.corrected import corrected_routes
from shop.web.portal.describing import facts_routes
from shop.web.portal.figures import figures_routes
from shop.web.portal.members import member_routes
from shop.web.portal.paper_files import paper_file_routes, whole_paper_routes
from shop.web.portal.papers import paper_routes
from shop.web.portal.photographing import photo_routes
from shop.web.portal.registering import registering_routes
from shop.web.portal.routes import own_list_routes, own_product_routes
from shop.web.portal.sent import sent_routes
from shop.web.portal.starting import starting_routes
from shop.web.portal.waiting import waiting_routes
from shop.web.private import private
from shop.web.public.calling import calling_routes
from shop.web.public.commune import commune
from shop.web.public.decision import decision_page_routes
from shop.web.public.following import following_routes
from shop.web.public.history import history
from shop.web.public.home import home
from shop.web.public.house import house_routes
from shop.web.public.indexes import index_routes
from shop.web.public.missing import missing_routes
from shop.web.public.place_tiles import PATH as PLAN
from shop.web.public.place_tiles import place_tiles
from shop.web.public.producer import producer
from shop.web.public.product import go_and_buy, product
from shop.web.public.qr import qr_routes
from shop.web.public.recognitions import recognition_routes
from shop.web.public.reporting import reporting_routes
from shop.web.public.search import search
from shop.web.public.seasons import calendar
from shop.web.public.sharing import sharing_routes
from shop.web.public.shopping import shopping_routes
from shop.web.public.sitemap import sitemap_routes
from shop.web.public.suggesting import suggest


def web_routes() -> list[BaseRoute]:
    return [
        *admitted(_pages()),
        *private(admitted(personal_routes())),
        *admitted(both_languages("/goi-y", suggest)),
        *calling_routes(),  # beyond no share: it answers all alike, and counts few
        *asset_routes(),
        *both_languages("/manifest.webmanifest", manifest),
        *picture_routes(),
    ]


def personal_routes() -> list[BaseRoute]:
    """List the pages of people: those where they come in, and those of one person each."""
    paths.register()
    return [
        *signing_routes(),
        *consent_routes(),
        *contact_routes(),
        *member_routes(),
        *figures_routes(),
        *proving_routes(),
        *desk_signing_routes(),
        *activating_routes(),
        *queue_routes(),
        *registry_desk_routes(),
        *partner_desk_routes(),
        *operator_routes(),
        *paper_pages(),
        *[route for side in Side for route in (*own_routes(side), *passkey_routes(side))],
        *claiming_routes(),
        *registering_routes(),
        *inviting_routes(),
        *claims_routes(),
        *own_product_routes(),
        *[route for side in Side for route in checked_routes(side)],
        *starting_routes(),
        *correcting_routes(),
        *corrected_routes(),
        *helping_routes(),
        *wording_routes(),
        *agreeing_routes(),
        *[route for side in Side for route in (*photo_routes(side), *waiting_routes(side))],
        *[route for side in Side for route in facts_routes(side)],
        *own_list_routes(),  # last: a code of a producer may be any word
    ]


def queue_routes() -> list[BaseRoute]:
    """List the pages of officials who decide on proposals."""
    return [
        *desk_home_routes(),
        *reviewing_routes(),
        *holding_routes(),
        *keys_routes(),
        *spelling_routes(),
        *suspending_routes(),
        *patrolling_routes(),
        *telling_routes(),
    ]


def registry_desk_routes() -> list[BaseRoute]:
    """List the pages of the registry."""
    return [
        *registry_routes(),
        *ending_routes(),
        *decision_routes(),
        *recognising_routes(),
        *annex_routes(),
        *annex_letter_routes(),
        *need_routes(),
        *paper_kind_routes(),
        *naming_routes(),
        *producer_routes(),
        *merging_routes(),
    ]


def paper_pages() -> list[BaseRoute]:
    """List the pages of papers: their producer's, then the officials'."""
    return [
        *paper_routes(),
        *adding_paper_routes(),
        *papers_desk_routes(),
        *paper_desk_routes(),
        *scan_routes(),
        *whole_paper_routes(),
        *[route for side in Side for route in paper_file_routes(side)],
    ]


def partner_desk_routes() -> list[BaseRoute]:
    """List the pages about partners and channels."""
    return [
        *partner_act_routes(),
        *partner_routes(),
        *scoping_routes(),
        *channel_routes(),
        *calling_first_routes(),
    ]


def operator_routes() -> list[BaseRoute]:
    """List the pages of administrators who look after the service."""
    return [
        *operating_routes(),
        *feeds_routes(),
        *alike_routes(),
        *in_vain_routes(),
        *reported_routes(),
    ]


def checked_routes(side: Side) -> list[BaseRoute]:
    """List the pages of a proposal from its last step on."""
    return [*checking_routes(side), *sent_routes(side), *asking_more_routes(side)]


def _pages() -> list[BaseRoute]:
    paths.register()
    return [
        *both_languages("/", home),
        *both_languages("/tim-kiem", search),
        *both_languages("/san-pham/{code}", product),
        *sharing_routes(),  # before the pages, whose slug may be anything
        *qr_routes(),
        *both_languages("/san-pham/{code}/lich-su", history),  # so is this
        *both_languages("/san-pham/{code}/{slug:path}", product),
        Route("/mua/{code}/{partner:number}", go_and_buy),
        *both_languages("/co-so/{code:code}", producer),
        *both_languages("/co-so/{code:code}/{slug:path}", producer),
        *both_languages("/xa-phuong/{code}", commune),
        *both_languages("/xa-phuong/{code}/{slug:path}", commune),
        *index_routes(),
        *both_languages("/mua-vu", calendar),
        *following_routes(),
        *house_routes(),
        *both_languages(PLAN, place_tiles),
        *shopping_routes(),
        *recognition_routes(),
        *decision_page_routes(),
        *missing_routes(),
        *reporting_routes(),
        *sitemap_routes(),
    ]
