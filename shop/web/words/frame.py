"""What stands around every page, and on the home, producer and commune pages."""

PAIRS = {
    "site": ("Sản vật Hải Phòng", "Sản vật Hải Phòng"),
    "skip": ("Đến nội dung chính", "Skip to the content"),
    "other_language": ("English", "Tiếng Việt"),
    "search_label": ("Tìm sản phẩm, cơ sở, xã phường", "Search products, producers, places"),
    "search_button": ("Tìm", "Search"),
    "search_hint": ("Gõ có dấu hay không dấu đều được.", "With or without Vietnamese marks."),
    "search_try": ("Thử tìm", "Try"),
    "suggestions": ("Gợi ý", "Suggestions"),
    "n_suggestions": (
        "{n} gợi ý, dùng mũi tên lên xuống để chọn",
        "{n} suggestion, use the up and down arrows|{n} suggestions, use the up and down arrows",
    ),
    "no_suggestions": ("Không có gợi ý", "No suggestions"),
    "suggested_query": ("Từ khoá", "Keyword"),
    "suggested_scope": ("trong Sản phẩm OCOP", "in OCOP products"),
    "suggested_all": ("Xem tất cả kết quả cho “{text}”", "See all results for “{text}”"),
    "suggested_group": ("Nhóm", "Group"),
    "suggested_product": ("Sản phẩm", "Product"),
    "suggested_commune": ("Xã phường", "Place"),
    "suggested_district": ("Quận huyện cũ", "Former district"),
    "suggested_province": ("Tỉnh cũ", "Former province"),
    "suggested_producer": ("Cơ sở", "Producer"),
    "formerly": ("tên cũ {name}", "formerly {name}"),
    "nav": ("Điều hướng chính", "Main"),
    "breadcrumb": ("Bạn đang ở", "You are here"),
    "home": ("Trang chủ", "Home"),
    "all_products": ("Tất cả sản phẩm", "All products"),
    "about_title": ("Về danh mục này", "About this catalogue"),
    "about": (
        (
            "Danh mục giới thiệu nông sản và sản phẩm OCOP (Mỗi xã một sản phẩm) của Hải Phòng. "
            "Đây không phải cửa hàng: việc mua bán diễn ra tại cơ sở và các sàn."
        ),
        (
            "A catalogue of Hải Phòng’s farm goods and OCOP (One Commune One Product) products. "
            "It is not a shop: goods are sold by the producers and on marketplaces."
        ),
    ),
    "about_data": (
        "Một phần dữ liệu và mọi hình vẽ là minh hoạ, được ghi rõ ở từng sản phẩm.",
        "Some data and all drawings are illustrative; each product says so.",
    ),
    "open_api": ("API cho đối tác (OpenAPI)", "API for partners (OpenAPI)"),
    "for_producers": ("Dành cho cơ sở sản xuất", "For producers"),
    "for_officials": ("Dành cho cán bộ", "For officials"),
    "browse": ("Danh mục", "Catalogue"),
    # home
    "home_title": (
        "Sản vật Hải Phòng: nông sản và sản phẩm OCOP",
        "Sản vật Hải Phòng: farm goods and OCOP products",
    ),
    "home_lead": (
        "Từ đồng bãi Tiên Lãng tới đảo Cát Hải: {n} sản vật, rõ nơi làm ra và người làm ra.",
        (
            "From the fields of Tiên Lãng to Cát Hải island: {n} local goods, with who makes them "
            "and where."
        ),
    ),
    "home_heading": ("Hải Phòng có gì ngon?", "What is good in Hải Phòng?"),
    "home_description": (
        (
            "Tìm nông sản và sản phẩm OCOP của Hải Phòng: đang mùa gì, ai làm ra, ở xã nào, "
            "được công nhận mấy sao."
        ),
        (
            "Find Hải Phòng’s farm goods and OCOP products: what is in season, who makes it, "
            "where, and how many stars it holds."
        ),
    ),
    "in_season": ("Đang vào mùa", "In season now"),
    "in_season_lead": ("Thu hoạch rộ trong {month} này", "At its best this {month}"),
    "in_season_all": ("Xem tất cả sản vật đang mùa", "See everything in season"),
    "newest": ("OCOP mới được công nhận", "Newly recognised OCOP products"),
    "newest_lead": (
        "Sao OCOP có thời hạn 36 tháng; chỉ sao còn hiệu lực mới được hiển thị.",
        "OCOP stars last 36 months; only those still valid are shown.",
    ),
    "newest_all": ("Xem tất cả sản phẩm OCOP", "See all OCOP products"),
    "groups": ("Nông sản theo nhóm", "Farm goods by group"),
    "sets": ("Sản phẩm OCOP theo bộ", "OCOP products by set"),
    "communes": ("Theo xã, phường, đặc khu", "By commune, ward and special zone"),
    "communes_lead": (
        (
            "{n} đơn vị hành chính từ ngày 1/7/2025. Chọn quận, huyện cũ để tìm nhanh. "
            "Số bên cạnh là số sản phẩm."
        ),
        (
            "{n} units since 1 July 2025, listed under the former districts. "
            "The numbers count products."
        ),
    ),
    "n_products": ("{n} sản phẩm", "{n} product|{n} products"),
    "nothing_in_season": (
        "Tháng này chưa có sản vật theo mùa nào trong danh mục.",
        "Nothing seasonal is in the catalogue this month.",
    ),
    "nothing_yet": (
        "Danh mục đang được chuẩn bị. Mời bạn quay lại sau.",
        "The catalogue is being prepared. Please come back later.",
    ),
    # producer and commune
    "producer": ("Cơ sở sản xuất", "Producer"),
    "producer_description": (
        "{name}, {commune}, Hải Phòng: các sản phẩm trong danh mục Sản vật Hải Phòng.",
        "{name}, {commune}, Hải Phòng: its products in the catalogue.",
    ),
    "producer_products": ("Sản phẩm của cơ sở", "Products of this producer"),
    "producer_empty": (
        "Hiện cơ sở này không có sản phẩm nào trong danh mục.",
        "This producer has no product in the catalogue at present.",
    ),
    "producer_story": ("Giới thiệu", "About"),
    "ward": ("Phường", "Ward"),
    "commune": ("Xã", "Commune"),
    "special_zone": ("Đặc khu", "Special zone"),
    "commune_description": (
        (
            "Nông sản, sản phẩm OCOP và cơ sở sản xuất ở {name}, Hải Phòng; các xã, phường cũ đã "
            "nhập vào."
        ),
        (
            "Farm goods, OCOP products and producers in {name}, Hải Phòng, and the former communes "
            "merged into it."
        ),
    ),
    "commune_products": ("Sản vật của {name}", "Products of {name}"),
    "commune_producers": ("Cơ sở sản xuất tại đây", "Producers here"),
    "commune_empty": (
        "Chưa có sản phẩm nào của nơi này trong danh mục.",
        "No product of this place is in the catalogue yet.",
    ),
    "former_units": ("Tên cũ trước ngày 1/7/2025", "Names before 1 July 2025"),
    "former_lead": (
        (
            "Nơi này gồm toàn bộ hoặc phần lớn các đơn vị cũ dưới đây. Giấy tờ, bao bì in trước đó "
            "vẫn mang tên cũ."
        ),
        (
            "This place holds all or most of the former units below. Older papers and packages "
            "still carry their names."
        ),
    ),
    "more_filters": ("Lọc và sắp xếp các sản phẩm này", "Filter and sort these products"),
}
