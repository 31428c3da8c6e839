"""What the public history of a product says."""

PAIRS = {
    "history_title": ("Lịch sử thay đổi", "History of changes"),
    "history_of": ("Lịch sử thay đổi: {name}", "History of changes: {name}"),
    "history_lead": (
        "Mỗi lần trang sản phẩm đổi, ngày và nơi đưa ra thay đổi được ghi lại ở đây.",
        "Each time the product’s page changed, the day and the source are kept here.",
    ),
    "history_hint": (
        "Chữ gạch là bỏ đi, chữ tô nền là thêm vào. Đoạn dài được rút gọn.",
        "Struck words went, marked words came. Long passages are shortened.",
    ),
    "history_by_producer": ("Cơ sở", "Producer"),
    "history_by_official": ("Cán bộ", "Official"),
    "history_by_list": ("Danh sách nhập", "Imported list"),
    "history_by_partner": ("Nơi bán", "Shop"),
    "history_by_system": ("Hệ thống", "System"),
    "history_first": ("Đăng lần đầu.", "Shown for the first time."),
    "history_again": ("Hiển thị lại.", "Shown again."),
    "history_gone": ("Ngừng hiển thị.", "Taken off."),
    "history_erased": (
        "Nội dung của bản này không còn được giữ.",
        "What this version said is no longer kept.",
    ),
    "history_uncompared": (
        "Không so được: nội dung của bản trước không còn được giữ.",
        "Not compared: what the version before said is no longer kept.",
    ),
    "history_photos": ("Đổi ảnh.", "Pictures changed."),
    "history_confirmed": (
        "Giá và phần mô tả không đổi; chi tiết khác được ghi lại.",
        "Price and description stayed; another detail was written anew.",
    ),
    "history_newest": ("Về thay đổi mới nhất", "To the latest changes"),
    "history_older": ("Thay đổi cũ hơn", "Older changes"),
    "history_no_more": ("Không có thay đổi nào cũ hơn.", "There are no older changes."),
    "history_back": ("Trở lại trang sản phẩm", "Back to the product"),
}
