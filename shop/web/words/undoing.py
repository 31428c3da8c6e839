"""What the desk says of taking back, suspending, mending spelling, and of what is to be told."""

PAIRS = {
    "undo": ("Hoàn tác", "Undo"),
    "undo_until": (
        "Hoàn tác được đến {time}. Cơ sở được báo sau giờ đó.",
        "You can undo this until {time}. The producer is told after that.",
    ),
    "undo_done": (
        "Đã hoàn tác. {name} lại chờ duyệt, cơ sở chưa được báo gì.",
        "Undone. {name} waits to be decided again, and the producer was told nothing.",
    ),
    "undo_round": ("{said}, hoàn tác {moment}", "{said}, undone {moment}"),
    "late_reason": (
        "Lý do mới cho nội dung cũ: lần trước mục này đã như vậy.",
        "A new reason for old words: this field said the same in an earlier round.",
    ),
    "spell_title": ("Sửa lỗi chính tả", "Mend the spelling"),
    "spell_hint": (
        "Chỉ sửa lỗi chính tả. Cơ sở sẽ thấy chữ cán bộ sửa.",
        "Mend spelling alone. The producer sees what an official mended.",
    ),
    "spell_save": ("Lưu chữ đã sửa", "Save what was mended"),
    "spell_none": (
        "Đề nghị này không có lời giới thiệu hay câu chuyện nào để sửa.",
        "This has no description and no story to mend.",
    ),
    "spell_mended": (
        "Cán bộ đã sửa lỗi chính tả: {field}.",
        "Spelling mended by an official: {field}.",
    ),
    "spell_yours": (
        "Cán bộ đã sửa lỗi chính tả giúp bạn. Chữ bỏ đi bị gạch, chữ thêm vào được gạch chân.",
        "An official mended your spelling. What went is struck out, what came is underlined.",
    ),
    "suspend_title": ("Tạm ngừng sản phẩm", "Suspend a product"),
    "suspend_end_title": ("Bỏ tạm ngừng", "End a suspension"),
    "suspend_effect": (
        "Sản phẩm rời mọi trang và mọi sàn ngay. Cơ sở được báo ngay, kèm lý do.",
        "It leaves all pages and shops at once. The producer is told at once, with the reason.",
    ),
    "suspend_end_effect": (
        "Sản phẩm hiển thị lại ngay, trừ khi cơ sở đã tự ngừng. Cơ sở được báo ngay.",
        "It is on show again at once, unless its producer had stopped it. The producer is told.",
    ),
    "suspend_reason": ("Lý do", "The reason"),
    "suspend_reason_hint": (
        "Cơ sở sẽ đọc lời này. Đừng ghi tên hay số điện thoại của ai.",
        "The producer reads this. Give no name and no telephone number.",
    ),
    "suspend_do": ("Tạm ngừng", "Suspend"),
    "suspend_end": ("Bỏ tạm ngừng", "End the suspension"),
    "suspend_since": ("Tạm ngừng lúc {moment}, {who}.", "Suspended at {moment}, {who}."),
    "suspend_ended": ("Hết tạm ngừng lúc {moment}, {who}.", "Suspension ended at {moment}, {who}."),
    "suspend_why": ("Lý do: {reason}", "The reason: {reason}"),
    "suspend_not_shown": (
        "Sản phẩm này chưa từng đăng, nên không có gì để tạm ngừng.",
        "This was never on show, so there is nothing to suspend.",
    ),
    "suspend_operator": ("người vận hành", "the operator"),
    "suspend_official": ("cán bộ số {n}", "official {n}"),
    "dead_title": ("Tin nhắn không gửi được", "Messages that were not sent"),
    "dead_count": ("Tin nhắn không gửi được: {n}", "Messages not sent: {n}"),
    "dead_hint": (
        "Sửa nguyên nhân trước, rồi gửi lại. Sau 30 ngày danh sách tự xoá.",
        "Mend the cause first, then send again. After 30 days they are forgotten.",
    ),
    "dead_none": ("Không có tin nhắn nào bị bỏ.", "No message was given up."),
    "dead_phone": ("tới một số điện thoại", "to a telephone"),
    "dead_email": ("tới một email", "to an e-mail address"),
    "dead_when": ("Bỏ lúc {moment}, sau {n} lần gửi.", "Given up at {moment}, attempts: {n}."),
    "dead_again": ("Gửi lại", "Send again"),
    "tell_title": ("Báo tại xã", "To be told in person"),
    "tell_hint": (
        "Những cơ sở không nhận được tin nhắn. Hãy gọi hoặc gặp, rồi bấm Đã báo.",
        "No message reaches these producers. Call or see them, then press Told.",
    ),
    "tell_none": ("Không có cơ sở nào cần báo tại xã.", "No producer has to be told in person."),
    "tell_since": ("Chờ báo từ {moment}", "Waits since {moment}"),
    "tell_done": ("Đã báo", "Told"),
}
