"""What product pages and product cards say."""

PAIRS = {
    "price_on_request": ("Liên hệ để biết giá", "Price on request"),
    "reference_price": ("Giá tham khảo", "Guide price"),
    "sold_at": ("Nơi bán", "Where to buy"),
    "sold_at_one": ("Mua tại {name}", "Buy at {name}"),
    "per": ("{money}/{unit}", "{money}/{unit}"),
    "per_one": ("{money}/{one}", "{money} {one}"),
    "from_price": ("từ {price}", "from {price}"),
    "price_dated": ("cập nhật {month}", "as of {month}"),
    "ask_producer": ("Hỏi cơ sở", "Ask the producer"),
    "not_online": ("Không bán trực tuyến", "Not sold online"),
    "not_online_text": (
        (
            "Pháp luật hạn chế bán mặt hàng này qua mạng, nên trang này không nêu giá và không "
            "nhận đặt mua. Không dành cho người dưới 18 tuổi nếu là rượu hoặc thuốc lào."
        ),
        (
            "The law restricts selling this kind of goods over the internet, so no price and no "
            "order are offered here. Spirits and tobacco are not for anyone under 18."
        ),
    ),
    "adults_only": ("18+", "18+"),
    "adults_only_text": (
        (
            "Sản phẩm có cồn hoặc cần thận trọng khi dùng. Người bán có thể yêu cầu giấy tờ chứng "
            "minh tuổi."
        ),
        "Contains alcohol or needs care in use. The seller may ask for proof of age.",
    ),
    "illustration": ("Hình minh hoạ", "Illustration"),
    "photo_n": ("Ảnh {n}", "Picture {n}"),
    "photo_of": ("Ảnh {n}/{all}", "Picture {n}/{all}"),
    "photo_before": ("Ảnh trước", "Previous picture"),
    "photo_after": ("Ảnh sau", "Next picture"),
    "enlarge": ("Phóng to", "Enlarge"),
    "close": ("Đóng", "Close"),
    "gallery": ("Hình ảnh sản phẩm", "Product pictures"),
    "no_photo": ("Chưa có ảnh", "No picture yet"),
    "ocop_stars": ("OCOP {n} sao", "OCOP {n} stars"),
    "recognition": ("Công nhận OCOP", "OCOP recognition"),
    "recognition_text": (
        "Được công nhận đạt {n} sao trong Chương trình Mỗi xã một sản phẩm.",
        "Recognised with {n} stars in the One Commune One Product programme.",
    ),
    "recognition_made_up": (
        "Số sao và quyết định ở đây được soạn để minh hoạ, không phải công nhận có thật.",
        "These stars and their decision were written as an example, and are none.",
    ),
    "decision": ("Quyết định số", "Decision no."),
    "issuer": ("Cơ quan ban hành", "Issued by"),
    "signed_on": ("Ngày ký", "Signed on"),
    "valid_through": ("Có giá trị đến hết", "Valid through"),
    "no_recognition": (
        "Danh mục hiện không có quyết định công nhận sao OCOP còn hiệu lực cho sản phẩm này.",
        "The catalogue holds no OCOP recognition for this product that is currently valid.",
    ),
    "certificates": ("Chứng nhận", "Certificates"),
    "certificate_number": ("Số", "No."),
    "certificate_issuer": ("Cấp bởi", "Issued by"),
    "certificate_issued": ("Ngày cấp", "Issued on"),
    "certificate_until": ("Hiệu lực đến hết", "Valid through"),
    "origin": ("Nguồn gốc", "Origin"),
    "origin_today": ("Nơi sản xuất, tên hiện nay", "Made in, by today’s name"),
    "origin_before": ("Tên trước ngày 1/7/2025", "Name before 1 July 2025"),
    "city": ("thành phố Hải Phòng", "Hải Phòng city"),
    "growing_area": ("Mã số vùng trồng", "Growing-area code"),
    "made_by": ("Cơ sở sản xuất", "Producer"),
    "details": ("Thông tin sản phẩm", "Product details"),
    "variety": ("Giống, loại", "Variety"),
    "ingredients": ("Thành phần", "Ingredients"),
    "storage": ("Bảo quản", "Storage"),
    "shelf_life": ("Hạn sử dụng", "Shelf life"),
    "n_days": ("{n} ngày", "{n} day|{n} days"),
    "n_months": ("{n} tháng", "{n} month|{n} months"),
    "n_years": ("{n} năm", "{n} year|{n} years"),
    "group": ("Nhóm", "Group"),
    "set": ("Bộ sản phẩm OCOP", "OCOP product set"),
    "section": ("Ngành hàng", "Section"),
    "gtin": ("Mã vạch (GTIN)", "Barcode (GTIN)"),
    "code": ("Mã sản phẩm", "Product code"),
    "used_for": ("Dùng cho", "Good for"),
    "season": ("Mùa vụ", "Season"),
    "season_all_year": ("Có quanh năm", "Available all year"),
    "season_in": ("có", "yes"),
    "season_out": ("không", "no"),
    "month_short": ("T{n}", "{name}"),
    "description": ("Mô tả", "Description"),
    "story": ("Câu chuyện sản phẩm", "The story"),
    "source": ("Nguồn thông tin", "Source"),
    "source_link": ("Xem nguồn tại {host}", "See the source at {host}"),
    "illustrative_title": ("Dữ liệu minh hoạ", "Illustrative data"),
    "illustrative_text": (
        (
            "Mục này được soạn để minh hoạ cho danh mục; giá, cơ sở và chứng nhận không phải của "
            "một sản phẩm có thật."
        ),
        (
            "This entry was written to demonstrate the catalogue; its price, producer and "
            "certificates are not those of a real product."
        ),
    ),
    "sourced_text": (
        "Tên và nơi sản xuất lấy từ nguồn công khai.",
        "Its name and place come from a public source.",
    ),
    "estimated": (
        "Ước tính hoặc minh hoạ: {parts}.",
        "Estimated or illustrative: {parts}.",
    ),
    "part_price": ("giá", "price"),
    "part_pack": ("quy cách đóng gói", "pack"),
    "part_text": ("lời giới thiệu", "texts"),
    "part_stars": ("số sao và quyết định", "stars and decision"),
    "part_certificates": ("chứng nhận", "certificates"),
    "part_producer": ("tên cơ sở", "name of the producer"),
    "part_picture": ("hình", "picture"),
    "qr": ("Quét mã để mở trang này trên điện thoại", "Scan to open this page on a phone"),
    "qr_alt": ("Mã QR của trang này", "QR code of this page"),
    "told_text": (
        "Thông tin và ảnh do cơ sở sản xuất cung cấp, cán bộ xem trước khi đăng.",
        "The producer gave these facts and photos; an official reads them before they are shown.",
    ),
    "product_description": ("{name}, {commune}, Hải Phòng.", "{name}, {commune}, Hải Phòng."),
    "related": ("Sản phẩm tương tự", "Similar products"),
}
