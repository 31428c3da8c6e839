"""What every step of a proposal says."""

PAIRS = {
    "step_of": ("Bước {n}/{of}", "Step {n} of {of}"),
    "step_thong_tin": ("Thông tin chính", "Main facts"),
    "saved_at": ("Đã lưu lúc {time}", "Saved at {time}"),
}
