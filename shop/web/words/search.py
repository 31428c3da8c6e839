"""What the search page says."""

PAIRS = {
    "search_description": (
        (
            "Tìm trong nông sản và sản phẩm OCOP của Hải Phòng theo nhóm, sao, nơi sản xuất, chứng "
            "nhận, mùa và giá."
        ),
        (
            "Search Hải Phòng’s farm goods and OCOP products by group, stars, place, certificate, "
            "season and price."
        ),
    ),
    "results": ("Kết quả", "Results"),
    "results_for": ("Kết quả cho “{q}”", "Results for “{q}”"),
    "filters": ("Bộ lọc", "Filters"),
    "show_results": ("Xem kết quả", "Show results"),
    "choose_one": ("Chọn…", "Choose…"),
    "show_n": ("Xem {n} sản phẩm", "Show {n} product|Show {n} products"),
    "press_enter": ("Nhấn Enter để xem.", "Press Enter to see them."),
    "skip_to_results": ("Đến kết quả", "Skip to results"),
    "clear_all": ("Xoá hết bộ lọc", "Clear all filters"),
    "active_filters": ("Đang lọc theo", "Filtered by"),
    "remove_filter": ("Bỏ lọc", "Remove"),
    "sort": ("Sắp xếp", "Sort by"),
    "sort_now": ("Xếp lại", "Sort"),
    "sort_lien_quan": ("Liên quan nhất", "Most relevant"),
    "sort_ten": ("Tên A–Y", "Name A–Z"),
    "sort_gia_tang": ("Giá tăng dần", "Price, low to high"),
    "sort_gia_giam": ("Giá giảm dần", "Price, high to low"),
    "sort_don_gia": ("Giá theo kg, lít tăng dần", "Price per kg or litre, low to high"),
    "sort_moi_nhat": ("Mới công nhận", "Newest recognition"),
    "facet_loai": ("Loại", "Kind"),
    "facet_bo": ("Nhóm, bộ sản phẩm", "Group or set"),
    "facet_sao": ("Sao OCOP", "OCOP stars"),
    "facet_xa": ("Xã, phường, đặc khu", "Commune or ward"),
    "facet_chung_nhan": ("Chứng nhận", "Certificate"),
    "facet_mua": ("Mùa vụ", "Season"),
    "facet_dung_cho": ("Dùng cho", "Good for"),
    "uses_eating": ("Ăn uống", "Eating and drinking"),
    "uses_cooking": ("Nấu nướng", "Cooking"),
    "uses_occasions": ("Dịp", "Occasions"),
    "uses_living": ("Trong nhà, ngoài vườn", "House and garden"),
    "uses_folk": ("Theo dân gian", "By tradition"),
    "facet_gia": ("Giá mỗi gói", "Price per pack"),
    "n_stars": ("{n} sao", "{n} star|{n} stars"),
    "season_now": ("Đang mùa ({month})", "In season now ({month})"),
    "any_price": ("Giá bất kỳ", "Any price"),
    "price_up_to": ("Đến {high}", "Up to {high}"),
    "price_from": ("Từ {low}", "From {low}"),
    "price_between": ("{low} – {high}", "{low} – {high}"),
    "price_own_from": ("Giá khác, từ", "Own range, from"),
    "price_own_to": ("đến", "to"),
    "pages": ("Trang kết quả", "Pages of results"),
    "page_n": ("Trang {n}", "Page {n}"),
    "page_of": ("Trang {page}/{pages}", "Page {page}/{pages}"),
    "previous": ("Trang trước", "Previous"),
    "next": ("Trang sau", "Next"),
    "first_page": ("Về trang đầu", "To the first page"),
    "page_empty": (
        "Trang này không có sản phẩm nào nữa.",
        "There are no more products on this page.",
    ),
    "partial_notice": (
        "Tìm kiếm này mất nhiều thời gian nên kết quả có thể chưa đủ và tạm thời chưa có bộ lọc.",
        "This search took long: results may be incomplete, and there are no filters for now.",
    ),
    "plain_notice": (
        (
            "Kết quả rút gọn: bộ máy tìm kiếm đang được dựng lại, nên tạm thời chưa sửa lỗi gõ, "
            "chưa xếp theo độ liên quan và chưa lọc được đầy đủ."
        ),
        (
            "Simplified results: the search index is being rebuilt, so for now there is no typo "
            "correction, no ranking, and not every filter works."
        ),
    ),
    "cut_notice": (
        "Từ khoá dài quá 200 ký tự nên chỉ phần đầu được dùng.",
        "The query was longer than 200 characters; only its beginning was used.",
    ),
    "many_words_notice": (
        "Từ khoá có quá nhiều chữ nên chỉ phần đầu được dùng.",
        "The query has too many words; only its beginning was used.",
    ),
    "understood_as": ("Hiển thị kết quả cho", "Showing results for"),
    "find_literally": ("Vẫn tìm “{q}”", "Search for “{q}” instead"),
    "literally_notice": (
        "Đang tìm đúng từng chữ đã gõ.",
        "Looking for the words just as they were typed.",
    ),
    "find_all": ("Tìm cả cách viết khác", "Find other spellings too"),
    "dropped_notice": (
        "Không có sản phẩm khớp với tất cả từ khoá. Đã bỏ qua: {words}.",
        "No product matches all the keywords. Left out: {words}.",
    ),
    "no_such_code": ("Không sản phẩm nào có mã này.", "No product has this code."),
    "lacking_notice": (
        "Chưa có {wanted}; đây là {kept} của Hải Phòng.",
        "There is no {wanted} here yet; this is {kept} from Hải Phòng.",
    ),
    "near": ("Gần với từ khoá", "Close to your search"),
    "asked_season": (
        "Mùa vụ: {seasons}.",
        "In season: {seasons}.",
    ),
    "asked_months": ("{first} đến {last}", "{first} to {last}"),
    "asked_prices": (
        "Giá tham khảo của các sản phẩm này: từ {low} đến {high}.",
        "Guide prices of these products: from {low} to {high}.",
    ),
    "asked_one_price": (
        "Giá tham khảo của các sản phẩm này: {price}.",
        "Guide price of these products: {price}.",
    ),
    "named_pages": ("Xem trang của", "See the page of"),
    "narrow": ("Lọc nhanh danh sách", "Filter this list"),
    "ignored_notice": (
        "Đã bỏ qua lựa chọn không có trong danh mục: {values}.",
        "Ignored, because the catalogue does not know it: {values}.",
    ),
    "none_title": ("Không tìm thấy sản phẩm nào", "No product found"),
    "none_read_as": ("Từ khoá của bạn:", "Your keywords:"),
    "none_without_filters": (
        "Bỏ hết bộ lọc sẽ có {n} sản phẩm",
        "Without filters there is {n} product|Without filters there are {n} products",
    ),
    "none_single_words": ("Thử tìm từng từ", "Try single words"),
    "none_meant": ("Ý bạn là", "Did you mean"),
    "none_kinds": ("Có thể bạn tìm trong nhóm", "You may be looking in"),
    "none_all": ("Xem tất cả sản phẩm", "See all products"),
    "none_typing": (
        (
            "Mẹo: viết ngắn lại, kiểm tra chính tả, hoặc gõ không dấu (“nuoc mam”). Tên huyện, xã "
            "cũ cũng tìm được."
        ),
        (
            "Tip: use fewer words, check the spelling, or type without marks (“nuoc mam”). Names "
            "of former districts work too."
        ),
    ),
    "missing_title": ("Bạn tìm gì?", "What are you looking for?"),
    "missing_lead": (
        "Hãy cho chúng tôi biết sản vật bạn cần. Người phụ trách danh mục sẽ đọc.",
        "Tell us which product you need. The people in charge of the catalogue read it.",
    ),
    "missing_text": ("Sản vật bạn cần", "The product you need"),
    "missing_hint": (
        "Vài chữ là đủ. Xin đừng ghi số điện thoại hay thông tin riêng của ai.",
        "A few words are enough. Please leave out numbers and personal data.",
    ),
    "missing_send": ("Gửi", "Send"),
    "missing_thanks": ("Đã nhận lời nhắn. Cảm ơn bạn!", "Your message has arrived. Thank you!"),
    "missing_next": (
        "Khi có sản vật này, bạn sẽ tìm thấy ngay trong danh mục.",
        "Once there is such a product you will find it in the catalogue.",
    ),
}
