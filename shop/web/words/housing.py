"""The pages about the catalogue itself: about, contact, privacy, corrections, open data."""

PAIRS = {
    "house_who": ("Đơn vị vận hành", "Who runs this catalogue"),
    "house_address": ("Địa chỉ", "Address"),
    "house_phone": ("Điện thoại", "Telephone"),
    "house_email": ("Thư điện tử", "E-mail"),
    "house_unsaid": (
        "Bản này chưa ghi đơn vị vận hành và cách liên hệ.",
        "This copy does not say yet who runs it and how to reach them.",
    ),
    "house_more": ("Xem thêm", "See also"),
    # about
    "house_about": ("Giới thiệu", "About"),
    "house_about_lead": (
        (
            "Sản vật Hải Phòng là danh mục nông sản và sản phẩm OCOP của thành phố: có gì, ai "
            "làm ra, ở đâu, dựa vào giấy tờ nào."
        ),
        (
            "Sản vật Hải Phòng lists the city’s farm goods and OCOP (One Commune One Product) "
            "products: what there is, who makes it, where, and on what evidence."
        ),
    ),
    "house_about_shop_title": ("Danh mục, không phải cửa hàng", "A catalogue, not a shop"),
    "house_about_shop": (
        (
            "Trang này không bán hàng, không thu tiền và không giao hàng. Việc mua bán diễn ra "
            "tại cơ sở hoặc trên các sàn nơi cơ sở bán. Giá ở đây là giá tham khảo; hãy hỏi lại "
            "cơ sở trước khi đặt."
        ),
        (
            "Nothing is sold, paid for or delivered here. Goods are sold by their producers and "
            "on the marketplaces where they offer them. Prices are indications; ask the producer "
            "before you order."
        ),
    ),
    "house_about_sources_title": ("Thông tin lấy từ đâu", "Where the facts come from"),
    "house_about_sources": (
        (
            "Cơ sở tự khai tên, quy cách, giá và câu chuyện của sản phẩm; cán bộ xem lại. Các "
            "lần thay đổi được ghi ở trang lịch sử của từng sản phẩm."
        ),
        (
            "Producers state names, packs, prices and stories themselves, and officials look at "
            "them. Changes are on record, on the history page of each product."
        ),
    ),
    "house_about_stars_title": ("Sao OCOP", "OCOP stars"),
    "house_about_stars": (
        (
            "Hạng sao ghi theo quyết định công nhận, có hiệu lực 36 tháng. Hết hạn hoặc bị thu "
            "hồi thì sao không còn hiện trên trang."
        ),
        (
            "Stars follow the decision that gave them and last 36 months. Once they end or are "
            "withdrawn, pages show them no longer."
        ),
    ),
    "house_about_made_up_title": ("Phần minh hoạ", "What is illustrative"),
    "house_about_made_up": (
        (
            "Một phần sản phẩm, cơ sở và mọi hình vẽ là minh hoạ, luôn có chữ “Minh hoạ” bên "
            "cạnh. Đừng dùng những phần này làm căn cứ."
        ),
        (
            "Some products and producers, and all drawings, are illustrative and always say so. "
            "Do not rely on them."
        ),
    ),
    "house_about_order_title": ("Xếp trước, xếp sau", "What comes first"),
    "house_about_order": (
        (
            "Không ai trả tiền để được xếp trước, và danh mục không có quảng cáo. Kết quả tìm "
            "kiếm xếp theo độ khớp với từ khoá; trang chủ ưu tiên thứ đang vào mùa và OCOP mới "
            "được công nhận."
        ),
        (
            "Nothing is placed first for money, and there is no advertising. Results are ordered "
            "by how well they fit the words; the home page shows what is in season and newly "
            "recognised."
        ),
    ),
    # contact
    "house_contact": ("Liên hệ", "Contact"),
    "house_contact_lead": (
        "Hỏi đúng chỗ thì được trả lời nhanh: chọn việc của bạn.",
        "Choose what you need, and you reach those who can answer.",
    ),
    "house_contact_buy_title": ("Bạn muốn mua", "You would like to buy"),
    "house_contact_buy": (
        (
            "Danh mục không bán hàng. Hãy mở trang sản phẩm: ở đó có số điện thoại của cơ sở, "
            "hoặc nơi đang bán, nếu cơ sở đồng ý cho hiện."
        ),
        (
            "Nothing is sold here. Open a product’s page: it has the producer’s telephone "
            "number, or where it is sold, where the producer agreed to show it."
        ),
    ),
    "house_contact_wrong_title": ("Bạn thấy chỗ sai", "You found a mistake"),
    "house_contact_wrong": (
        "Mỗi trang sản phẩm và cơ sở có nút báo chỗ sai; không cần tài khoản.",
        "The page of each product and producer has a link to report it; no account is needed.",
    ),
    "house_contact_producer_title": ("Bạn là cơ sở sản xuất", "You are a producer"),
    "house_contact_producer": (
        "Đăng sản phẩm, sửa giá, thêm ảnh ở trang dành cho cơ sở.",
        "List products, change prices and add photos on the producers’ pages.",
    ),
    "house_contact_producer_call": ("Cần giúp thì gọi {number}.", "For help call {number}."),
    "house_contact_incident_title": ("Trang gặp sự cố", "A page failed"),
    "house_contact_incident": (
        "Hãy gửi cho đơn vị vận hành số sự cố ghi trên trang lỗi, kèm giờ bạn gặp.",
        "Send those who run this the incident number of the error page, and the time.",
    ),
    # privacy
    "house_privacy": ("Quyền riêng tư", "Privacy"),
    "house_privacy_lead": (
        "Danh mục giữ ít dữ liệu cá nhân nhất có thể. Trang này nói rõ giữ gì, để làm gì, bao lâu.",
        (
            "The catalogue keeps as little personal data as it can. This page says what, why, "
            "how long."
        ),
    ),
    "house_privacy_readers_title": ("Khi bạn xem", "When you read"),
    "house_privacy_readers": (
        (
            "Xem và tìm không cần tài khoản. Các trang này không đặt cookie, không có quảng cáo "
            "và không tải gì từ bên thứ ba. Khi bạn bấm sang Zalo, bản đồ hay sàn bán hàng, nơi "
            "đó có quy định riêng."
        ),
        (
            "Reading and searching need no account. These pages set no cookies, hold no "
            "advertising and load nothing from third parties. Zalo, maps and marketplaces that "
            "you follow a link to have rules of their own."
        ),
    ),
    "house_privacy_counted_title": ("Những gì được đếm", "What is counted"),
    "house_privacy_counted": (
        (
            "Chúng tôi đếm theo ngày từ khoá được tìm, lượt mở sản phẩm từ kết quả tìm kiếm, "
            "lượt sang nơi bán và lượt bấm gọi, không ghi ai đã làm. Từ khoá giống số điện thoại "
            "hay địa chỉ thư thì không đếm. Số đếm giữ {counts} ngày."
        ),
        (
            "Words searched for, products opened from results, ways to sellers and calls are "
            "counted by the day, and not who made them. What looks like a telephone number or an "
            "address is not counted. Counts are kept for {counts} days."
        ),
    ),
    "house_privacy_logs_title": ("Nhật ký máy chủ", "Server logs"),
    "house_privacy_logs": (
        (
            "Nhật ký ghi giờ, trang được mở và phần đầu của địa chỉ mạng, không ghi địa chỉ đầy "
            "đủ. Từ khoá chỉ được ghi khi việc tìm kiếm gặp sự cố. Nhật ký dùng để tìm sự cố và "
            "chặn phá hoại."
        ),
        (
            "Logs hold the time, the page and the first part of a network address, never all of "
            "it. Words searched for are logged only when a search fails. Logs serve to find "
            "faults and abuse."
        ),
    ),
    "house_privacy_reports_title": ("Khi bạn báo lỗi", "When you report a mistake"),
    "house_privacy_reports": (
        "Biểu mẫu không hỏi tên hay số điện thoại; xin đừng ghi vào. Lời báo giữ {reports} ngày.",
        (
            "The form asks for no name or number; please write none. Reports are kept for "
            "{reports} days."
        ),
    ),
    "house_privacy_producers_title": ("Cơ sở và hộ sản xuất", "Producers and households"),
    "house_privacy_producers": (
        (
            "Tên, số điện thoại, Zalo và địa chỉ của cơ sở chỉ hiện khi cơ sở đồng ý, riêng cho "
            "từng việc: hiện trong danh mục, gửi cho các sàn, làm số liệu, cho xem cách liên hệ. "
            "Rút lại lúc nào cũng được; trang đổi ngay, còn các sàn được báo để xoá."
        ),
        (
            "A producer’s name, telephone number, Zalo and address are shown only where the "
            "producer agreed, for each purpose apart: the catalogue, marketplaces, figures, "
            "contact. It may be withdrawn at any time; pages change at once, and marketplaces "
            "are told to delete."
        ),
    ),
    "house_privacy_people_title": ("Người đăng nhập", "People who sign in"),
    "house_privacy_people": (
        (
            "Người của cơ sở và cán bộ đăng nhập bằng số điện thoại hoặc thư điện tử. Chỉ khi đó "
            "trang đặt cookie, để nhận ra máy của bạn. Việc đã làm được ghi lại để kiểm tra."
        ),
        (
            "Producers’ people and officials sign in by telephone number or e-mail. Only then is "
            "a cookie set, to know your device. What they do is on record, to be checked."
        ),
    ),
    "house_privacy_rights_title": ("Quyền của bạn", "Your rights"),
    "house_privacy_rights": (
        (
            "Theo Luật Bảo vệ dữ liệu cá nhân (91/2025/QH15), bạn được biết, xem, sửa, xoá dữ "
            "liệu của mình, rút lại đồng ý, hạn chế hoặc phản đối việc xử lý, và khiếu nại. Nghị "
            "định 356/2025/NĐ-CP: yêu cầu phải được trả lời trong 2 ngày làm việc; ngừng xử lý "
            "trong 15 ngày, hoặc 20 ngày khi bên khác cũng phải ngừng."
        ),
        (
            "Under the Law on Personal Data Protection (91/2025/QH15) you may know, see, correct "
            "and delete your data, withdraw consent, restrict or object to its use, and "
            "complain. Decree 356/2025/NĐ-CP: a request is answered within 2 working days; use "
            "stops within 15 days, or 20 where others must stop too."
        ),
    ),
    "house_privacy_ask_title": ("Gửi yêu cầu", "How to ask"),
    "house_privacy_ask": (
        (
            "Cơ sở có tài khoản tự xem và rút lại đồng ý ở trang của mình. Người khác hãy liên "
            "hệ đơn vị vận hành; không cần gửi ảnh căn cước."
        ),
        (
            "Producers with an account see and withdraw their consents on their own pages. All "
            "others may contact those who run this; never send a picture of an identity card."
        ),
    ),
    # corrections
    "house_corrections": ("Đính chính", "Corrections"),
    "house_corrections_lead": (
        "Thấy chỗ sai thì báo thế nào, sau đó việc gì xảy ra, và xem lần sửa ở đâu.",
        "How to report a mistake, what happens then, and where to see what was corrected.",
    ),
    "house_corrections_report_title": ("Báo chỗ sai", "Report a mistake"),
    "house_corrections_report": (
        (
            "Mở trang sản phẩm hoặc cơ sở, kéo xuống cuối và bấm “{link}”. Chọn chỗ sai, ghi vài "
            "chữ rồi gửi. Không cần tài khoản, không hỏi tên."
        ),
        (
            "Open the page of the product or producer and choose “{link}” at its end. Say what "
            "is wrong in a few words. No account is needed, and no name."
        ),
    ),
    "house_corrections_then_title": ("Sau khi gửi", "What happens then"),
    "house_corrections_then": (
        (
            "Cán bộ đọc từng lời báo, hỏi cơ sở khi cần, rồi sửa hoặc gỡ trang. Vì không hỏi tên "
            "nên chúng tôi không trả lời riêng; hãy xem lại trang sau vài ngày."
        ),
        (
            "Officials read each report, ask the producer where needed, and correct the page or "
            "take it down. As no name is asked, no answer is sent; look at the page again after "
            "some days."
        ),
    ),
    "house_corrections_own_title": ("Cơ sở tự sửa", "Producers correct their own"),
    "house_corrections_own": (
        "Cơ sở sửa giá, quy cách, ảnh và lời giới thiệu ở trang của mình.",
        "Producers change prices, packs, photos and texts on their own pages.",
    ),
    "house_corrections_stars_title": ("Sai về sao OCOP", "Mistakes about stars"),
    "house_corrections_stars": (
        (
            "Căn cứ là quyết định công nhận. Quyết định bị thu hồi có trong danh sách thu hồi, "
            "ai cũng xem được."
        ),
        "The decision is what counts. Those withdrawn stand on a list that all can see.",
    ),
    "house_corrections_seen_title": ("Lần sửa xem ở đâu", "Where corrections are seen"),
    "house_corrections_seen": (
        (
            "Trang lịch sử của mỗi sản phẩm ghi đã đổi gì, ngày nào, do cơ sở, cán bộ hay danh "
            "sách đưa vào."
        ),
        (
            "The history page of each product says what changed, when, and whether a producer, "
            "an official or a list did it."
        ),
    ),
    # open data
    "house_open": ("Dữ liệu mở", "Open data"),
    "house_open_lead": (
        "Cả danh mục tải về được, không cần tài khoản hay khoá: tệp, API, tin Atom, tài liệu.",
        (
            "The whole catalogue can be copied without an account or key: files, an API, feeds, "
            "documents."
        ),
    ),
    "house_open_files": ("Tệp dữ liệu", "Files"),
    "house_file_products_jsonl": (
        "Mọi sản phẩm, mỗi dòng một bản JSON.",
        "All products, one JSON document a line.",
    ),
    "house_file_products_csv": (
        "Mọi sản phẩm cho bảng tính, mỗi dòng một quy cách.",
        "All products for a spreadsheet, one pack a row.",
    ),
    "house_file_google_xml": (
        "Theo mẫu của Google Merchant Center.",
        "As Google Merchant Center takes them.",
    ),
    "house_file_google_en_xml": (
        "Mẫu của Google, bằng tiếng Anh.",
        "The same for Google in English.",
    ),
    "house_file_meta_csv": ("Theo mẫu danh mục của Meta.", "As a Meta catalogue takes them."),
    "house_file_meta_en_csv": ("Mẫu của Meta, bằng tiếng Anh.", "The same for Meta in English."),
    "house_file_acp_metadata_json": (
        "Mô tả nguồn theo Agentic Commerce Protocol.",
        "Which feed this is, after the Agentic Commerce Protocol.",
    ),
    "house_file_acp_products_jsonl": (
        "Sản phẩm theo Agentic Commerce Protocol, mỗi dòng một bản.",
        "Products after the Agentic Commerce Protocol, one a line.",
    ),
    "house_file_recognitions_csv": (
        "Các lần công nhận và thu hồi sao OCOP.",
        "Recognitions and withdrawals of OCOP stars.",
    ),
    "house_open_api_title": ("API và tài liệu", "API and documents"),
    "house_open_api": (
        (
            "API cho tìm kiếm, từng sản phẩm và dòng thay đổi để giữ bản sao luôn khớp. Không "
            "cần khoá; mỗi địa chỉ có một hạn mức mỗi phút."
        ),
        (
            "The API has the search, each product, and the changes by which a copy stays in "
            "step. No key is needed; each address has a share a minute."
        ),
    ),
    "house_open_partners": ("Hướng dẫn cho đối tác", "Guide for partners"),
    "house_open_new": ("Có gì mới cho đối tác", "What is new for partners"),
    "house_open_agents": ("Cho tác tử và mô hình ngôn ngữ", "For agents and language models"),
    "house_open_feeds_title": ("Tin Atom", "Atom feeds"),
    "house_open_feeds": (
        "Dán địa chỉ vào ứng dụng đọc tin để biết thứ gì vào mùa, sản phẩm nào mới được công nhận.",
        "Give these to a feed reader to hear what comes into season and what is newly recognised.",
    ),
    "house_open_terms_title": ("Điều kiện dùng lại", "Terms of use"),
    "house_open_terms": (
        (
            "Mã nguồn theo giấy phép MIT; hình vẽ theo CC0 1.0; giấy phép của ảnh chụp ghi ở "
            "từng ảnh. Dữ liệu sản phẩm chưa có giấy phép riêng: khi dùng lại xin ghi nguồn, giữ "
            "chữ “minh hoạ”, thôi hiện sao đã hết hạn, xoá thứ đã bị gỡ và tôn trọng hạn chế "
            "bán."
        ),
        (
            "The code is under the MIT licence, drawings under CC0 1.0; of photos the licence "
            "stands with each. The product data have no licence of their own yet: name the "
            "source, keep “illustrative”, drop stars that ended, delete what is taken down, and "
            "respect limits on sale."
        ),
    ),
}
