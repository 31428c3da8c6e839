"""Feed files before their judges: schemas of others where there are any, and every item read back.

What an item should say is worked out here from its document, without the code that wrote it; the
judge of a channel's file is given the documents that the channel may have. Each
judge answers with complaints; none means that the file is as it should be.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import orjson
from frictionless import Dialect, Resource, Schema
from frictionless.formats import CsvControl
from jsonschema import Draft202012Validator

from shop.formats import words
from shop.formats.csv import COLUMNS
from tests.tables import META, PRODUCTS, certificate_name, in_the_table, known_of

G = "{http://base.google.com/ns/1.0}"
ACP = Path(__file__).parents[2] / "shared" / "schemas" / "acp" / "schema.feed.json"
ACP_KEPT = ("url", "width", "height")
UNITS = {"g": "g", "kg": "kg", "ml": "ml", "l": "l", "piece": "ct"}
GOOGLE_LONGEST = {"id": 50, "title": 150, "description": 5000, "brand": 70, "product_type": 750}
META_WORDS = {
    "in_stock": "in stock",
    "out_of_stock": "out of stock",
    "preorder": "available for order",
}
Thing = dict[str, Any]
Packs = Sequence[tuple[Thing, Thing]]
"""Documents, each with one of its variants."""


def google(file: bytes, documents: Sequence[Thing]) -> list[str]:
    """Hold `google.xml` against feeds.md §1.1."""
    items = ET.fromstring(file).findall("channel/item")  # noqa: S314 - our own file
    packs = [(d, v) for d, v in _offered(documents) if v["availability"] != "preorder"]
    found = [_of_xml(item) for item in items]
    wrong = [f"{one['g:id']}: {name} is too long" for one in found for name in _too_long(one)]
    return wrong + list(_differences(found, [_google_item(d, v) for d, v in packs], "g:id"))


def meta(file: bytes, documents: Sequence[Thing]) -> list[str]:
    """Hold `meta.csv` against its Table Schema and feeds.md §1.2."""
    packs = [(d, v) for d, v in _offered(documents) if _large(d)]
    expected = [_meta_row(d, v) for d, v in packs]
    return _by_frictionless(file, META) + list(_differences(rows(file), expected, "id"))


def table(file: bytes, documents: Sequence[Thing]) -> list[str]:
    """Hold `products.csv` against the Table Schema that its columns promise."""
    expected = [
        in_the_table(d, v) for d in documents for v in d.get("variants") or [{}]
    ]  # fmt: skip
    wrong = [] if list(expected[0]) == list(COLUMNS) else ["the columns are others"]
    return wrong + _by_frictionless(file, PRODUCTS) + list(_differences(rows(file), expected))


def acp(file: bytes, documents: Sequence[Thing], origin: str) -> list[str]:
    """Hold `acp/products.jsonl` against the protocol's schema."""
    products = [orjson.loads(line) for line in file.splitlines()]
    schema = orjson.loads(ACP.read_bytes())
    judge = Draft202012Validator({**schema, "$ref": "#/$defs/Product"})
    wrong = [f"{one['id']}: {e.message}" for one in products for e in judge.iter_errors(one)]
    expected = [_acp_product(d, origin) for d in _sold(documents) if d.get("variants")]
    return wrong + list(_differences(products, expected, "id"))


def lines(file: bytes, documents: Sequence[Thing]) -> list[str]:
    return list(_differences([orjson.loads(line) for line in file.splitlines()], documents))


def rows(file: bytes) -> list[dict[str, str]]:
    text = io.StringIO(file.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, strict=True))


def _sold(documents: Sequence[Thing]) -> list[Thing]:
    return [d for d in documents if d.get("sale_restriction") not in {"not_online", "adults_only"}]


def _offered(documents: Sequence[Thing]) -> Packs:
    told = [d for d in _sold(documents) if d.get("photos") and _words(d)]
    return [(d, v) for d in told for v in d.get("variants", ()) if "price" in v]


def _differences(
    found: Sequence[Mapping[str, Any]], expected: Sequence[Mapping[str, Any]], key: str = "code"
) -> Iterator[str]:
    if len(found) != len(expected):
        yield f"{len(found)} items instead of {len(expected)}"
    for one, other in zip(found, expected, strict=False):
        for name in one.keys() | other.keys():
            if one.get(name) != other.get(name):
                said, should = one.get(name), other.get(name)
                yield f"{other.get(key)}: {name} is {said!r} instead of {should!r}"


