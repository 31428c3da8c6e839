"""What the step of photos says."""

PAIRS = {
    "photos_title": ("Ảnh sản phẩm", "Photos of the product"),
    "photos_hint": (
        (
            "Ít nhất 1 ảnh, tốt nhất 3: mặt trước bao bì, sản phẩm bên trong, nơi làm ra. Tránh mặt"
            " trẻ em và giấy tờ."
        ),
        (
            "One photo at least, three at best: the front of the pack, the product inside, where it"
            " is made. No faces of children, no papers."
        ),
    ),
    "photos_limits": (
        "Mỗi ảnh tối đa 15 MB, nhiều nhất 20 ảnh.",
        "Photos from any phone, up to 15 MB each, 20 at most.",
    ),
    "photos_take": ("Chụp ảnh", "Take a photo"),
    "photos_choose": ("Chọn ảnh có sẵn", "Choose photos"),
    "photos_send": ("Gửi ảnh", "Send the photos"),
    "photos_here": ("Ảnh đã nhận", "Photos received"),
    "photos_none": ("Chưa có ảnh nào.", "No photo yet."),
    "photos_number": ("Ảnh {n}", "Photo {n}"),
    "photos_received": ("Đã nhận", "Received"),
    "photos_main": ("Ảnh chính", "Main photo"),
    "photos_make_main": ("Đặt làm ảnh chính", "Make it the main photo"),
    "photos_up": ("Lên", "Up"),
    "photos_down": ("Xuống", "Down"),
    "photos_remove": ("Xóa", "Delete"),
    "photos_alike": (
        "Ảnh này giống ảnh của cơ sở khác. Nếu không phải ảnh bạn chụp, hãy xóa và chụp lại.",
        "This looks like a photo of another producer. If you did not take it, take your own.",
    ),
    "photos_small": (
        "Ảnh hơi nhỏ, xem trên máy tính sẽ mờ. Nên chụp lại bằng máy ảnh của điện thoại.",
        "The photo is small and will look blurred on a computer. Better take it again.",
    ),
    "photos_sending": ("Đang gửi {n} %", "Sending {n} %"),
    "photos_queued": ("Đang chờ gửi", "Waiting to be sent"),
    "photos_retry": ("Chưa gửi được – máy sẽ thử lại", "Not sent yet – will be tried again"),
    "photos_lost": ("Chưa gửi được. Hãy bấm «Gửi lại».", "Not sent. Press “Send again”."),
    "photos_again": ("Gửi lại", "Send again"),
    "photos_drop": ("Bỏ", "Leave out"),
    "photos_wait": ("Gửi xong ảnh sẽ tự sang bước sau.", "It goes on once the photos are sent."),
    "photos_offline": (
        "Chưa lưu được. Hãy thử lại khi có mạng.",
        "Not saved yet. Try again when you are online.",
    ),
    "photos_next": ("Tiếp tục", "Continue"),
    "photos_later": ("Để sau", "Later"),
    "photos_sent_on": (
        "Đề nghị này đã gửi hoặc đã xong, nên ảnh không sửa được ở đây.",
        "This was sent already, or is done: its photos are not changed here.",
    ),
}
