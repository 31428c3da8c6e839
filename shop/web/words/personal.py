"""What pages say to producers and officials who come in, and of themselves."""

PAIRS = {
    "working_for": ("Đang làm cho", "Working for"),
    "work_for_another": ("Đổi cơ sở", "Another producer"),
    "back": ("Quay lại", "Back"),
    "help_phone": (
        "Cần giúp? Gọi {phone} hoặc đến UBND xã, phường.",
        "Need help? Call {phone}, or go to your commune’s office.",
    ),
    "help_admin": (
        "Cần giúp? Hãy hỏi quản trị viên của thành phố.",
        "Need help? Ask the city’s administrator.",
    ),
    "help_commune": (
        "Cần giúp? Hãy đến UBND xã, phường.",
        "Need help? Go to your commune’s office.",
    ),
    "inside_app": (
        "Bạn đang mở trong {app}. Bấm ⋮ rồi chọn “Mở bằng trình duyệt” để dùng dễ hơn.",
        "You are inside {app}. Press ⋮ and choose “Open in browser”: it works better there.",
    ),
    "prove_again": (
        "Xác nhận lại là bạn (mở thẻ mới)",
        "Show again that it is you (opens a tab)",
    ),
    "again_title": ("Xác nhận lại rồi gửi", "Show again who you are, then send"),
    "again_send": ("Gửi lại", "Send again"),
    "sign_in_title": ("Đăng nhập cho cơ sở sản xuất", "Sign in as a producer"),
    "asked_any": ("Số điện thoại hoặc email", "Telephone number or e-mail"),
    "asked_phone": ("Số điện thoại", "Telephone number"),
    "asked_email": ("Email", "E-mail"),
    "asked_example_any": ("Ví dụ 0912 345 678.", "Such as 0912 345 678."),
    "asked_example_phone": ("Ví dụ 0912 345 678.", "Such as 0912 345 678."),
    "asked_example_email": ("Ví dụ ten@example.vn.", "Such as name@example.vn."),
    "sign_in_hint": (
        "Chúng tôi gửi một mã 6 số qua {by}.",
        "We send a code of six digits by {by}.",
    ),
    "by_console": ("màn hình của bản chạy thử", "the console of this demonstration"),
    "by_mail": ("email", "e-mail"),
    "by_sms": ("tin nhắn", "text message"),
    "by_zalo": ("Zalo", "Zalo"),
    "by_or": ("hoặc", "or"),
    "sign_in_none": (
        "Hiện chưa gửi được mã. Hãy đến UBND xã, phường để được trao mã trên giấy.",
        "No codes can be sent for now. Your commune’s office gives you one on paper.",
    ),
    "sign_in_used_up": (
        "Hôm nay đã hết lượt gửi tin nhắn. Hãy đến UBND xã, phường để được trao mã trên giấy.",
        "All messages of today are used up. Your commune’s office gives you a code on paper.",
    ),
    "sign_in_used_up_but_mail": (
        "Hôm nay đã hết lượt gửi tin nhắn. Hãy dùng email, hoặc đến UBND xã, phường.",
        "All messages of today are used up. Use an e-mail, or go to your commune’s office.",
    ),
    "sign_in_send": ("Nhận mã", "Send me a code"),
    "sign_in_letter": ("Tôi có mã trên giấy", "I have a code on paper"),
    "sign_in_official": ("Cán bộ đăng nhập tại đây", "Officials sign in here"),
    "code_title": ("Nhập mã 6 số", "Type the six digits"),
    "code_sent": ("Đã gửi tới {address}.", "Sent to {address}."),
    "code_sent_by": ("Đã gửi tới {address} qua {by}.", "Sent to {address} by {by}."),
    "code_label": ("Mã", "Code"),
    "code_enter": ("Vào", "Sign in"),
    "code_mine": ("Đây là máy của tôi", "This device is mine"),
    "code_mine_hint": (
        "Lần sau khỏi nhập mã trong 30 ngày.",
        "No code is asked for in the next 30 days.",
    ),
    "code_none": ("Chưa nhận được?", "Nothing has come?"),
    "code_again": ("Gửi lại", "Send it again"),
    "code_again_when": (
        "Chờ 30 giây, chưa thấy mã thì bấm Gửi lại.",
        "Wait 30 seconds; if nothing has come, press “Send it again”.",
    ),
    "code_again_done": (
        "Đã gửi lại. Mã vừa gửi và mã trước đều dùng được.",
        "Sent again. The new code and the one before are both good.",
    ),
    "code_in_person": (
        "Đến UBND xã, phường để được cấp mã, rồi nhập mã trên giấy",
        "Have a code given to you at your commune’s office, and type it here",
    ),
    "code_other": ("Sửa số", "Change the number"),
}
