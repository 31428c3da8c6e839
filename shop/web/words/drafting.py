"""What every step of a proposal says."""

PAIRS = {
    "step_of": ("Bước {n}/{of}", "Step {n} of {of}"),
    "step_anh": ("Ảnh", "Photos"),
    "step_thong_tin": ("Thông tin chính", "Main facts"),
    "step_xem_lai": ("Xem lại và gửi", "Check and send"),
    "saved_at": ("Đã lưu lúc {time}", "Saved at {time}"),
}
