"""What error pages say: what happened, and what to do next."""

TITLES: dict[int | str, tuple[str, str]] = {
    400: ("Yêu cầu chưa đúng", "The request was not understood"),
    401: ("Cần có khoá truy cập", "A key is needed"),
    403: ("Bạn không được xem trang này", "You may not see this page"),
    404: ("Không tìm thấy trang này", "This page was not found"),
    405: ("Không thể làm việc này ở đây", "This cannot be done here"),
    410: ("Sản phẩm đã rời danh mục", "This product has left the catalogue"),
    413: ("Dữ liệu gửi lên quá lớn", "Too much was sent"),
    422: ("Thông tin chưa đúng", "Something in it is not right"),
    429: ("Bạn thao tác quá nhanh", "A little too fast"),
    500: ("Có lỗi ở phía chúng tôi", "Something went wrong on our side"),
    503: ("Trang đang được chuẩn bị", "This is being prepared"),
    "form": ("Biểu mẫu chưa gửi được", "The form was not sent"),
    "own_work": ("Bạn đã soạn bản sửa này", "You wrote this correction"),
    "own_producer": ("Bạn có tên trong cơ sở này", "You belong to this producer"),
    "owners": ("Việc này chỉ chủ cơ sở làm được", "Only an owner of the producer may do this"),
}
TEXTS: dict[int | str, tuple[str, str]] = {
    400: (
        (
            "Địa chỉ hoặc từ khoá có chỗ chúng tôi không đọc được. Hãy thử tìm lại ở ô tìm kiếm "
            "phía trên."
        ),
        "Some part of the address could not be read. Try a new search in the box above.",
    ),
    401: (
        "Phần này dành cho đối tác có khoá truy cập.",
        "This part is for partners who hold a key.",
    ),
    403: (
        "Hãy quay về trang chủ hoặc tìm sản phẩm bạn cần.",
        "Go back to the home page, or search for what you need.",
    ),
    404: (
        "Có thể địa chỉ bị gõ nhầm hoặc trang đã đổi chỗ. Hãy thử tìm bằng tên sản phẩm.",
        "The address may be mistyped, or the page has moved. Try the product’s name.",
    ),
    405: (
        "Hãy quay về trang chủ hoặc tìm sản phẩm bạn cần.",
        "Go back to the home page, or search for what you need.",
    ),
    410: (
        "Cơ sở đã rút sản phẩm này hoặc nó không còn được giới thiệu. Có thể có sản phẩm tương tự.",
        "Its producer took it back, or it is no longer listed. There may be something similar.",
    ),
    413: ("Hãy gửi ít hơn và thử lại.", "Please send less and try again."),
    422: ("Hãy kiểm tra lại thông tin rồi thử lần nữa.", "Please check it and try again."),
    429: (
        "Xin chờ một phút rồi tải lại trang. Không có gì bị mất.",
        "Please wait a minute and load the page again. Nothing is lost.",
    ),
    500: (
        "Xin tải lại trang sau ít phút. Nếu vẫn lỗi, hãy báo cho chúng tôi số sự cố dưới đây.",
        "Please reload in a few minutes. If it stays, tell us the incident number below.",
    ),
    503: (
        "Xin tải lại trang sau ít giây.",
        "Please reload the page in a few seconds.",
    ),
    "form": (
        (
            "Trình duyệt không cho biết biểu mẫu được gửi từ trang của danh mục. Hãy quay lại, tải "
            "lại trang rồi gửi lần nữa."
        ),
        (
            "The browser does not say that a page of the catalogue sent the form. Go back, reload "
            "the page and send it again."
        ),
    ),
    "own_work": (
        "Hãy để cán bộ khác quyết định. Muốn sửa tiếp thì lấy bản ấy lại.",
        "Leave the decision to another official. To change it, take it back.",
    ),
    "own_producer": (
        "Hãy để cán bộ khác quyết định. Đề nghị vẫn còn trong hàng chờ.",
        "Leave the decision to another official. The proposal still waits.",
    ),
    "owners": (
        "Hãy nhờ chủ cơ sở làm, hoặc xin họ đổi vai trò của bạn.",
        "Ask one of them to do it, or to make you an owner.",
    ),
}
PAIRS = {
    **{f"error_title_{status}": pair for status, pair in TITLES.items()},
    **{f"error_text_{status}": pair for status, pair in TEXTS.items()},
    "error": ("Lỗi", "Error"),
    "form_errors": ("Có {n} chỗ cần sửa", "Things to mend: {n}"),
    "form_refused": ("Chưa gửi được", "Not sent yet"),
    "error_meant": ("Có phải bạn tìm", "Did you mean"),
    "error_alike": ("Sản phẩm cùng nhóm", "Products of the same group"),
    "error_next": ("Bạn có thể", "You can"),
    "error_go_portal": ("Về trang cơ sở của tôi", "Back to my producer’s pages"),
    "error_go_desk": ("Về trang cán bộ", "Back to the officials’ pages"),
    "error_go_home": ("Về trang chủ", "Go to the home page"),
    "error_see_all": ("Xem tất cả sản phẩm", "See all products"),
    "error_see_season": ("Xem sản vật đang mùa", "See what is in season"),
    "error_tell": ("báo cho chúng tôi", "tell us"),
    "incident": ("Số sự cố", "Incident number"),
}
