"""What the values of a document are called, and how certificates are told: in pages and files.

The pages read this table (shop/web/words), so a file cannot call a thing by another name.
"""

from shop.formats.document import Certificate
from shop.formats.text import one_line
from shop.formats.uses import USES

VIETNAMESE, ENGLISH = "vi", "en"
PAIRS = {
    "agricultural": ("Nông sản", "Farm goods"),
    "ocop": ("Sản phẩm OCOP", "OCOP products"),
    "in_stock": ("Còn hàng", "In stock"),
    "out_of_stock": ("Tạm hết hàng", "Out of stock"),
    "preorder": ("Nhận đặt trước", "Pre-order"),
    "not_online_title": (
        "Chỉ giới thiệu, không bán trực tuyến",
        "For information only: not sold online",
    ),
    "adults_only_title": ("Chỉ dành cho người từ 18 tuổi", "For adults of 18 and over only"),
    "evidence_illustrative": ("Minh hoạ", "Illustrative"),
    "evidence_sourced": ("Có nguồn công khai", "From a public source"),
    "recognised_new": ("Cấp mới", "New"),
    "recognised_reissued": ("Cấp lại", "Issued again"),
    "recognised_upgraded": ("Nâng hạng", "Upgraded"),
    "standing_valid": ("Còn hạn", "Valid"),
    "standing_superseded": ("Đã có công nhận mới", "Replaced by a newer one"),
    "standing_ended": ("Hết hạn", "Ended"),
    "standing_revoked": ("Bị thu hồi", "Withdrawn"),
    "standing_coming": ("Chưa đến ngày", "Not yet in force"),
    "subject_HTX": ("Hợp tác xã", "Cooperative"),
    "subject_THT": ("Tổ hợp tác", "Cooperative group"),
    "subject_DOANH_NGHIEP": ("Doanh nghiệp", "Company"),
    "subject_TRANG_TRAI": ("Trang trại", "Farm"),
    "subject_HO_KINH_DOANH": ("Hộ kinh doanh", "Household business"),
    "subject_CO_SO_SX": ("Cơ sở sản xuất", "Workshop"),
    "subject_KHAC": ("Chủ thể khác", "Other"),
    "unit_g": ("g", "g"),
    "unit_kg": ("kg", "kg"),
    "unit_ml": ("ml", "ml"),
    "unit_l": ("lít", "litre"),
    "unit_piece": ("đơn vị", "piece"),
    "told_number": ("số {}", "no. {}"),
    "told_issuer": ("do {} cấp", "issued by {}"),
    "told_issued": ("ngày cấp {}", "dated {}"),
    "told_until": ("đến {}", "until {}"),
    "certificate_VIETGAP": ("VietGAP", "VietGAP"),
    "about_VIETGAP": (
        "Trồng trọt, chăn nuôi theo quy trình thực hành nông nghiệp tốt của Việt Nam.",
        "Grown by Việt Nam’s rules of good agricultural practice.",
    ),
    "certificate_GLOBALGAP": ("GlobalG.A.P.", "GlobalG.A.P."),
    "about_GLOBALGAP": (
        "Sản xuất theo tiêu chuẩn thực hành nông nghiệp tốt quốc tế.",
        "Grown by the international standard of good agricultural practice.",
    ),
    "certificate_ORGANIC_VN": ("Hữu cơ Việt Nam", "Vietnamese organic"),
    "about_ORGANIC_VN": (
        "Sản xuất hữu cơ theo tiêu chuẩn TCVN 11041.",
        "Organic by the Vietnamese standard TCVN 11041.",
    ),
    "certificate_ORGANIC_OTHER": ("Hữu cơ (tiêu chuẩn khác)", "Organic (another standard)"),
    "about_ORGANIC_OTHER": (
        "Được chứng nhận hữu cơ theo tiêu chuẩn nước ngoài.",
        "Certified organic by a foreign standard.",
    ),
    "certificate_HACCP": ("HACCP", "HACCP"),
    "about_HACCP": (
        "Cơ sở kiểm soát các mối nguy về an toàn thực phẩm ở từng công đoạn.",
        "The maker controls food-safety hazards at every step.",
    ),
    "certificate_ISO22000": ("ISO 22000", "ISO 22000"),
    "about_ISO22000": (
        "Cơ sở có hệ thống quản lý an toàn thực phẩm theo tiêu chuẩn quốc tế.",
        "The maker runs a food-safety system by the international standard.",
    ),
    "certificate_ATTP": ("Đủ điều kiện an toàn thực phẩm", "Food-safety eligibility"),
    "about_ATTP": (
        "Cơ sở được cấp giấy chứng nhận đủ điều kiện an toàn thực phẩm.",
        "The maker holds the official food-safety certificate.",
    ),
    "certificate_SELF_DECLARATION": (
        "Tự công bố sản phẩm",
        "Self-declared product",
    ),
    "about_SELF_DECLARATION": (
        "Cơ sở đã tự công bố chất lượng và chịu trách nhiệm về sản phẩm.",
        "The maker has publicly declared the product’s quality and answers for it.",
    ),
    "certificate_CONFORMITY": ("Công bố hợp quy", "Declared conformity"),
    "about_CONFORMITY": (
        "Sản phẩm được công bố phù hợp quy chuẩn kỹ thuật.",
        "Declared to meet the technical regulation.",
    ),
    "certificate_GI": ("Chỉ dẫn địa lý", "Geographical indication"),
    "about_GI": (
        "Tên gọi được bảo hộ, chỉ dành cho sản phẩm của đúng vùng này.",
        "A protected name, only for goods from this very area.",
    ),
    "certificate_COLLECTIVE_MARK": ("Nhãn hiệu tập thể", "Collective mark"),
    "about_COLLECTIVE_MARK": (
        "Nhãn hiệu đã đăng ký của một hội hoặc hợp tác xã, các thành viên cùng dùng.",
        "A registered mark that the members of a cooperative or association share.",
    ),
    "certificate_CERT_MARK": ("Nhãn hiệu chứng nhận", "Certification mark"),
    "about_CERT_MARK": (
        "Nhãn hiệu đã đăng ký, chứng nhận nguồn gốc hoặc chất lượng.",
        "A registered mark that certifies origin or quality.",
    ),
    "certificate_TRADEMARK": ("Nhãn hiệu đã đăng ký", "Registered trademark"),
    "about_TRADEMARK": (
        "Tên hoặc logo đã được đăng ký bảo hộ.",
        "The name or logo is legally protected.",
    ),
    **{f"use_{key}": names for key, names in USES.items()},
}

