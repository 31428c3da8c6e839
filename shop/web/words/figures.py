"""What the page of a producer's figures says."""

PAIRS = {
    "nav_figures": ("Số liệu", "Figures"),
    "figures_title": ("Người mua tìm và gọi", "What buyers looked for"),
    "figures_lead": (
        "Đếm theo ngày, không ghi lại ai đã xem.",
        "Counted by the day; nothing is kept of who looked.",
    ),
    "figures_measure": ("Việc", "What"),
    "figures_lately": ("30 ngày", "30 days"),
    "figures_year": ("12 tháng", "12 months"),
    "figures_opened": ("Mở từ kết quả tìm kiếm", "Opened from a search"),
    "figures_word": ("tìm «{word}»", "for “{word}”"),
    "figures_other_words": ("từ khác", "other words"),
    "figures_hidden": ("ẩn", "hidden"),
    "figures_to_shops": ("Sang nơi bán", "Went on to a shop"),
    "figures_calls": ("Bấm gọi", "Pressed the number"),
    "figures_nothing": (
        "Chưa có lượt nào trong 12 tháng.",
        "Nothing was counted in 12 months.",
    ),
    "figures_none": (
        "Cơ sở chưa có sản phẩm nào ở đây, nên chưa có số liệu.",
        "The producer has no product here yet, so there are no figures.",
    ),
    "figures_not_counted": ("Những gì không đếm được", "What is not counted"),
    "figures_not_direct": (
        "Người mở thẳng trang sản phẩm: từ đường dẫn, mã QR, mạng xã hội hay máy tìm kiếm khác.",
        "Who opens a product directly: by a link, a QR code, a social network or another search.",
    ),
    "figures_not_script": (
        "Cuộc gọi từ trình duyệt không chạy JavaScript, và số được chép ra rồi gọi.",
        "Calls from browsers without JavaScript, and numbers that were copied and called.",
    ),
    "figures_not_words": (
        "Từ ít người tìm (dưới 5 lần): gộp vào «từ khác» hoặc ghi «ẩn», để không lộ ai đã tìm.",
        "Words of fewer than 5 searches, also by subtraction: summed as “other words”, or hidden.",
    ),
}
