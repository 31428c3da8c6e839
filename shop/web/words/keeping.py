"""What pages say to a producer of how it is reached, what it consents to, who works for it."""

PAIRS = {
    "nav_portal": ("Trang của cơ sở", "Pages of the producer"),
    "nav_products": ("Sản phẩm", "Products"),
    "nav_contact": ("Liên hệ", "Contact"),
    "nav_consents": ("Đồng ý", "Consents"),
    "nav_members": ("Thành viên", "Members"),
    "nav_account": ("Tài khoản", "Account"),
    "consents_title": ("Cơ sở cho phép những gì", "What the producer allows"),
    "consents_lead": (
        "Bốn điều dưới đây do chủ cơ sở quyết định. Rút lại lúc nào cũng được.",
        "These four are the owner’s to decide. Each can be taken back at any time.",
    ),
    "consents_anew": (
        (
            "Bạn vừa nhận cơ sở nên chúng tôi hỏi lại từng điều. Điều nào lấy từ danh sách"
            " của thành phố thì chưa phải bạn trả lời."
        ),
        (
            "The producer has just become yours, so each is asked anew. What came with a list"
            " of the city was not answered by you."
        ),
    ),
    "consents_waiting": (
        "{n} sản phẩm đang chờ bạn đồng ý cho hiện tên cơ sở.",
        (
            "{n} product waits until you let the producer’s name be shown.|{n} products wait"
            " until you let the producer’s name be shown."
        ),
    ),
    "consents_on": ("Xong, xem sản phẩm của tôi", "Done: show my products"),
    "consent_title_catalogue": ("Trang công khai", "Public pages"),
    "consent_title_contact": ("Cách liên hệ", "How to be reached"),
    "consent_title_marketplaces": ("Các sàn và đối tác", "Marketplaces and partners"),
    "consent_title_statistics": ("Thống kê", "Statistics"),
    "consent_none": ("Bạn chưa cho phép.", "Not allowed so far."),
    "consent_withdrawn": ("Đã rút lại ngày {day}.", "Taken back on {day}."),
    "consent_by_list": (
        "Đang cho phép từ {day} (theo danh sách của thành phố).",
        "Allowed since {day} (by a list of the city).",
    ),
    "consent_by_hand": (
        "Đang cho phép từ {day} (chủ cơ sở đã đồng ý tại đây).",
        "Allowed since {day} (an owner agreed here).",
    ),
    "consent_by_paper": (
        "Đang cho phép từ {day} (căn cứ: {basis}).",
        "Allowed since {day} (it rests on: {basis}).",
    ),
    "consent_agreed": ("Câu đã đồng ý:", "What was agreed to:"),
    "consent_give": ("Đồng ý", "I agree"),
    "consent_withdraw": ("Rút lại", "Take it back"),
    "consent_not_given": ("Không đồng ý", "I do not agree"),
    "consent_done_given": ("Đã ghi là bạn đồng ý.", "Noted: you agree."),
    "consent_done_none_catalogue": (
        "Đã ghi là bạn không đồng ý; trang của cơ sở và sản phẩm không hiện.",
        "Noted: you do not agree; the pages of the producer and its products are not shown.",
    ),
    "consent_done_none_contact": (
        "Đã ghi là bạn không đồng ý; cách liên hệ không hiện trên trang nào.",
        "Noted: you do not agree; no page shows how to reach you.",
    ),
    "consent_done_none_marketplaces": (
        "Đã ghi là bạn không đồng ý; các sàn được báo gỡ.",
        "Noted: you do not agree; marketplaces are told to take it down.",
    ),
    "consent_done_none_statistics": (
        "Đã ghi là bạn không đồng ý.",
        "Noted: you do not agree.",
    ),
    "consent_needs_catalogue": (
        "Chỉ có tác dụng khi bạn đã đồng ý ở mục Trang công khai.",
        "It takes effect once you agree to the public pages.",
    ),
    "consent_needs_official": (
        "Cơ sở mới đăng ký: hiện ra sau khi cán bộ duyệt sản phẩm đầu tiên.",
        "Newly registered: it is shown once an official has approved its first product.",
    ),
    "consent_needs_contact": (
        "Chưa ghi cách liên hệ nào.",
        "No way to reach you is noted yet.",
    ),
    "consent_write_contact": ("Ghi cách liên hệ", "Note how to be reached"),
    "otherwise_catalogue": (
        (
            "Nếu rút: trang của cơ sở và {n} sản phẩm bị gỡ khỏi trang công khai. Các sàn"
            " được báo gỡ ngay."
        ),
        (
            "Taken back: the producer’s page and {n} product leave the public pages."
            " Marketplaces are told to remove it at once.|Taken back: the producer’s page and"
            " {n} products leave the public pages. Marketplaces are told to remove them at"
            " once."
        ),
    ),
    "otherwise_contact": (
        (
            "Nếu rút: số điện thoại và cách liên hệ mất khỏi mọi trang. Người mua được chỉ"
            " tới UBND xã, phường."
        ),
        (
            "Taken back: telephone and all ways to reach you leave every page. Buyers are"
            " sent to your commune’s office."
        ),
    ),
    "otherwise_marketplaces": (
        (
            "Nếu rút: {n} sản phẩm ra khỏi dữ liệu mở, các sàn được báo gỡ ngay. Trang của"
            " danh mục vẫn hiện."
        ),
        (
            "Taken back: {n} product leaves the open data, marketplaces are told to remove it"
            " at once. Our own pages still show it.|Taken back: {n} products leave the open"
            " data, marketplaces are told to remove them at once. Our own pages still show"
            " them."
        ),
    ),
    "otherwise_statistics": (
        "Nếu rút: không trang nào thay đổi.",
        "Taken back: no page changes.",
    ),
    "reaching_title": ("Liên hệ với cơ sở", "How the producer is reached"),
    "reaching_shown": ("Người mua đang thấy: {ways}.", "Buyers see: {ways}."),
    "reaching_coming": (
        "Người mua sẽ thấy: {ways}.",
        "Buyers will see: {ways}.",
    ),
    "reaching_nothing": (
        "Chưa có gì để người mua liên hệ. Hãy ghi ít nhất điện thoại, Zalo hoặc địa chỉ.",
        "There is nothing to reach you by. Note at least a telephone, Zalo or an address.",
    ),
    "reaching_page": ("Xem trang của cơ sở", "See the producer’s page"),
    "reaching_consent": ("Xem và trả lời", "Read and answer"),
    "reaching_unshown": (
        "Chưa hiện cho người mua: bạn chưa đồng ý cho hiện.",
        "Not shown to buyers: you have not agreed to that.",
    ),
    "reaching_after_consent": (
        "Bạn đã cho hiện cách liên hệ. Hãy ghi số điện thoại để người mua gọi được.",
        "You let it be shown how you are reached. Note a telephone number for buyers to call.",
    ),
    "reaching_made_up": (
        (
            "Trang đang hiện thông tin minh hoạ, không có thật. Khi bạn lưu, mọi dòng minh"
            " hoạ mất đi."
        ),
        "What the pages show now is made up. When you save, all of it goes.",
    ),
    "reaching_not_online": (
        "Sản phẩm không được bán qua mạng chỉ hiện điện thoại và địa chỉ.",
        "Goods that may not be sold online show telephone and address only.",
    ),
    "reaching_hint_contact_name": ("Người mua hỏi gặp ai.", "Whom buyers ask for."),
    "reaching_hint_phone": (
        "Ví dụ 0912 345 678. Nhiều nhất ba số, cách nhau bằng dấu phẩy.",
        "Such as 0912 345 678. Up to three, with commas between.",
    ),
    "reaching_hint_zalo": (
        "Số dùng Zalo, hoặc đường dẫn zalo.me của cơ sở.",
        "The number that you use there, or your page on zalo.me.",
    ),
    "reaching_hint_address": (
        "Số nhà, thôn, xã như người ta vẫn gọi.",
        "House, hamlet and commune, as people call them.",
    ),
    "reaching_hint_opening": (
        "Ví dụ: 7 giờ đến 17 giờ, cả tuần.",
        "Such as: 7:00 to 17:00, daily.",
    ),
    "reaching_hint_how_to_order": (
        "Ví dụ: gọi hoặc nhắn Zalo trước một ngày.",
        "Such as: call or write a day before.",
    ),
    "reaching_hint_minimum_order": ("Ví dụ: 2 kg hoặc 2 hộp.", "Such as: 2 kg or 2 boxes."),
    "reaching_hint_delivery_area": (
        "Ví dụ: các phường nội thành Hải Phòng.",
        "Such as: the wards of the inner city.",
    ),
    "reaching_hint_shop_url": (
        "Trang bán hàng của chính cơ sở, bắt đầu bằng https://.",
        "A page where you sell yourself; it begins with https://.",
    ),
    "reaching_clear": (
        "Bỏ trống dòng nào thì dòng đó không hiện nữa.",
        "A line that is left empty is no longer shown.",
    ),
    "reaching_save": ("Lưu", "Save"),
    "reaching_saved": ("Đã lưu. Các trang đã cập nhật.", "Saved. The pages show it already."),
    "members_title": ("Ai làm cho cơ sở", "Who works for the producer"),
    "role_owner": ("Chủ cơ sở", "Owner"),
    "role_editor": ("Người cùng làm", "Editor"),
    "may_owner": (
        "Chủ cơ sở: làm được mọi việc, cả thêm và bỏ người",
        "Owner: may do everything, also add and remove people",
    ),
    "may_editor": (
        "Người cùng làm: đổi giá, báo còn hàng hay hết hàng",
        "Editor: changes prices, says what is in stock",
    ),
    "member_you": ("bạn", "you"),
    "member_until": ("đến hết ngày {day}", "until {day}"),
    "member_make_owner": ("Đổi thành chủ cơ sở", "Make an owner"),
    "member_make_editor": ("Đổi thành người cùng làm", "Make an editor"),
    "member_remove": ("Bỏ khỏi cơ sở", "Remove"),
    "member_add_title": ("Thêm người", "Add a person"),
    "member_add_lead": (
        "Người đó vào bằng chính số hoặc email này.",
        "They come in by this number or address.",
    ),
    "member_address": ("Số điện thoại hoặc email", "Telephone number or e-mail"),
    "member_address_hint": (
        "Ví dụ 0912 345 678 hoặc ten@vi-du.vn.",
        "Such as 0912 345 678, or name@example.vn.",
    ),
    "member_role": ("Người đó làm được gì?", "What may they do?"),
    "member_last_day": ("Ngày cuối, nếu có", "Last day, if any"),
    "member_last_day_hint": (
        "Ví dụ 31/12/2026. Nên ghi cho người tư vấn; bỏ trống là không hạn.",
        "Such as 31/12/2026. Set one for a consultant; empty means for good.",
    ),
    "member_add": ("Thêm người này", "Add them"),
    "member_added": ("Đã thêm người. Chúng tôi đang báo cho họ.", "Added. They are being told."),
    "member_added_untold": (
        "Đã thêm người. Hiện chưa gửi được tin, hãy tự báo cho họ.",
        "Added. No message can be sent for now: tell them yourself.",
    ),
    "member_waiting": ("đang chờ trả lời", "not answered yet"),
    "member_changed": ("Đã đổi vai trò.", "Their part has changed."),
    "member_removed": ("Đã bỏ người đó khỏi cơ sở.", "They no longer work for the producer."),
    "claim_not_theirs": ("Không phải", "It is not theirs"),
    "claim_answered": ("Đã trả lời. Người đó được báo.", "Answered. They are told."),
    "member_leave_link": ("Tôi muốn rời cơ sở", "I want to leave the producer"),
    "member_leave_title": ("Rời cơ sở {name}", "Leave {name}"),
    "member_leave_lead": (
        "Rời rồi, bạn không xem và không đổi được gì của cơ sở. Muốn vào lại phải nhờ chủ cơ sở.",
        "Once you have left you see and change nothing of it. Only an owner can let you in again.",
    ),
    "member_leave": ("Rời cơ sở", "Leave"),
}
