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
    "clear_all": ("Xoá hết bộ lọc", "Clear all filters"),
    "active_filters": ("Đang lọc theo", "Filtered by"),
    "remove_filter": ("Bỏ lọc", "Remove"),
    "sort": ("Sắp xếp", "Sort by"),
    "sort_lien_quan": ("Liên quan nhất", "Most relevant"),
    "sort_ten": ("Tên A–Y", "Name A–Z"),
    "sort_gia_tang": ("Giá tăng dần", "Price, low to high"),
    "sort_gia_giam": ("Giá giảm dần", "Price, high to low"),
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
    "season_month": ("Có trong {month}", "To be had in {month}"),
    "any_price": ("Giá bất kỳ", "Any price"),
    "price_up_to": ("Đến {high}", "Up to {high}"),
    "price_from": ("Từ {low}", "From {low}"),
    "price_between": ("{low} – {high}", "{low} – {high}"),
    "pages": ("Trang kết quả", "Pages of results"),
    "page_n": ("Trang {n}", "Page {n}"),
    "page_of": ("Trang {page} trên {pages}", "Page {page} of {pages}"),
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
        "Câu tìm dài quá 200 ký tự nên chỉ phần đầu được dùng.",
        "The query was longer than 200 characters; only its beginning was used.",
    ),
    "many_words_notice": (
        "Câu tìm có quá nhiều từ nên chỉ phần đầu được dùng.",
        "The query has too many words; only its beginning was used.",
    ),
    "understood_as": ("Đã hiểu:", "Understood as:"),
    "find_literally": ("Chỉ tìm đúng chữ “{q}”", "Find just “{q}” as typed"),
    "literally_notice": (
        "Đang tìm đúng từng chữ đã gõ.",
        "Looking for the words just as they were typed.",
    ),
    "find_all": ("Tìm cả cách viết khác", "Find other spellings too"),
    "dropped_notice": (
        "Không có sản phẩm nào đủ các từ; đã tạm bỏ: {words}.",
        "No product has all the words; left out: {words}.",
    ),
    "named_pages": ("Xem trang của", "See the page of"),
    "narrow": ("Lọc nhanh danh sách", "Filter this list"),
    "ignored_notice": (
        "Đã bỏ qua lựa chọn không có trong danh mục: {values}.",
        "Ignored, because the catalogue does not know it: {values}.",
    ),
    "none_title": ("Không tìm thấy sản phẩm nào", "No product found"),
    "none_read_as": ("Đã đọc câu tìm là:", "The query was read as:"),
    "none_without_filters": (
        "Bỏ hết bộ lọc sẽ có {n} sản phẩm",
        "Without filters there is {n} product|Without filters there are {n} products",
    ),
    "none_single_words": ("Thử tìm từng từ", "Try single words"),
    "none_near": ("Nhóm gần với câu tìm", "Groups close to the query"),
    "none_popular": ("Nhóm nhiều sản phẩm nhất", "Largest groups"),
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
    "none_loosest": ("Sản phẩm gần với câu tìm", "Products close to the query"),
}
