"""What the CSV files promise, as Table Schemas (Frictionless Data), and where it comes from."""

from typing import Any

from shop.formats.uses import USES

Thing = dict[str, Any]
WHOLE = {"type": "integer", "bareNumber": True, "constraints": {"minimum": 0}}
REQUIRED = {"required": True}
URL = {"type": "string", "format": "uri"}
DATE = {"type": "date"}
GTIN = {"constraints": {"pattern": r"\d{8}|\d{12,14}"}}


def _one_of(*values: str, **more: Any) -> Thing:
    return {"constraints": {"enum": list(values), **more}}


TYPED: dict[str, Thing] = {
    "code": {"constraints": {**REQUIRED, "pattern": r"HP-(NS|OCOP)-\d+"}},
    "sku": {"constraints": {"unique": True}},
    "quantity": {"type": "number", "constraints": {"minimum": 0}},
    "price_vnd": WHOLE,
    "unit_price_vnd": WHOLE,
    "unit": _one_of("g", "kg", "ml", "l", "piece"),
    "unit_price_per": _one_of("kg", "l", "piece"),
    "availability": _one_of("in_stock", "out_of_stock", "preorder"),
    "gtin": GTIN,
    "name_vi": {"constraints": REQUIRED},
    "category_code": {"constraints": {**REQUIRED, "pattern": r"[a-z-]+|\d{2}"}},
    "stars": {"type": "integer", "constraints": {"minimum": 3, "maximum": 5}},
    "ocop_signed_on": DATE,
    "ocop_expires_on": DATE,
    "producer_code": {"constraints": {**REQUIRED, "pattern": r"HP-CS-\d+"}},
    "commune_code": {"constraints": {**REQUIRED, "pattern": r"\d{5}"}},
    "season_months": {"constraints": {"pattern": r"\d{1,2}(;\d{1,2})*"}},
    "uses": {"constraints": {"pattern": r"[a-z-]+(;[a-z-]+)*"}},
    "shelf_life_days": WHOLE,
    "sale_restriction": _one_of("not_online", "adults_only"),
    "evidence": _one_of("sourced", "illustrative", **REQUIRED),
    "url": {**URL, "constraints": REQUIRED},
    "photo": URL,
    "source_url": URL,
    "gross_weight_g": WHOLE,
    "parcel_depth_mm": WHOLE,
    "parcel_width_mm": WHOLE,
    "parcel_height_mm": WHOLE,
}
PATHS = {
    "code": "code",
    "sku": "*.sku",
    "pack": "*.pack",
    "quantity": "*.quantity",
    "unit": "*.unit",
    "price_vnd": "*.price.amount",
    "unit_price_vnd": "*.unit_price.amount",
    "unit_price_per": "*.unit_price.reference.unit",
    "availability": "*.availability",
    "availability_vi": "*.availability",
    "gtin": "*.gtin",
    "name_vi": "name.vi",
    "name_en": "name.en",
    "kind": "kind",
    "kind_vi": "kind",
    "category_code": "category.code",
    "group_vi": "category.group.vi",
    "group_en": "category.group.en",
    "ocop_set": "category.set",
    "variety": "variety",
    "stars": "ocop.stars",
    "ocop_decision": "ocop.decision",
    "ocop_issuer": "ocop.issuer",
    "ocop_signed_on": "ocop.signed_on",
    "ocop_expires_on": "ocop.expires_on",
    "certificates": "certificates",
    "certificates_vi": "certificates",
    "producer_code": "producer.code",
    "producer_name": "producer.name",
    "producer_type": "producer.subject_type",
    "producer_type_vi": "producer.subject_type",
    "producer_commune": "producer.commune.name",
    "commune_code": "origin.commune.code",
    "commune": "origin.commune.name",
    "former_commune": "origin.former_commune",
    "former_district": "origin.former_district",
    "growing_area": "origin.growing_area",
    "season_months": "season_months",
    "uses": "uses",
    "uses_vi": "uses",
    "storage": "storage",
    "shelf_life_days": "shelf_life_days",
    "ingredients": "ingredients",
    "sale_restriction": "sale_restriction",
    "sale_restriction_vi": "sale_restriction",
    "description_vi": "description.vi",
    "description_en": "description.en",
    "story": "story",
    "keywords": "keywords",
    "evidence": "evidence",
    "evidence_vi": "evidence",
    "url": "url",
    "photo": "photos",
    "source_url": "source_url",
    "gross_weight_g": "*.gross_weight",
    "parcel_depth_mm": "*.parcel.depth",
    "parcel_width_mm": "*.parcel.width",
    "parcel_height_mm": "*.parcel.height",
}
"""Column → where a document says it; `*` is the pack."""
NAMES = {
    "availability_vi": {
        "in_stock": "Còn hàng",
        "out_of_stock": "Tạm hết hàng",
        "preorder": "Nhận đặt trước",
    },
    "kind_vi": {"agricultural": "Nông sản", "ocop": "Sản phẩm OCOP"},
    "producer_type_vi": {
        "HTX": "Hợp tác xã",
        "THT": "Tổ hợp tác",
        "DOANH_NGHIEP": "Doanh nghiệp",
        "TRANG_TRAI": "Trang trại",
        "HO_KINH_DOANH": "Hộ kinh doanh",
        "CO_SO_SX": "Cơ sở sản xuất",
        "KHAC": "Chủ thể khác",
    },
    "sale_restriction_vi": {
        "not_online": "Chỉ giới thiệu, không bán trực tuyến",
        "adults_only": "Chỉ dành cho người từ 18 tuổi",
    },
    "evidence_vi": {"illustrative": "Minh hoạ", "sourced": "Có nguồn công khai"},
    "certificates_vi": {
        "VIETGAP": "VietGAP",
        "GLOBALGAP": "GlobalG.A.P.",
        "ORGANIC_VN": "Hữu cơ Việt Nam",
        "ORGANIC_OTHER": "Hữu cơ (tiêu chuẩn khác)",
        "HACCP": "HACCP",
        "ISO22000": "ISO 22000",
        "ATTP": "Đủ điều kiện an toàn thực phẩm",
        "SELF_DECLARATION": "Tự công bố sản phẩm",
        "CONFORMITY": "Công bố hợp quy",
        "GI": "Chỉ dẫn địa lý",
        "COLLECTIVE_MARK": "Nhãn hiệu tập thể",
        "CERT_MARK": "Nhãn hiệu chứng nhận",
        "TRADEMARK": "Nhãn hiệu đã đăng ký",
    },
}
"""Column of words → what it says for each code."""


