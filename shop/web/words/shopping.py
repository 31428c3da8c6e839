"""What the shopping list says, and what sends an address on."""

PAIRS = {
    "list_title": ("Danh sách đi chợ", "Shopping list"),
    "list_lead": (
        "Những thứ bạn định mua, xếp theo cơ sở. Danh sách chỉ được giữ trên máy của bạn.",
        "What you mean to buy, by producer. The list is kept on your device only.",
    ),
    "list_added": ("Đã đưa vào danh sách: {name}.", "Put on the list: {name}."),
    "list_dropped": ("Đã bỏ khỏi danh sách: {name}.", "Taken off the list: {name}."),
    "list_full": (
        "Danh sách đã đủ 50 sản phẩm. Hãy bỏ bớt trước khi thêm.",
        "The list holds 50 products. Take some off first.",
    ),
    "list_unkept": (
        "Trình duyệt không giữ được danh sách. Hãy thử trình duyệt khác.",
        "The browser could not keep the list. Try another one.",
    ),
    "list_shared": (
        "Đây là danh sách được chia sẻ. Danh sách của bạn vẫn giữ nguyên.",
        "This list was shared with you. Yours stays as it is.",
    ),
    "list_take_over": ("Thêm vào danh sách của tôi", "Add it to my list"),
    "list_mine": ("Xem danh sách của tôi", "See my list"),
    "list_cut": (
        "Danh sách quá dài: chỉ hiện 50 sản phẩm đầu.",
        "The list is too long: its first 50 products are shown.",
    ),
    "list_print": ("In danh sách", "Print"),
    "list_clear": ("Xoá danh sách", "Clear the list"),
    "list_clear_ask": ("Xoá cả danh sách trên máy này?", "Clear the whole list on this device?"),
    "list_drop": ("Bỏ", "Remove"),
    "list_gone": ("Không còn trong danh mục", "No longer in the catalogue"),
    "list_gone_lead": (
        "Những mã này không còn được hiển thị. Hãy tìm sản phẩm tương tự.",
        "These codes are no longer shown. Look for something like them.",
    ),
    "list_prices": (
        "Giá tham khảo lúc mở trang. Hãy hỏi lại cơ sở trước khi đến.",
        "Reference prices as of now. Ask the producer before you go.",
    ),
    "list_empty": (
        "Chưa có gì ở đây. Hãy bấm dấu + ở các sản phẩm bạn định mua.",
        "Nothing is here yet. Press the + of what you mean to buy.",
    ),
    "list_no_script": (
        "Để giữ danh sách trên máy, trình duyệt cần bật JavaScript.",
        "To keep a list on the device, the browser needs JavaScript.",
    ),
    "share": ("Chia sẻ", "Share"),
    "share_address": ("Địa chỉ trang", "Address of this page"),
    "share_copy": ("Sao chép địa chỉ", "Copy the address"),
    "share_copied": ("Đã sao chép địa chỉ.", "The address is copied."),
    "share_zalo": ("Gửi qua Zalo", "Send by Zalo"),
}
