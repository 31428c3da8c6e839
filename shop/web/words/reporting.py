"""What the page says on which readers report an error of another."""

PAIRS = {
    "report_title": ("Báo lỗi trang này", "Report an error on this page"),
    "report_of": ("Báo lỗi trang {name}", "Report an error on the page of {name}"),
    "report_lead": (
        "Bạn thấy thông tin nào sai hoặc đã cũ? Chúng tôi sẽ xem lại cùng cơ sở.",
        "Is something wrong or out of date? We will look at it with the producer.",
    ),
    "report_page": ("Trang", "Page"),
    "report_topic": ("Chỗ nào sai?", "What is wrong?"),
    "topic_price": ("Giá", "The price"),
    "topic_availability": ("Còn hay hết hàng", "Whether it is in stock"),
    "topic_contact": ("Cách liên hệ", "How to get in touch"),
    "topic_picture": ("Ảnh", "A picture"),
    "topic_text": ("Nội dung trang", "The text of the page"),
    "topic_certificate": ("Chứng nhận hoặc sao OCOP", "A certificate or the OCOP stars"),
    "topic_other": ("Việc khác", "Something else"),
    "report_text": ("Sai thế nào? (không bắt buộc)", "What would be right? (optional)"),
    "report_hint": (
        (
            "Tối đa {most} ký tự; nếu chọn “Việc khác” thì cần ghi. Xin đừng ghi họ tên, số điện "
            "thoại hay thông tin riêng của ai."
        ),
        (
            "Up to {most} characters; needed for “Something else”. Please leave out names, numbers "
            "and other personal data."
        ),
    ),
    "report_send": ("Gửi báo lỗi", "Send the report"),
    "report_thanks": ("Đã nhận báo lỗi. Cảm ơn bạn!", "The report has arrived. Thank you!"),
    "report_next": (
        "Người phụ trách danh mục sẽ đọc và sửa trang nếu cần.",
        "The people in charge of the catalogue will read it and correct the page where needed.",
    ),
    "report_back": ("Trở lại trang vừa xem", "Back to the page"),
}
