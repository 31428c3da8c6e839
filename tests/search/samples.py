"""A few real goods of the catalogue, as an engine sees them; the producers are made up."""

from search.engine import Entry

NOW = 1_795_000_000
PAST = NOW - 86_400
FUTURE = NOW + 86_400


def goods() -> list[Entry]:
    return [*_fish_sauces(), *_fruit_and_vegetables(), *_look_alikes(), *_others()]


def _fish_sauces() -> list[Entry]:
    places = ("Đặc khu Cát Hải", "Huyện Cát Hải")
    category = ("Gia vị", "Condiments")
    return [
        Entry(
            code="HP-OCOP-0026",
            name="Nước mắm Cát Hải",
            name_en="Cat Hai fish sauce",
            keywords=("mắm Cát Hải", "nước mắm truyền thống"),
            producer="Công ty minh hoạ 07",
            places=places,
            category=category,
            text="Nước mắm ủ chượp từ cá biển và muối, màu hổ phách.",
            kind="ocop",
            group="08",
            commune_code="11917",
            producer_code="HP-CS-107",
            certificates=("HACCP",),
            uses=("gia-vi-kho", "qua-bieu"),
            stars=4,
            badges_until=FUTURE,
            price=85_000,
            recognised_on=738_000,
        ),
        Entry(
            code="HP-OCOP-0119",
            name="Nước mắm nhĩ Cát Hải chai thủy tinh 250 ml",
            name_en="Cat Hai drip fish sauce, 250 ml glass",
            keywords=("mắm nhĩ", "nước mắm quà tặng"),
            producer="Công ty minh hoạ 07",
            places=places,
            category=category,
            text="Giọt nước mắm đầu tiên của mẻ chượp.",
            kind="ocop",
            group="08",
            commune_code="11917",
            producer_code="HP-CS-107",
            certificates=("HACCP", "ISO_22000"),
            stars=4,
            badges_until=PAST,
            price=150_000,
            recognised_on=737_000,
        ),
    ]


def _fruit_and_vegetables() -> list[Entry]:
    return [
        _agricultural(
            "HP-NS-0064",
            "Vải thiều Thanh Hà",
            name_en="Thanh Ha lychees",
            group="trai-cay",
            category=("Trái cây",),
            places=("Xã Thanh Hà", "Xã Thanh Sơn", "Huyện Thanh Hà"),
            commune_code="10816",
            certificates=("VIETGAP", "GI"),
            uses=("trang-mieng", "qua-bieu"),
            season_months=(5, 6),
            price=45_000,
            recognised_on=738_500,
        ),
        _agricultural(
            "HP-NS-0180",
            "Đu đủ Thanh Sơn",
            name_en="Thanh Son papaya",
            group="trai-cay",
            category=("Trái cây",),
            places=("Xã Kiến Thụy", "Xã Thanh Sơn", "Huyện Kiến Thụy"),
            commune_code="11680",
            season_months=tuple(range(1, 13)),
            price=20_000,
        ),
        _agricultural(
            "HP-NS-0202",
            "Cua gạch",
            name_en="Roe crab",
            group="thuy-san-nuoi",
            category=("Thuỷ sản nuôi",),
            places=("Đặc khu Cát Hải", "Huyện Cát Hải"),
            commune_code="11917",
            season_months=(9, 10, 11),
            uses=("mam-co",),
            price=450_000,
        ),
        _agricultural(
            "HP-NS-0015",
            "Măng tây",
            name_en="Asparagus",
            keywords=("măng tây xanh",),
            group="rau",
            category=("Rau",),
            places=("Xã Vĩnh Bảo", "Huyện Vĩnh Bảo"),
            commune_code="11824",
            certificates=("VIETGAP",),
            text="Ngọn măng của vùng đất bãi, hái mỗi sáng.",
            price=80_000,
        ),
    ]


def _look_alikes() -> list[Entry]:
    """Names that differ in their marks only, as they stand in the catalogue on purpose."""
    return [
        _agricultural("HP-NS-0170", "Dưa Vinh Quang", name_en="Vinh Quang melon", price=15_000),
        _agricultural("HP-NS-0171", "Dừa Vinh Quang", name_en="Vinh Quang coconut", price=12_000),
        _agricultural("HP-NS-0189", "Dâu quả Giang Biên", name_en="Giang Bien mulberries"),
        _agricultural("HP-NS-0188", "Đậu quả Giang Biên", name_en="Giang Bien beans"),
        _agricultural("HP-NS-0176", "Dứa Bắc An", name_en="Bac An pineapple", price=18_000),
    ]


def _others() -> list[Entry]:
    return [
        Entry(
            code="HP-OCOP-0031",
            name="Bánh đậu xanh Rồng vàng",
            name_en="Golden Dragon mung bean cakes",
            keywords=("bánh đậu xanh", "quà Hải Dương"),
            producer="Công ty minh hoạ 31",
            places=("Phường Hải Dương", "Thành phố Hải Dương"),
            category=("Thực phẩm chế biến", "Processed food"),
            kind="ocop",
            group="05",
            commune_code="10525",
            producer_code="HP-CS-131",
            stars=5,
            price=60_000,
            recognised_on=738_700,
        ),
        Entry(
            code="HP-NS-0002",
            name="Rượu nếp cái hoa vàng Tiên Lãng",
            name_en="Tien Lang glutinous-rice spirit",
            keywords=("rượu nếp", "rượu quê"),
            producer="HTX minh hoạ 05",
            places=("Xã Quyết Thắng", "Xã Đại Thắng", "Huyện Tiên Lãng"),
            category=("Sơ chế và muối",),
            text="Ủ men rồi chưng cất, uống kèm mực một nắng.",
            kind="agri",
            group="so-che",
            commune_code="11761",
            producer_code="HP-CS-005",
            sellable=False,
            price=120_000,
        ),
    ]


def _agricultural(code: str, name: str, **facts: object) -> Entry:
    return Entry(**(_PLAIN | {"code": code, "name": name} | facts))


_PLAIN = {
    "kind": "agri",
    "group": "trai-cay",
    "commune_code": "11791",
    "producer_code": "HP-CS-008",
    "producer": "Trang trại minh hoạ 35",
}


def named_goods() -> list[Entry]:
    """Give goods that codes, places and spellings set apart."""
    former = {"places": ("Phường Bắc An", "Thành phố Chí Linh"), "regions": ("Tỉnh Hải Dương",)}
    return [
        _agricultural(
            "HP-NS-0901",
            "Gạo tẻ ruộng rươi",
            producer_code="HP-CS-901",
            codes=("HP-CS-901", "9520005000016", "144/QĐ-UBND"),
            price=90_000,
        ),
        _agricultural("HP-NS-0902", "Gà đồi", **former),
        _agricultural("HP-NS-0903", "Gà ta", places=("Phường Hải An", "Quận Dương Kinh")),
        _agricultural("HP-NS-0904", "Mít tố nữ", producer="HTX minh hoạ 02 – Xã Quyết Thắng"),
        _agricultural("HP-NS-0905", "Mít thái", places=("Xã Quyết Thắng",)),
        _agricultural("HP-NS-0906", "Đu đủ Mỹ Đức"),
        _agricultural("HP-NS-0907", "Hoa cúc Mĩ Đức"),
    ]
