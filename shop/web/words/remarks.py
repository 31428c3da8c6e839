"""What the desk says of findings, and how an official answers them."""

PAIRS = {
    "remark_care": ("Cần xem", "To look at"),
    "remark_hint": ("Gợi ý", "Hint"),
    "remark_rests_on": ("Máy thấy: {what}", "Seen: {what}"),
    "remark_answer": ("Bỏ qua hoặc xác nhận", "Ignore or agree"),
    "remark_why": ("Bỏ qua vì…", "Ignored because…"),
    "remark_why_hint": (
        "Ghi ngắn, ví dụ «giá này đúng».",
        "A few words, such as “the price is right”.",
    ),
    "remark_agree": ("Máy nói đúng", "The machine is right"),
    "remark_seen": ("máy thấy", "seen by the machine"),
}
