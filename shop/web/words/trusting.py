"""What is said of changes that are shown at once: to their senders, and on the desk."""

PAIRS = {
    "look_at_once": ("Đăng ngay", "On show at once"),
    "look_at_once_why": (
        "Bấm nút là người mua thấy ngay.",
        "Buyers see it as soon as you send it.",
    ),
    "look_after": ("Đăng ngay, cán bộ xem sau", "On show at once, officials look afterwards"),
    "look_after_why": (
        "Bấm nút là người mua thấy ngay. Nếu chưa đúng, cán bộ đưa về như trước và báo lý do.",
        "Buyers see it at once. If it is wrong, officials put it back and tell you why.",
    ),
    "look_before": ("Chờ cán bộ duyệt", "Officials approve it first"),
    "look_before_why": (
        "Người mua thấy sau khi cán bộ duyệt.",
        "Buyers see it once officials have approved it.",
    ),
    "look_send": ("Đăng ngay", "Show it now"),
    "look_lost": (
        "Lần này cán bộ duyệt trước rồi mới đăng.",
        "This time officials approve it before it is shown.",
    ),
    "sent_shown_title": ("Đã đăng", "On show"),
    "sent_shown": (
        "Người mua đang thấy bản mới của {code}. Cán bộ có thể xem lại sau.",
        "Buyers see the new {code} now. Officials may look at it afterwards.",
    ),
    "tab_patrol": ("Hậu kiểm", "To look at afterwards"),
    "tab_none_patrol": (
        "Không có thay đổi nào chờ hậu kiểm.",
        "No change waits to be looked at.",
    ),
    "tab_since_patrol": ("Còn đến {day}", "On the list until {day}"),
    "patrol_own": ("Cơ sở của bạn: cán bộ khác xem", "Your own producer: others look at it"),
    "patrol_title": ("Hậu kiểm", "Looking afterwards"),
    "patrol_lead": (
        "Cơ sở được tin cậy nên bản này đã lên trang ngay.",
        "Its producer is trusted, so this is on show already.",
    ),
    "patrol_until": (
        "Còn trong danh sách đến {moment}.",
        "It is on the list until {moment}.",
    ),
    "patrol_ended": (
        "Đã xong lúc {moment}, cán bộ số {n}.",
        "Done at {moment} by official {n}.",
    ),
    "patrol_timed_out": (
        "Đã hết hạn hậu kiểm. Nếu chưa đúng thì dùng Tạm ngừng.",
        "Its time on the list is over. If it is wrong, suspend the product.",
    ),
    "patrol_changed": ("Cơ sở đã sửa", "What was changed"),
    "patrol_was": ("Trước đó", "Before"),
    "patrol_now": ("Cơ sở ghi", "As its producer has it"),
    "patrol_photo_new": ("Ảnh {n}, mới thêm", "Photo {n}, new"),
    "patrol_photo_known": ("Ảnh {n}, có từ trước", "Photo {n}, from before"),
    "patrol_keep": ("Đã xem, giữ nguyên", "Seen, it stays"),
    "patrol_back_title": ("Chưa đúng?", "Is it wrong?"),
    "patrol_back_effect": (
        "Bản trước hiển thị lại ngay. Cơ sở được báo lý do, lần sau phải chờ duyệt.",
        "What was before shows at once. The producer is told why, and waits from then on.",
    ),
    "patrol_back": ("Đưa về như trước", "Put it back"),
    "patrol_usual_reason": (
        "Phần vừa sửa chưa đúng. Hãy sửa lại rồi gửi duyệt.",
        "What was changed is not right. Mend it, then send it again.",
    ),
    "patrol_review": ("Xem cả đề nghị", "Read the whole proposal"),
    "review_round_trusted": (
        "Lần {n}: đăng ngay {moment}, cán bộ xem sau",
        "Round {n}: shown at once {moment}, to be looked at afterwards",
    ),
    "review_result_trusted": (
        "Đăng ngay lúc {moment}, không qua duyệt.",
        "Shown at once at {moment}, without an approval.",
    ),
    "review_round_put_back": (
        "{said}, đưa về như trước {moment}",
        "{said}, put back {moment}",
    ),
}
