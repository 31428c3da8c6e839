"""The season calendar, and the feeds."""

PAIRS = {
    "calendar": ("Lịch mùa vụ", "Season calendar"),
    "calendar_lead": (
        (
            "Mười hai tháng của nông sản Hải Phòng: nhóm nào đang vào mùa, tháng sau có gì. Ô đậm "
            "là tháng có sản vật theo mùa; số trong ô là số sản phẩm, bấm vào để xem."
        ),
        (
            "Twelve months of Hải Phòng’s farm goods: which groups are in season, and what comes "
            "next. Dark cells have seasonal goods; the number is how many products there are."
        ),
    ),
    "calendar_table": ("Số sản phẩm của từng nhóm theo tháng", "Products of each group by month"),
    "calendar_now": ("Đang vào mùa: {month}", "In season: {month}"),
    "calendar_next": ("Sắp vào mùa: {month}", "Next in season: {month}"),
    "calendar_next_lead": (
        "Vụ mới bắt đầu trong {month}",
        "Seasons that begin in {month}",
    ),
    "calendar_next_all": ("Xem sản vật có trong {month}", "See everything of {month}"),
    "calendar_nothing_next": (
        "Không có vụ mới nào bắt đầu trong tháng tới.",
        "No season begins next month.",
    ),
    "calendar_empty": (
        "Chưa có sản vật theo mùa nào trong danh mục.",
        "Nothing seasonal is in the catalogue yet.",
    ),
    "feed_seasons": ("Vào mùa", "Coming into season"),
    "feed_seasons_lead": (
        "Nông sản Hải Phòng bắt đầu vào mùa, theo từng tháng.",
        "Hải Phòng’s farm goods as their seasons begin, month by month.",
    ),
    "feed_seasons_entry": ("{name}: vào mùa {month}", "{name}: in season from {month}"),
    "feed_seasons_summary": (
        "Mùa vụ: {months}. Nơi làm ra: {producer}, {place}.",
        "In season: {months}. Made by {producer}, {place}.",
    ),
    "feed_recognised": ("OCOP mới công nhận", "Newly recognised OCOP products"),
    "feed_recognised_lead": (
        "Sản phẩm OCOP của Hải Phòng theo ngày ký quyết định công nhận, mới nhất trước.",
        "Hải Phòng’s OCOP products by the day of their recognition, the latest first.",
    ),
    "feed_recognised_entry": ("{name}: OCOP {n} sao", "{name}: OCOP, {n} stars"),
    "feed_recognised_summary": (
        "Quyết định {decision}, ký ngày {day}. Nơi làm ra: {producer}, {place}.",
        "Decision {decision}, signed on {day}. Made by {producer}, {place}.",
    ),
    "feed_illustrative": ("Sản phẩm minh hoạ.", "An illustrative product."),
    "feed_follow": ("Theo dõi bằng Atom", "Follow by Atom"),
}
