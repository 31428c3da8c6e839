"""Communes of today, and the units merged into them on 1 July 2025 (QĐ 19/2025/QĐ-TTg)."""

from enum import StrEnum

from tortoise import fields

from shop.models.columns import Imported, belongs_to, choice_column, name_column


class CommuneKind(StrEnum):
    WARD = "ward"
    COMMUNE = "commune"
    SPECIAL_ZONE = "special_zone"


class Commune(Imported):
    """Keyed by code: two names differ by one tone mark, and old codes came back under new names."""

    code = fields.CharField(max_length=5, primary_key=True)
    name = name_column()
    name_sort = fields.CharField(max_length=400)
    kind = choice_column(CommuneKind)
    province_code = fields.CharField(max_length=2)
    former_districts = fields.CharField(max_length=400)
    former_province = name_column()
    valid_from = fields.DateField()
    valid_to = fields.DateField(null=True)
    version = fields.IntField(default=1, db_default=1)
    """Of its name: one more with every edit."""

    class Meta:
        table = "commune"


class FormerCommune(Imported):
    """A unit that is printed on old papers; `commune` is where (most of) it lies today."""

    id = fields.IntField(primary_key=True)
    valid_period = fields.CharField(max_length=16)
    code = fields.CharField(max_length=5, default="")
    name = name_column()
    district = name_column()
    province = name_column()
    commune = belongs_to("Commune", "former")
    how = fields.CharField(max_length=200, default="")
    flag = fields.CharField(max_length=200, default="")

    class Meta:
        table = "former_commune"
        unique_together = (("valid_period", "name", "district", "commune"),)