FIELDS = {
    "availability": "Tình trạng hàng",
    "category": "Nhóm hàng",
    "description": "Mô tả",
    "evidence": "Căn cứ",
    "gtin": "Mã vạch GTIN",
    "name": "Tên",
    "photos": "Ảnh",
    "price": "Giá",
    "producer": "Cơ sở",
    "quantity": "Khối lượng tịnh",
    "sale_restriction": "Hạn chế bán",
    "sales": "Nơi bán",
    "state": "Trạng thái",
    "variants": "Quy cách",
}
"""Field that an obstacle names (shop/formats/remedies.py) → what people call it."""


def said(key: str, language: str = VIETNAMESE) -> str:
    """Give one text by its name, such as `unit_kg`."""
    vi, en = PAIRS[key]
    return en if language == ENGLISH else vi


def name_of(certificate: Certificate, language: str = VIETNAMESE) -> str:
    return said(f"certificate_{certificate['kind']}", language)


def details_of(certificate: Certificate, language: str = VIETNAMESE) -> str:
    """Give number, issuer and days as far as they are known: `số 12, do … cấp, đến 31/12/2026`."""
    details = {
        said("told_number", language): one_line(certificate.get("number", "")),
        said("told_issuer", language): one_line(certificate.get("issuer", "")),
        said("told_issued", language): _day(certificate.get("issued_on", ""), language),
        said("told_until", language): _day(certificate.get("expires_on", ""), language),
    }
    return ", ".join(pattern.format(text) for pattern, text in details.items() if text)


def explained(certificate: Certificate, language: str = VIETNAMESE) -> str:
    """Give what is known of a certificate, or else what it means."""
    meaning = said(f"about_{certificate['kind']}", language)
    return details_of(certificate, language) or meaning


def told(certificate: Certificate, language: str = VIETNAMESE) -> str:
    """Name a certificate with what is known of it: `VietGAP (số 12, do … cấp)`."""
    name, details = name_of(certificate, language), details_of(certificate, language)
    return f"{name} ({details})" if details else name


def _day(day: str, language: str) -> str:
    """Write a day as it is read; in English the ISO day is the one that misleads nowhere."""
    return day if language == ENGLISH else "/".join(reversed(day.split("-")))