def _by_frictionless(file: bytes, descriptor: Thing) -> list[str]:
    dialect = Dialect(controls=[CsvControl(quote_char='"')])
    schema = Schema.from_descriptor(descriptor)
    resource = Resource(
        data=file, format="csv", encoding="utf-8-sig", schema=schema, dialect=dialect
    )
    return [str(error[0]) for error in resource.validate().flatten(["message"])]


def _of_xml(item: ET.Element) -> Thing:
    """Read an item as names and texts; a name that comes again has a list."""
    found: Thing = {"g:product_detail": [], "g:product_highlight": []}
    for child in item:
        name = child.tag.replace(G, "g:")
        if name == "g:product_detail":
            found[name].append(tuple(part.text for part in child))
        elif name in {"g:product_highlight", "g:additional_image_link"}:
            found.setdefault(name, []).append(child.text)
        else:
            found[name] = child.text
    return found


def _too_long(item: Thing) -> list[str]:
    return [name for name, most in GOOGLE_LONGEST.items() if len(item.get(f"g:{name}", "")) > most]


def _google_item(d: Thing, v: Thing) -> Thing:
    several = len(d["variants"]) > 1
    both = {"title": _title(d, v), "link": d["url"], "description": _words(d)}
    item = {
        **both,
        **{f"g:{name}": text for name, text in both.items()},
        "guid": v["sku"],
        "g:id": v["sku"],
        "g:image_link": d["photos"][0]["url"],
        "g:additional_image_link": [photo["url"] for photo in d["photos"][1:11]],
        "g:availability": v["availability"],
        "g:price": f"{v['price']['amount']} VND",
        "g:condition": "new",
        "g:brand": d["producer"]["name"],
        "g:gtin": _gtin(v),
        "g:identifier_exists": "yes" if _gtin(v) else "no",
        "g:item_group_id": d["code"] if several else None,
        "g:size": v["pack"] if several else None,
        "g:product_type": _category(d),
        "g:custom_label_0": _stars(d),
        **_measures(v),
        "g:product_highlight": _highlights(d),
        "g:product_detail": _details(d),
    }
    return {name: value for name, value in item.items() if value}


def _highlights(d: Thing) -> list[str]:
    names = ", ".join(dict.fromkeys(map(certificate_name, d.get("certificates", ()))))
    kind, place = d["origin"]["commune"]["name"].split(" ", 1)
    kind = "đặc khu" if kind == "Đặc" else kind.lower()
    place = place.removeprefix("khu ") if kind == "đặc khu" else place
    season = _season(d.get("season_months", []))
    return [
        *([f"Được công nhận OCOP {_stars(d)}"] if _stars(d) else []),
        *([f"Chứng nhận, nhãn hiệu: {names}"] if names else []),
        f"Do {d['producer']['name']} làm ra",
        f"Làm tại {kind} {place}, thành phố Hải Phòng",
        *([f"Có {season}".replace("Có tháng", "Có vào tháng")] if season else []),
    ]


def _season(months: list[int]) -> str:
    told = "quanh năm" if len(months) == 12 else f"tháng {', '.join(map(str, months))}"
    return told if months else ""


def _measures(v: Thing) -> Thing:
    if "unit_price" not in v:
        return {}
    per = v["unit_price"]["reference"]
    return {
        "g:unit_pricing_measure": f"{v['quantity']} {UNITS[v['unit']]}",
        "g:unit_pricing_base_measure": f"{per['value']} {UNITS[per['unit']]}",
    }


def _meta_row(d: Thing, v: Thing) -> Thing:
    several = len(d["variants"]) > 1
    pictures = [p["url"] for p in d["photos"] if min(p["width"], p["height"]) >= 500]
    return {
        "id": v["sku"],
        "title": _title(d, v),
        "description": " ".join(_words(d).split()),
        "availability": META_WORDS[v["availability"]],
        "condition": "new",
        "price": f"{v['price']['amount']} VND",
        "link": d["url"],
        "image_link": pictures[0],
        "brand": d["producer"]["name"],
        "gtin": _gtin(v) or "",
        "additional_image_link": ",".join(pictures[1:21]),
        "item_group_id": d["code"] if several else "",
        "size": v["pack"] if several else "",
        "product_type": _category(d),
        "google_product_category": "",  # no rule maps it here
        "custom_label_0": _stars(d) or "",
        "shipping_weight": "",  # no pack of the demo is weighed with its packing
    }  # fmt: skip


