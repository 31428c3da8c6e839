"""What is said of papers that cannot be taken, or not be decided on."""

from media.limits import MOST_PAGES
from media.sentences import Sentence

NO_PAPER = Sentence("Không có giấy này. Hãy mở lại danh sách.", "There is no such paper. Reload.")
NO_PAGE = Sentence("Giấy này không có trang đó.", "The paper has no such page.")
NOTHING = Sentence("Hãy chọn ảnh hoặc tệp PDF của giấy.", "Choose photos or a PDF of the paper.")
ONE_PDF = Sentence("Hãy gửi một tệp PDF, hoặc chỉ gửi ảnh.", "Send one PDF file, or photos only.")
TOO_MANY_PHOTOS = Sentence(
    "Mỗi giấy có tối đa {most} trang. Hãy bỏ bớt ảnh.",
    "A paper has at most {most} pages. Send fewer photos.",
).filled(most=MOST_PAGES)
ENOUGH = Sentence(
    "Hôm nay đã gửi đủ số giấy cho phép. Mời gửi tiếp vào ngày mai.",
    "You have sent as many papers as a day allows. Go on tomorrow.",
)
NO_KIND = Sentence("Hãy chọn loại giấy.", "Choose the kind of paper.")
ENDS_BEFORE = Sentence(
    "Ngày hết hạn ở trước ngày cấp. Hãy xem lại.", "It ends before it begins. Look again."
)
NOT_THEIRS = Sentence(
    "Sản phẩm {code} không thuộc giấy này. Hãy bỏ chọn.",
    "The paper cannot be for {code}. Leave it out.",
)
NO_REASON = Sentence(
    "Hãy ghi lý do để cơ sở biết sửa gì.", "Give a reason, so that the producer knows what to mend."
)
LONG_REASON = Sentence(
    "Lý do dài quá {most} chữ. Hãy viết ngắn lại.",
    "The reason is too long: {most} letters at most.",
)
NOT_WAITING = Sentence(
    "Giấy này không còn chờ xem. Hãy mở lại trang.", "The paper does not wait any more. Reload."
)
ENDED = Sentence("Giấy này đã rút. Hãy gửi giấy mới.", "The paper was withdrawn. Send a new one.")
SLOW_STORE = Sentence(
    "Kho tệp đang quá chậm nên chưa lưu được giấy. Hãy gửi lại sau một phút.",
    "The store is too slow at the moment. Send the paper again in a minute.",
)
NOT_NOW = Sentence(
    "Lúc này chưa nhận được giấy. Hãy gửi lại sau một phút.",
    "Papers cannot be taken at the moment. Send it again in a minute.",
)
NOT_NOW_PAGE = Sentence(
    "Kho tệp chưa trả lời. Hãy mở lại trang sau một phút.",
    "The store does not answer. Open the page again in a minute.",
)
NOT_NOW_PDF = Sentence(
    "Chưa ghép được tệp PDF. Hãy thử lại sau một phút.",
    "The PDF cannot be made just now. Try again in a minute.",
)
LOST = Sentence(
    "Kho tệp đã mất trang này. Hãy nhờ cơ sở gửi lại giấy.",
    "The store has lost this page. Ask for the paper again.",
)
