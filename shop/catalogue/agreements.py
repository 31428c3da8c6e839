"""What a producer's owner is asked to agree to by their own hand: a text for each purpose.

With each consent its text is kept, letter for letter, in the language in which it was read. A text
that is changed gets another version; consents to a former one stand until they are taken back.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from media.sentences import Sentence
from shop.models import Purpose


@dataclass(frozen=True, slots=True)
class Agreement:
    """One sentence of what it is, and one of what follows."""

    version: str
    text: Sentence


AGREEMENTS: Mapping[Purpose, Agreement] = {
    Purpose.CATALOGUE: Agreement(
        "2026-11",
        Sentence(
            "Tôi cho hiện tên cơ sở, xã phường và sản phẩm trên trang công khai."
            " Khi đó ai cũng xem và tìm thấy được.",
            "I let the public pages show the producer’s name, commune and products."
            " Everybody can then see and find them.",
        ),
    ),
    Purpose.CONTACT: Agreement(
        "2026-11",
        Sentence(
            "Tôi cho trang công khai hiện điện thoại, Zalo, địa chỉ, người liên hệ và cách đặt"
            " hàng. Khi đó người mua liên hệ thẳng; các sàn không nhận được thông tin này.",
            "I let the public pages show telephone, Zalo, address, whom to ask for and how to"
            " order. Buyers can then ask directly; marketplaces are not given any of it.",
        ),
    ),
    Purpose.MARKETPLACES: Agreement(
        "2026-11",
        Sentence(
            "Tôi cho các sàn, đối tác chép thông tin và ảnh sản phẩm để giới thiệu và bán."
            " Khi đó thông tin nằm trong dữ liệu mở, ai cũng chép được.",
            "I let marketplaces and partners copy what is said of my products, with pictures, to"
            " show and sell them. It is then open data, which all may copy.",
        ),
    ),
    Purpose.STATISTICS: Agreement(
        "2026-11",
        Sentence(
            "Tôi cho thành phố dùng số liệu của cơ sở khi lập thống kê chung."
            " Hiện chưa có thống kê nào dùng số liệu này.",
            "I let the city use the producer’s figures when it makes statistics."
            " At present no statistics use them.",
        ),
    ),
}
"""In the order in which they are asked."""
