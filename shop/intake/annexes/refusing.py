"""What is said of an annex, and of its lines."""

from media.sentences import Sentence, phrase

NOTHING = Sentence(
    "Chưa đọc được sản phẩm nào. Hãy dán cả cột tên, cơ sở, xã và số sao.",
    "No product was read. Paste the columns of name, producer, commune and stars.",
)
TOO_MANY = Sentence(
    "Phụ lục có hơn {most} dòng. Hãy chia làm nhiều quyết định hoặc gọi quản trị.",
    "The annex has more than {most} lines. Ask the administrator.",
)
NO_NAME = Sentence("Dòng {row}: chưa có tên sản phẩm.", "Line {row} has no name of a product.")
NO_STARS = Sentence("Dòng {row}: chưa có số sao.", "Line {row} has no stars.")
WRONG_STARS = Sentence(
    "Dòng {row}: «{value}» – cột sao chỉ ghi 3, 4 hoặc 5.",
    "Line {row}: “{value}” – the column of stars has 3, 4 or 5 only.",
)
POTENTIAL = Sentence(
    "Dòng {row}: «{value}» chưa phải 5 sao. Ghi 4 nếu quyết định ghi 4.",
    "Line {row}: “{value}” is not 5 stars yet. Write 4 if the decision does.",
)
BROKEN = Sentence(
    "Dòng {row}: ô «{value}» hỏng trong bảng tính. Hãy xem lại quyết định.",
    "Line {row}: the cell “{value}” is broken. Look at the decision itself.",
)
NO_PRODUCT = Sentence(
    "Dòng {row}: không thấy sản phẩm «{value}». Hãy ghi mã hoặc tên khác.",
    "Line {row}: there is no product “{value}”. Write its code or another name.",
)
TAKEN = Sentence(
    "Dòng {row}: {code} đã ở dòng {other}. Mỗi sản phẩm chỉ một dòng.",
    "Line {row}: {code} stands in line {other} already. A product has one line.",
)
NO_SET = Sentence(
    "Dòng {row}: {code} chưa thuộc bộ OCOP nào. Hãy chọn bộ sản phẩm.",
    "Line {row}: {code} is in no OCOP set yet. Choose its set.",
)
THIS_ANNEX = phrase("phụ lục này", "This annex")
EDITED = Sentence(
    "Có người vừa sửa quyết định này; các dòng bạn chọn vẫn còn, xem lại rồi ghi.",
    "This decision was edited meanwhile; your choices are kept, look again and record them.",
)
NOTHING_READY = Sentence(
    "Chưa có dòng nào ghi nhận được. Hãy chọn sản phẩm và số sao.",
    "No line can be recorded yet. Choose products and stars.",
)
OWN = Sentence(
    "Dòng {row}: bạn có tên trong cơ sở này. Hãy bỏ qua, để cán bộ khác ghi.",
    "Line {row}: you belong to this producer. Leave it out for another official.",
)
