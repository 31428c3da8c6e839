"""What columns of lists and fields of forms are called; English says the column's own name."""

from media.sentences import Sentence, phrase

LABELS = {
    column: phrase(vi, column)
    for column, vi in {
        "code": "mã",
        "name": "tên",
        "name_vi": "tên tiếng Việt",
        "name_en": "tên tiếng Anh",
        "type": "loại đơn vị",
        "province_code": "mã tỉnh",
        "former_districts_2025": "các huyện, quận cũ",
        "former_province": "tỉnh cũ",
        "valid_period": "thời kỳ có hiệu lực",
        "old_ward_code": "mã xã cũ",
        "old_ward_name": "tên xã cũ",
        "old_district": "huyện, quận cũ",
        "old_province": "tỉnh cũ",
        "new_code": "mã xã mới",
        "new_name": "tên xã mới",
        "how": "cách sắp xếp",
        "flag": "ghi chú",
        "set_no": "bộ sản phẩm OCOP",
        "section_no": "số ngành",
        "section_vi": "tên ngành tiếng Việt",
        "section_en": "tên ngành tiếng Anh",
        "group": "nhóm",
        "group_vi": "tên nhóm tiếng Việt",
        "group_en": "tên nhóm tiếng Anh",
        "subgroup_vi": "tên phân nhóm tiếng Việt",
        "subgroup_en": "tên phân nhóm tiếng Anh",
        "consents": "các mục đích đồng ý",
        "producer_code": "mã cơ sở",
        "subject_type": "loại chủ thể",
        "commune_code": "mã xã",
        "commune_name": "tên xã",
        "former_district": "huyện, quận cũ",
        "former_commune": "xã cũ",
        "evidence": "căn cứ",
        "source_url": "địa chỉ nguồn",
        "contact_name": "tên người liên hệ",
        "phone": "điện thoại",
        "zalo": "Zalo",
        "address": "địa chỉ",
        "opening": "giờ mở cửa",
        "how_to_order": "cách đặt hàng",
        "minimum_order": "mức đặt ít nhất",
        "delivery_area": "nơi giao hàng",
        "shop_url": "địa chỉ cửa hàng trên mạng",
        "pack": "quy cách",
        "price_vnd": "giá",
        "price_on": "ngày có giá này",
        "availability": "tình trạng hàng",
        "availability_on": "ngày có tình trạng hàng này",
        "certificates": "chứng nhận",
        "sale_restriction": "hạn chế bán",
        "keywords": "từ khoá",
        "pictures": "ảnh",
        "gtin": "mã vạch GTIN",
        "description_vi": "mô tả tiếng Việt",
        "description_en": "mô tả tiếng Anh",
        "variety": "giống",
        "season_months": "mùa vụ",
        "sale_unit": "đơn vị bán",
        "growing_area_code": "mã vùng trồng",
        "stars": "hạng sao",
        "recognition_type": "hình thức công nhận",
        "decision_no": "số quyết định",
        "issuer": "cơ quan ban hành",
        "signed_on": "ngày ký",
        "expires_on": "ngày hết hạn",
        "net_quantity": "khối lượng tịnh",
        "net_unit": "đơn vị tính",
        "ingredients_vi": "thành phần",
        "storage_vi": "cách bảo quản",
        "shelf_life_days": "hạn dùng",
        "story_vi": "câu chuyện sản phẩm",
    }.items()
}

OF_FORMS = {
    "topic": phrase("chỗ sai", "what is wrong"),
    "text": phrase("phần mô tả", "the text"),
    "place": phrase("xã, phường", "the commune"),
    "answer": phrase("câu trả lời", "the answer"),
}
"""What fields of forms are called that are columns of no list."""


def label(column: str) -> Sentence:
    """Name a column or field; one without a name of its own is called as it is written."""
    return LABELS.get(column) or OF_FORMS.get(column) or phrase(column, column)