def known_of(found: Thing) -> str:
    """Tell what is known of a certificate: số 12, do … cấp, ngày cấp 01/02/2025, đến …"""
    signed, ends = ("/".join(reversed(found.get(k, "").split("-"))) for k in DAYS)
    told = [
        f"số {found.get('number')}" if "number" in found else "",
        f"do {found.get('issuer')} cấp" if "issuer" in found else "",
        f"ngày cấp {signed}" if signed else "",
        f"đến {ends}" if ends else "",
    ]
    return ", ".join(one for one in told if one)


def certificate_name(found: Thing) -> str:
    return NAMES["certificates_vi"][found["kind"]]


def _certificate(found: Thing) -> str:
    name, known = certificate_name(found), known_of(found)
    return f"{name} ({known})" if known else name


DAYS = ("issued_on", "expires_on")
LISTS = {
    "certificates_vi": lambda found: "; ".join(map(_certificate, found)),
    "certificates": lambda found: "; ".join(
        " ".join(one[key] for key in ("kind", "number") if key in one) for one in found
    ),
    "season_months": lambda found: ";".join(map(str, found)),
    "uses": ";".join,
    "uses_vi": lambda found: "; ".join(USES[key][0] for key in found),
    "keywords": ";".join,
    "photo": lambda found: found[0]["url"],
}
PRODUCTS = {"fields": [{"name": name, "type": "string", **TYPED.get(name, {})} for name in PATHS]}
OF_META: dict[str, Thing] = {
    "id": {"constraints": {**REQUIRED, "unique": True, "maxLength": 100}},
    "title": {"constraints": {**REQUIRED, "maxLength": 200}},
    "description": {"constraints": {**REQUIRED, "maxLength": 9999}},
    "availability": _one_of("in stock", "out of stock", "available for order", **REQUIRED),
    "condition": _one_of("new", **REQUIRED),
    "price": {"constraints": {**REQUIRED, "pattern": r"[1-9][0-9]* VND"}},
    "link": {**URL, "constraints": REQUIRED},
    "image_link": {**URL, "constraints": {**REQUIRED, "pattern": r"\S+\.(jpg|png|webp)"}},
    "brand": {"constraints": {**REQUIRED, "maxLength": 70}},
    "gtin": GTIN,
    "additional_image_link": {},
    "item_group_id": {},
    "size": {},
    "product_type": {},
    "google_product_category": {},
    "custom_label_0": _one_of("3 sao", "4 sao", "5 sao"),
    "shipping_weight": {"constraints": {"pattern": "[1-9][0-9]* g"}},
}
META = {"fields": [{"name": name, "type": "string", **kind} for name, kind in OF_META.items()]}


def in_the_table(document: Thing, variant: Thing) -> dict[str, str]:
    """Say what a row of `products.csv` should hold."""
    return {name: _cell(name, path, document, variant) for name, path in PATHS.items()}


def _cell(name: str, path: str, document: Thing, variant: Thing) -> str:
    found: Any = {**document, "*": variant}
    for step in path.split("."):
        found = (found or {}).get(step)
    if found and name in LISTS:
        found = LISTS[name](found)
    elif found and name in NAMES:
        found = NAMES[name][found]
    text = "" if found is None else str(found)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} and isinstance(found, str) else text