def _acp_product(d: Thing, origin: str) -> Thing:
    facts = [f"{section} – {name}: {value}" for section, name, value in _details(d)]
    photos = d.get("photos", ())
    return {
        "id": d["code"],
        "title": d["name"]["vi"],
        "description": {"plain": "\n".join([_words(d), *facts]).strip()},
        "url": d["url"],
        "media": [
            {"type": "image", "alt_text": p["alt"]["vi"], **{key: p[key] for key in ACP_KEPT}}
            for p in photos
        ],
        "variants": [_acp_variant(d, v, origin) for v in d["variants"]],
    }


def _acp_variant(d: Thing, v: Thing, origin: str) -> Thing:
    tree = {"ocop": "ocop", "agricultural": "merchant"}[d["kind"]]
    categories = [{"value": _category(d), "taxonomy": tree}]
    if stars := _stars(d):
        categories.append({"value": stars, "taxonomy": "ocop_stars"})
    status, measure = v["availability"], {"value": v.get("quantity"), "unit": v.get("unit")}
    variant = {
        "id": v["sku"],
        "title": _title(d, v),
        "url": d["url"],
        "barcodes": [{"type": "GTIN", "value": _gtin(v)}] if _gtin(v) else None,
        "price": {key: v["price"][key] for key in ("amount", "currency")} if "price" in v else None,
        "unit_price": {**v["unit_price"], "measure": measure} if "unit_price" in v else None,
        "availability": {"available": "price" in v and status != "out_of_stock", "status": status},
        "condition": ["new"],
        "variant_options": [{"name": "Quy cách", "value": v["pack"]}],
        "categories": categories,
        "seller": _party(d["producer"]["name"], d["producer"]["url"]),
        "marketplace": _party("Sản vật Hải Phòng", f"{origin}/"),
    }
    return {name: value for name, value in variant.items() if value is not None}


def _party(name: str, url: str) -> Thing:
    return {"name": name, "links": [{"type": "about", "url": url}]}


def _gtin(v: Thing) -> str | None:
    """Leave out what GS1 gives to demonstrations, as those of our lists and generated ones are."""
    return None if v.get("gtin", "").startswith("952") else v.get("gtin")


def _large(d: Thing) -> bool:
    return any(min(p["width"], p["height"]) >= 500 for p in d["photos"])


def _title(d: Thing, v: Thing) -> str:
    name, pack = d["name"]["vi"], v["pack"]
    return name if pack.lower() in name.lower() else f"{name} – {pack}"


def _words(d: Thing) -> str:
    return (d.get("description", {}).get("vi") or d.get("story", "")).strip()


def _category(d: Thing) -> str:
    steps = [d["category"].get(key, {}).get("vi") for key in ("section", "group", "set_name")]
    return " > ".join(dict.fromkeys(step for step in steps if step))


def _stars(d: Thing) -> str | None:
    return f"{d['ocop']['stars']} sao" if "ocop" in d else None


def _details(d: Thing) -> list[tuple[str, str, str]]:
    origin = d["origin"]
    former = [origin[key] for key in ("former_commune", "former_district") if key in origin]
    days = d.get("shelf_life_days")
    found = [
        ("OCOP", "Hạng sao", _stars(d)),
        ("OCOP", "Quyết định", d.get("ocop", {}).get("decision")),
        ("Xuất xứ", "Nơi sản xuất", f"{origin['commune']['name']}, Hải Phòng"),
        ("Xuất xứ", "Địa danh cũ", ", ".join(former)),
        ("Xuất xứ", "Mã số vùng trồng", origin.get("growing_area")),
        *(("Chứng nhận", certificate_name(c), _told(c)) for c in d.get("certificates", ())),
        ("Sản phẩm", "Giống", d.get("variety")),
        ("Sản phẩm", "Thành phần", d.get("ingredients")),
        ("Sản phẩm", "Bảo quản", d.get("storage")),
        ("Sản phẩm", "Hạn sử dụng", days and f"{days} ngày"),
        ("Sản phẩm", "Mùa vụ", _season(d.get("season_months", []))),
        ("Sản phẩm", "Dùng cho", _uses(d.get("uses", ()))),
    ]
    return [(section, name, value) for section, name, value in found if value]


def _uses(keys: Sequence[str]) -> str:
    """Name uses, but for those of tradition: on a channel they would be a claim."""
    names = (words.PAIRS[f"use_{key}"][0] for key in keys)
    return ", ".join(name for name in names if not name.endswith("dân gian"))


def _told(c: Thing) -> str:
    return known_of(c) or words.PAIRS[f"about_{c['kind']}"][0]
