"""What pages say to a producer about its own products, their prices and stock."""

PAIRS = {
    "own_title": ("Sản phẩm của tôi", "My products"),
    "own_choose": ("Bạn làm cho cơ sở nào?", "Which producer do you work for?"),
    "own_choose_hint": (
        "Chọn một cơ sở. Đổi sang cơ sở khác lúc nào cũng được.",
        "Choose one. You can change to another at any time.",
    ),
    "own_offer": ("{name} muốn bạn cùng làm.", "{name} wants you to work for it."),
    "own_offer_yes": ("Nhận lời", "Accept"),
    "own_offer_no": ("Từ chối", "Decline"),
    "own_none": ("Bạn chưa có cơ sở nào ở đây", "You have no producer here yet"),
    "own_none_letter": (
        "Bạn có giấy mời của UBND xã, phường?",
        "Do you have a letter from your commune’s office?",
    ),
    "own_none_letter_go": ("Nhập mã trên giấy mời", "Type the code of the letter"),
    "own_none_new": ("Cơ sở của bạn chưa có ở đây?", "Is your producer not here yet?"),
    "own_none_new_go": ("Đăng ký cơ sở", "Register a producer"),
    "own_n_packs": ("{n} loại hàng", "{n} pack|{n} packs"),
    "own_still": ("Vẫn đúng", "All still right"),
    "own_still_hint": (
        "Giá và hàng của {packs} còn đúng? Bấm một lần, tính đến hết {day}.",
        "Are price and stock of {packs} right? One tap says so, through {day}.",
    ),
    "own_state": ("Trên trang công khai", "On the public page"),
    "own_state_shown": ("Đang hiển thị", "On show"),
    "own_state_no_consent": ("Chưa hiển thị", "Not shown yet"),
    "own_state_suspended": (
        "Tạm ngừng theo quyết định của cán bộ",
        "Suspended by an official’s decision",
    ),
    "own_state_stopped": ("Đã ngừng đăng", "Taken off"),
    "own_state_unpublished": ("Chưa đăng", "Not published yet"),
    "own_next_no_consent": (
        "Đang chờ bạn đồng ý cho hiện tên cơ sở.",
        "It waits for you to agree that the producer’s name is shown.",
    ),
    "own_next_suspended": (
        "Hãy hỏi UBND xã, phường để biết lý do và cách đăng lại.",
        "Ask your commune’s office why, and how it can be shown again.",
    ),
    "own_next_unpublished": (
        "Cán bộ xã, phường sẽ đăng sau khi xem thông tin.",
        "Your commune’s office publishes it once it has looked at it.",
    ),
    "own_next_stock": (
        "Đã lâu bạn chưa báo còn hay hết hàng. Hãy báo lại.",
        "You said long ago whether it is in stock. Please say so again.",
    ),
    "own_answer": ("Xem và trả lời", "Look and answer"),
    "own_not_online": (
        "Pháp luật hạn chế bán hàng này qua mạng, nên trang không hiện giá.",
        "The law restricts selling this online, so its page shows no price.",
    ),
    "own_stock_unknown": ("Chưa báo còn hay hết hàng", "Stock not told"),
    "own_say_con": ("Còn hàng", "In stock"),
    "own_say_het": ("Hết hàng", "Sold out"),
    "own_change_price": ("Đổi giá", "Change price"),
    "own_more": ("Thêm", "More"),
    "own_stop": ("Ngừng đăng", "Take off"),
    "own_stop_hint": (
        "Trong 90 ngày bạn tự đăng lại được, nếu thông tin không đổi.",
        "For 90 days you can show it again yourself, if nothing of it is edited.",
    ),
    "own_again": ("Đăng lại", "Show again"),
    "own_page": ("Xem trang", "See the page"),
    "own_empty": (
        "Cơ sở chưa có sản phẩm nào ở đây.",
        "There are no products of this producer here yet.",
    ),
    "own_following": ("Xem tiếp", "More products"),
    "own_from_start": ("Về đầu danh sách", "Back to the beginning"),
    "own_quick": ("Đổi giá nhanh bằng một đường dẫn", "Quick prices by a link"),
    "own_done_gia": (
        "Đã đổi giá. Trang sản phẩm đã cập nhật.",
        "The price is changed, and so is the page.",
    ),
    "own_done_con": (
        "Đã báo còn hàng. Trang sản phẩm đã cập nhật.",
        "It is in stock, and its page says so.",
    ),
    "own_done_het": (
        "Đã báo hết hàng. Trang sản phẩm đã cập nhật.",
        "It is sold out, and its page says so.",
    ),
    "own_done_ngung": (
        "Đã ngừng đăng. Người mua không thấy sản phẩm này nữa.",
        "It is taken off: buyers do not see it any more.",
    ),
    "own_done_lai": (
        "Đã đăng lại. Người mua lại thấy sản phẩm này.",
        "It is on show again.",
    ),
    "own_done_van_dung": (
        "Đã xác nhận {packs}. Tình trạng hàng tính đến hết {day}, hoặc đến hết mùa.",
        "{packs} confirmed. What is said of stock holds through {day}, or until the season ends.",
    ),
    "own_price_title": ("Giá mới", "New price"),
    "own_price_hint": ("Ví dụ 125k", "Such as 125k"),
    "own_price_amount": ("Ghi giá", "A price"),
    "own_price_request": ("Ghi «Liên hệ»", "On request"),
    "own_price_save": ("Lưu giá", "Save price"),
    "own_price_how": ("Cách ghi giá", "How the price is shown"),
    "own_buyers": ("Người mua thấy", "Buyers see"),
    "own_link_title": ("Đổi giá nhanh", "Quick prices"),
    "own_link_what": (
        (
            "Một đường dẫn riêng mở ngay trang giá và hàng, không cần nhập mã. Ai có đường dẫn này "
            "cũng đổi được giá và báo hết hàng thay bạn."
        ),
        (
            "A link of its own opens prices and stock at once, without a code. All who have the "
            "link can change prices and stock in your name."
        ),
    ),
    "own_link_off": ("Đang tắt.", "It is off."),
    "own_link_on": ("Đang bật từ ngày {day}.", "It is on since {day}."),
    "own_link_used": ("Dùng lần cuối ngày {day}.", "Last used on {day}."),
    "own_link_unused": ("Chưa dùng lần nào.", "Not used yet."),
    "own_link_switch_on": ("Bật", "Switch on"),
    "own_link_again": ("Làm đường dẫn mới", "Make a new link"),
    "own_link_again_hint": (
        "Đường dẫn cũ hết dùng được ngay.",
        "The former link stops working at once.",
    ),
    "own_link_switch_off": ("Tắt", "Switch off"),
    "own_link_once": (
        "Chỉ hiện lần này. Hãy lưu lại, hoặc chụp mã bằng điện thoại khác.",
        "It is shown this once. Keep it, or scan the code with another phone.",
    ),
    "own_link_copy": ("Đường dẫn của bạn", "Your link"),
    "own_link_code": ("Mã QR của đường dẫn", "QR code of the link"),
    "own_link_is_off": (
        "Đã tắt. Đường dẫn cũ không dùng được nữa.",
        "It is off. The former link does not work any more.",
    ),
    "own_quick_title": ("Giá và hàng", "Prices and stock"),
    "own_quick_save": ("Lưu", "Save"),
}
