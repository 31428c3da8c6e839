"""What pages say of the ways to a producer and its goods."""

PAIRS = {
    "contact": ("Liên hệ", "Contact"),
    "ways": ("Cách liên hệ và mua", "Ways to contact and buy"),
    "call": ("Gọi", "Call"),
    "zalo": ("Zalo", "Zalo"),
    "directions": ("Chỉ đường", "Directions"),
    "to_sellers": ("Nơi bán", "Buy at"),
    "own_shop": ("Cửa hàng của cơ sở", "The producer’s own shop"),
    "contact_name": ("Người liên hệ", "Ask for"),
    "phone": ("Điện thoại", "Telephone"),
    "address": ("Địa chỉ", "Address"),
    "opening": ("Giờ mở cửa", "Opening hours"),
    "how_to_order": ("Cách đặt hàng", "How to order"),
    "minimum_order": ("Đặt ít nhất", "Minimum order"),
    "delivery_area": ("Nơi giao hàng", "Delivers to"),
    "illustrative_number": ("số minh hoạ", "illustrative number"),
    "illustrative_contact": ("thông tin minh hoạ", "illustrative"),
    "ask_commune": ("Hỏi UBND", "Ask the People’s Committee of"),
    "no_contact": (
        "Ở đây chưa có cách liên hệ với cơ sở.",
        "How to reach the producer is not shown here.",
    ),
}
