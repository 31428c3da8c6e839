"""A small catalogue: two communes, two producers, one set, and products as a list states them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from search.vietnamese import sort_key
from shop.inputs.tables import CertificateInput, PackInput, ProductInput, RecognitionInput
from shop.intake.products import save_products
from shop.models import (
    CertificateKind,
    Commune,
    CommuneKind,
    Consent,
    Evidence,
    Kind,
    OcopSet,
    Producer,
    Purpose,
    RecognitionType,
    SaleRestriction,
    SubjectType,
    Unit,
)

COMMUNES = {"11728": "Xã Kiến Hưng", "11761": "Xã Quyết Thắng"}
PRODUCERS = {"HP-CS-101": "Cơ sở chế biến Làng Chài", "HP-CS-102": "Hợp tác xã Thụy Hương"}
SET = "08"
CONSENTED = datetime(2026, 1, 1, tzinfo=UTC)
CA_MOI, GAO_RUOI, TRA_SEN = "HP-OCOP-0001", "HP-OCOP-0002", "HP-OCOP-0003"


async def a_small_catalogue() -> None:
    """Write what products refer to; every producer has consented to everything."""
    await places_and_a_set()
    for (code, name), commune in zip(PRODUCERS.items(), COMMUNES, strict=True):
        await a_producer(code, name, commune)


async def places_and_a_set() -> None:
    for code, name in COMMUNES.items():
        await Commune.create(
            code=code,
            name=name,
            name_sort=sort_key(name),
            kind=CommuneKind.COMMUNE,
            province_code="31",
            former_districts="Huyện Kiến Thụy",
            former_province="Thành phố Hải Phòng",
            valid_from=date(2025, 7, 1),
        )
    await OcopSet.create(
        number=SET,
        section_no="I",
        section_vi="Sản phẩm thực phẩm",
        section_en="Food",
        group_vi="Thực phẩm chế biến",
        group_en="Processed food",
        name_vi="Chế biến từ thịt, thủy sản",
        name_en="Processed meat and fish",
    )


async def a_producer(code: str, name: str, commune: str) -> None:
    await Producer.create(
        code=code,
        name=name,
        name_sort=sort_key(name),
        subject_type=SubjectType.COOPERATIVE,
        commune_id=commune,
        evidence=Evidence.ILLUSTRATIVE,
    )
    for purpose in Purpose:
        await Consent.create(producer_id=code, purpose=purpose, basis="test", given_at=CONSENTED)


async def lang_chai(code: str) -> str:
    """Make the producer of preserved fish, and the set of its goods; give its commune."""
    await OcopSet.create(
        number="08", section_no="I", section_vi="Thực phẩm", section_en="Food",
        group_vi="Chế biến", group_en="Processed", name_vi="Thủy sản", name_en="Fish",
    )  # fmt: skip
    commune: str = (await Producer.all().order_by("code").first()).commune_id
    await a_producer(code, "Cơ sở chế biến Làng Chài", commune)
    return commune


PACK = {"pack", "quantity", "unit", "price", "gtin"}


def goods(code: str = CA_MOI, **differences: Any) -> ProductInput:
    """State an OCOP product without stars or certificates, as a list would."""
    usual = ProductInput(
        code=code,
        kind=Kind.OCOP,
        name_vi="Cá mòi kho Làng Chài",
        name_en="Lang Chai braised sardines",
        description_vi="Cá mòi kho nhiều lửa với riềng, gừng và nước mắm.",
        description_en="Sardines slowly braised with galangal and ginger.",
        keywords=["cá mòi kho", "cá kho riềng"],
        commune_id="11728",
        former_commune="Xã Đại Hà",
        former_district="Huyện Kiến Thụy",
        producer_id="HP-CS-101",
        ocop_set_id=SET,
        sale_restriction=SaleRestriction.NONE,
        evidence=Evidence.ILLUSTRATIVE,
        source_url="",
        packs=[PackInput(pack="hộp 400 g", quantity=Decimal(400), unit=Unit.GRAM, price=125_000)],
    )
    offer = {name: differences.pop(name) for name in PACK & differences.keys()}
    kinds = differences.pop("certificates", [])
    return replace(
        usual,
        packs=[replace(usual.packs[0], **offer)],
        certificates=[CertificateInput(kind=kind) for kind in kinds],
        **differences,
    )


def stars(number: int, signed_on: date, expires_on: date) -> RecognitionInput:
    return RecognitionInput(
        stars=number,
        type=RecognitionType.NEW,
        decision=f"{signed_on:%d%m%Y}/QĐ-UBND",
        issuer="UBND thành phố Hải Phòng",
        signed_on=signed_on,
        expires_on=expires_on,
    )


async def on_show(*stated: ProductInput) -> None:
    """Write products and publish them."""
    await save_products(stated, by="test", publish=True)


VIETGAP = CertificateKind.VIETGAP
