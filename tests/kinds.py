"""Every kind of page in every state, on three sites: full, empty, and with a broken database."""

import pytest

from tests.browser.sites import (
    BARE_COMMUNE,
    LONG,
    LONG_COMMUNE,
    LONG_NAME,
    LONG_PRODUCER,
    ODDLY_PHOTOGRAPHED,
    PHOTOGRAPHED,
    WITHDRAWN,
)

PAGES = {
    "/": {
        "full": ("full", "/"),
        "empty": ("empty", "/"),
        "error": ("broken", "/"),
    },
    "/tim-kiem": {
        "full": ("full", "/tim-kiem?q=nước mắm"),
        "filtered": ("full", "/tim-kiem?q=&loai=ocop&sao=4&sap-xep=ten&trang=2"),
        "nothing found": ("full", "/tim-kiem?q=zzzz qqqq"),
        "empty": ("empty", "/tim-kiem"),
        "long text": ("full", f"/tim-kiem?q={LONG_NAME}"),
        "odd query": ("full", "/tim-kiem?q=<script>&sao=x&trang=0&gia=a-b"),
    },
    "/san-pham/{code}/{slug:path}": {
        "full": ("full", "/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai"),
        "without a picture": ("full", "/san-pham/HP-NS-0009"),
        "five photos": ("full", f"/san-pham/{PHOTOGRAPHED}"),
        "twenty odd pictures": ("full", f"/san-pham/{ODDLY_PHOTOGRAPHED}"),
        "not sold online": ("full", "/san-pham/HP-NS-0017"),
        "long text": ("full", f"/san-pham/{LONG}"),
        "error": ("full", "/san-pham/HP-NS-9999/khong-co"),
        "withdrawn": ("full", f"/san-pham/{WITHDRAWN}"),
    },
    "/san-pham/{code}/lich-su": {
        "full": ("full", "/san-pham/HP-OCOP-0026/lich-su"),
        "pictures and long text": ("full", f"/san-pham/{LONG}/lich-su"),
        "many pictures": ("full", f"/san-pham/{ODDLY_PHOTOGRAPHED}/lich-su"),
        "nothing older": ("full", "/san-pham/HP-OCOP-0026/lich-su?truoc=1"),
        "error": ("full", "/san-pham/HP-NS-9999/lich-su"),
        "withdrawn": ("full", f"/san-pham/{WITHDRAWN}/lich-su"),
    },
    "/cong-nhan": {
        "full": ("full", "/cong-nhan"),
        "filtered": ("full", "/cong-nhan?sao=4&xa=11914&nam=2025&q=mam"),
        "nothing found": ("full", "/cong-nhan?q=zzzz"),
        "withdrawals": ("full", "/cong-nhan?muc=thu-hoi"),
        "empty": ("empty", "/cong-nhan"),
        "odd query": ("full", "/cong-nhan?q=<script>&sao=x&nam=0&sau=-1&xa=a"),
    },
    "/quyet-dinh/{decision:number}": {
        "illustrative": ("full", "/quyet-dinh/1"),
        "error": ("full", "/quyet-dinh/999999999"),
    },
    "/co-so/{code:code}/{slug:path}": {
        "full": ("full", "/co-so/HP-CS-005"),
        "empty": ("empty", "/co-so/HP-CS-005"),
        "long text": ("full", f"/co-so/{LONG_PRODUCER}"),
        "error": ("full", "/co-so/HP-CS-999"),
    },
    "/xa-phuong/{code}/{slug:path}": {
        "full": ("full", "/xa-phuong/11914"),
        "empty": ("empty", f"/xa-phuong/{BARE_COMMUNE}"),
        "long text": ("full", f"/xa-phuong/{LONG_COMMUNE}"),
        "error": ("full", "/xa-phuong/99999"),
    },
    "/co-so": {
        "full": ("full", "/co-so"),
        "by place": ("full", "/co-so?theo=noi"),
        "empty": ("empty", "/co-so"),
        "odd query": ("full", "/co-so?theo=<script>&trang=0"),
        "error": ("broken", "/co-so"),
    },
    "/xa-phuong": {"full": ("full", "/xa-phuong"), "empty": ("empty", "/xa-phuong")},
    "/mua-vu": {"full": ("full", "/mua-vu"), "empty": ("empty", "/mua-vu")},
    "/gioi-thieu": {"full": ("full", "/gioi-thieu")},
    "/lien-he": {"full": ("full", "/lien-he")},
    "/quyen-rieng-tu": {"full": ("full", "/quyen-rieng-tu")},
    "/dinh-chinh": {"full": ("full", "/dinh-chinh")},
    "/du-lieu-mo": {"full": ("full", "/du-lieu-mo")},
    "/so-do": {
        "full": ("full", "/so-do"),
        "empty": ("empty", "/so-do"),
        "error": ("broken", "/so-do"),
    },
    "/di-cho": {
        "full": ("full", "/di-cho?sp=HP-OCOP-0026,HP-OCOP-0027,HP-NS-0017,HP-NS-0001"),
        "nothing on it": ("full", "/di-cho"),
        "what has gone": ("full", f"/di-cho?sp=HP-OCOP-0026,{WITHDRAWN},HP-NS-9999"),
        "long text": ("full", f"/di-cho?sp={LONG}"),
        "odd query": ("full", "/di-cho?sp=<script>,%00,../x,&sp=HP-OCOP-0026"),
        "error": ("broken", "/di-cho?sp=HP-OCOP-0026"),
    },
    "/dang-tim": {"full": ("full", "/dang-tim")},
    "/dang-tim/cam-on": {"full": ("full", "/dang-tim/cam-on")},
    "/bao-loi/{code:code}": {
        "of a product": ("full", "/bao-loi/HP-OCOP-0026"),
        "of a producer": ("full", "/bao-loi/HP-CS-005"),
        "long text": ("full", f"/bao-loi/{LONG}"),
        "error": ("full", "/bao-loi/HP-NS-9999"),
        "withdrawn": ("full", f"/bao-loi/{WITHDRAWN}"),
    },
    "/bao-loi/{code:code}/cam-on": {
        "full": ("full", "/bao-loi/HP-OCOP-0026/cam-on"),
        "error": ("full", "/bao-loi/HP-NS-9999/cam-on"),
    },
}
NO_PAGES = {
    # lead on to the page with its slug
    "/san-pham/{code}", "/co-so/{code:code}", "/xa-phuong/{code}",
    "/san-pham/{code}/chia-se-{version}.jpg", "/san-pham/{code}/ma-qr.svg",
    "/goi-y", "/goi/{code:code}", "/mua/{code}/{partner:number}", "/loi/{token:secret}",
    "/static/{version}/{name}", "/media/{name}", "/sitemap.xml", "/sitemap-{part:number}.xml",
    "/vao-mua.atom", "/moi-cong-nhan.atom", "/manifest.webmanifest",
    "/cong-nhan.csv", "/quyet-dinh/{decision:number}.csv",
    "/robots.txt", "/livez", "/readyz", "/metrics", "/favicon.ico",
}  # fmt: skip
LANGUAGES = {"vi": "", "en": "/en"}
CASES = [
    pytest.param(site, prefix + (path if prefix == "" or path != "/" else ""), language,
                 id=f"{kind} {state} {language}")
    for kind, states in PAGES.items()
    for state, (site, path) in states.items()
    for language, prefix in LANGUAGES.items()
]  # fmt: skip
