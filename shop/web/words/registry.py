"""What the registry's home says, and its pages of decisions and recognitions."""

PAIRS = {
    "registry_title": ("Sổ đăng ký", "Registry"),
    "registry_lead": (
        "Những điều cán bộ ghi một lần, và mọi trang của danh mục lấy theo.",
        "What officials enter once, and all pages of the catalogue go by.",
    ),
}
