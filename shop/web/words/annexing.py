"""What the pages of a decision's annex say to officials."""

PAIRS = {
    "annex_title": ("Phụ lục quyết định {number}", "Annex of decision {number}"),
    "annex_open": ("Phụ lục", "Annex"),
    "act_annex_take": ("Đọc phụ lục {n} dòng", "Annex of {n} lines read"),
    "act_annex_choose": ("Chọn sản phẩm cho {n} dòng phụ lục", "Products chosen for {n} lines"),
    "annex_signed": ("ký ngày {day}", "signed on {day}"),
    "annex_none": ("Quyết định này chưa có phụ lục.", "This decision has no annex yet."),
    "annex_paste": (
        "Dán từ Excel: tên sản phẩm, cơ sở, xã, số sao",
        "Paste from Excel: product, producer, commune, stars",
    ),
    "annex_paste_hint": (
        "Chọn các ô trong Excel, bấm Ctrl+C rồi Ctrl+V vào đây. Chưa ghi gì cả.",
        "Select the cells in Excel, press Ctrl+C, then Ctrl+V here. Nothing is recorded yet.",
    ),
    "annex_file": ("Hoặc chọn tệp XLSX, CSV", "Or choose a file, XLSX or CSV"),
    "annex_take": ("Đọc phụ lục", "Read the annex"),
    "annex_again": ("Dán lại phụ lục", "Paste it again"),
    "annex_again_hint": (
        "Dòng giống hệt giữ lựa chọn cũ. Dòng đã ghi nhận thì giữ nguyên.",
        "Lines that say the same keep their choices. What is recorded stays.",
    ),
    "annex_summary": (
        "{sure} khớp chắc, {choose} cần chọn, {missing} chưa có trong danh mục.",
        "{sure} are matched, {choose} are to be chosen, {missing} are not in the catalogue.",
    ),
    "annex_problems": ("{n} dòng cần xem lại", "{n} line to look at|{n} lines to look at"),
    "annex_tabs": ("Lọc các dòng", "Filter the lines"),
    "annex_tab_all": ("Tất cả", "All"),
    "annex_tab_to_do": ("Cần chọn", "To choose"),
    "annex_tab_missing": ("Chưa có", "Not here"),
    "annex_tab_recorded": ("Đã ghi nhận", "Recorded"),
    "annex_no_lines": ("Không có dòng nào như vậy.", "There are no such lines."),
    "annex_line": ("Dòng {n}", "Line {n}"),
    "annex_sheet": ("Trang tính không đọc", "Sheet that was not read"),
    "annex_is_sure": ("chắc chắn", "matched"),
    "annex_is_chosen": ("đã chọn", "chosen"),
    "annex_is_choose": ("cần chọn", "to choose"),
    "annex_is_missing": ("chưa có", "not here"),
    "annex_is_skipped": ("bỏ qua", "left out"),
    "annex_is_recorded": ("đã ghi nhận", "recorded"),
    "annex_recorded_stars": ("{n} sao", "{n} stars"),
    "annex_change": ("Đổi", "Change"),
    "annex_not_here": ("Chưa có trong danh mục", "Not in the catalogue"),
    "annex_skip": ("Bỏ qua", "Leave out"),
    "annex_other": ("Sản phẩm khác (mã hoặc tên)", "Another product (code or name)"),
    "annex_stars": ("Sao", "Stars"),
    "annex_type": ("Loại", "Kind"),
    "annex_set": ("Bộ sản phẩm OCOP", "OCOP set"),
    "annex_by_history": ("Theo lịch sử", "By its history"),
    "annex_by_history_is": ("Theo lịch sử: {type}", "By its history: {type}"),
    "annex_save": ("Lưu lựa chọn", "Save the choices"),
    "annex_saved": ("Đã lưu lựa chọn. Chưa ghi nhận gì.", "Saved. Nothing is recorded yet."),
    "annex_record": ("Ghi nhận {n} sản phẩm", "Record {n} product|Record {n} products"),
    "annex_effect": (
        "Sao sẽ hiện trên {n} trang ngay sau khi ghi.",
        "The stars show on {n} page at once.|The stars show on {n} pages at once.",
    ),
    "annex_effect_many": (
        "Sao sẽ hiện trên {n} trang trong vòng một phút sau khi ghi.",
        "The stars show on {n} page within a minute.|The stars show on {n} pages within a minute.",
    ),
    "annex_effect_over": (
        "Quyết định này đã hết hạn: ghi để lưu, sao không hiện trên trang.",
        "This decision has ended: it is kept on record, and no stars show.",
    ),
    "annex_done": (
        "Đã ghi nhận {n} sản phẩm.",
        "{n} product is recorded.|{n} products are recorded.",
    ),
    "annex_look_again": (
        "Đã lưu lựa chọn. Giờ có {n} sản phẩm ghi được: xem lại rồi ghi.",
        "Saved. Look again, then record {n} product.|Saved. Look again, then record {n} products.",
    ),
    "annex_left_out": (
        "{n} dòng không phải sản phẩm",
        "{n} row that is no product|{n} rows that are no products",
    ),
    "annex_letters": (
        "In giấy mời cho {n} cơ sở chưa có",
        "Print letters to {n} producer|Print letters to {n} producers",
    ),
    "annex_letters_title": ("Giấy mời theo phụ lục", "Letters by the annex"),
    "annex_letters_lead": (
        "Phụ lục có sản phẩm của các cơ sở này, danh mục chưa có.",
        "The annex names products of these producers that the catalogue lacks.",
    ),
    "annex_letters_none": (
        "Mọi sản phẩm của phụ lục đều có trong danh mục.",
        "The catalogue has all products of the annex.",
    ),
    "annex_maker_owned": (
        "Cơ sở {code} đã có chủ trên trang. Hãy nhắc chủ cơ sở thêm sản phẩm.",
        "{code} has an owner here. Ask them to add the product.",
    ),
    "annex_maker_here": (
        "Cơ sở {code} chưa có chủ: giấy mời có mã để nhận cơ sở.",
        "{code} has no owner yet: the letter has a code to claim it.",
    ),
    "annex_maker_new": (
        "Cơ sở chưa có trên trang: giấy chỉ cách bắt đầu, không có mã.",
        "The producer is not here yet: the letter says how to begin, without a code.",
    ),
    "annex_letter_head": ("Giấy mời đưa sản phẩm lên trang", "Letter of invitation"),
    "annex_letter_what": (
        "Sản phẩm của ông/bà có trong quyết định {number} ngày {day}, nhưng chưa có trên trang.",
        "Decision {number} of {day} names your products, which are not on this site yet.",
    ),
    "annex_letter_1": ("Mở {address} bằng điện thoại.", "Open {address} on your phone."),
    "annex_letter_2": (
        "Ghi số điện thoại, rồi nhập 6 số được gửi tới máy.",
        "Give your telephone number, then the six digits that are sent to you.",
    ),
    "annex_letter_3": (
        "Đăng ký cơ sở, chụp ảnh sản phẩm rồi gửi. Cán bộ sẽ trả lời.",
        "Register, take a photo of the product and send it. An official will answer.",
    ),
    "annex_letter_help": (
        "Cần giúp? Hãy mang giấy này đến UBND xã, phường.",
        "Need help? Take this letter to your commune.",
    ),
}
