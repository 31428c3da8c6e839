"""What an import says of rows, files and pictures that do not go in."""

from media.sentences import Sentence
from shop.formats.gtins import NotForTrade

# Of files
UNREADABLE = Sentence(
    "Không đọc được tệp này ({why}). Hãy kiểm tra bạn được phép mở tệp.",
    "This file cannot be read ({why}); look whether you may open it.",
)

# Of what is left aside
GUIDANCE = Sentence(
    "Trang này không có cột nào chúng tôi biết, nên không đọc.",
    "This sheet has no columns that we know, so it was left aside.",
)
HIDDEN_ROWS = Sentence(
    "Có {many} dòng bị ẩn, nên không nhập. Hãy bỏ ẩn nếu cần nhập.",
    "{many} hidden rows were left aside; show them if they are to go in.",
)
ROWS_ABOVE = Sentence(
    "Có {many} dòng nằm trên dòng tiêu đề, nên không nhập.",
    "{many} rows above the titles were left aside.",
)

# Of prices that wait for a word
TOO_SMALL = Sentence(
    "{key} có giá {stated} ₫, quá thấp nên chưa nhập. Nếu danh sách tính theo nghìn đồng, hãy ghi"
    " đủ số. Nếu giá đúng, hãy xác nhận bằng báo cáo này ({digest}).",
    "{key} has the price {stated} ₫, too low to go in. If the list counts in thousands, write whole"
    " đồng. If it is right, confirm it by this report ({digest}).",
)
OTHER_SIZE = Sentence(
    "{key} đổi giá từ {current} ₫ thành {stated} ₫, chênh quá lớn nên chưa nhập. Hãy xem lại số 0."
    " Nếu giá đúng, hãy xác nhận bằng báo cáo này ({digest}).",
    "{key} goes from {current} ₫ to {stated} ₫, too far to go in. Look at the zeros again. If it is"
    " right, confirm it by this report ({digest}).",
)
IN_THOUSANDS = Sentence(
    "Cả cột giá (price_vnd, {many} ô) có vẻ tính theo nghìn đồng, nên chưa nhập. Hãy ghi đủ số, như"
    " 125000. Nếu giá đúng, hãy xác nhận bằng báo cáo này ({digest}).",
    "The whole column price_vnd ({many} cells) seems to be in thousands of đồng and did not go in."
    " Write whole đồng, such as 125000. If it is right, confirm it by this report ({digest}).",
)
ASKS_NOTHING = Sentence(
    "Báo cáo này không có gì cần xác nhận. Hãy đưa báo cáo của lần nhập trước.",
    "This report asks to confirm nothing; give the one of the import before.",
)
OF_ANOTHER_LIST = Sentence(
    "Báo cáo đã đưa là của danh sách khác hoặc đã cũ, nên không xác nhận được. Hãy nhập lại để có"
    " báo cáo mới.",
    "The report that was given is of another list, or of another state, and confirms nothing;"
    " import once more for a new one.",
)

# Of rows
NO_GTIN_OF_TRADE = {
    NotForTrade.OWN: Sentence(
        "“{value}” là mã cửa hàng tự đặt (đầu 02, 04, 20–29), không phải GTIN. Hãy để trống.",
        "“{value}” is a code of a shop's own (02, 04, 20 to 29), no GTIN; leave it empty.",
    ),
    NotForTrade.COUPON: Sentence(
        "“{value}” là mã phiếu giảm giá (đầu 05, 98, 99), không phải GTIN. Hãy để trống.",
        "“{value}” is the code of a coupon (05, 98, 99), no GTIN; leave it empty.",
    ),
    NotForTrade.RECEIPT: Sentence(
        "“{value}” là mã phiếu hoàn tiền (đầu 980), không phải GTIN. Hãy để trống.",
        "“{value}” is the code of a refund receipt (980), no GTIN; leave it empty.",
    ),
    NotForTrade.BOOK: Sentence(
        "“{value}” là mã sách ISBN (đầu 978, 979), không phải GTIN của hàng này. Hãy để trống.",
        "“{value}” is the ISBN of a book (978, 979), no GTIN of these goods; leave it empty.",
    ),
    NotForTrade.PERIODICAL: Sentence(
        "“{value}” là mã báo chí ISSN (đầu 977), không phải GTIN của hàng này. Hãy để trống.",
        "“{value}” is the ISSN of a periodical (977), no GTIN of these goods; leave it empty.",
    ),
    NotForTrade.SPECIMEN: Sentence(
        "“{value}” là mã mẫu của GS1 (đầu 952), không phải GTIN của hàng thật. Hãy để trống.",
        "“{value}” is a specimen of GS1 (952), no GTIN of real goods; leave it empty.",
    ),
    NotForTrade.MADE_UP: Sentence(
        "“{value}” là mã gõ thử, không phải GTIN. Hãy ghi mã trên bao bì, hoặc để trống.",
        "“{value}” was typed to try something, and is no GTIN; write the one on the pack, or leave"
        " it empty.",
    ),
}
BEYOND = Sentence(
    "“{value}” nằm bên phải cột cuối. Hãy xoá đi.",
    "“{value}” stands to the right of the last column; remove it.",
)
UNKNOWN_GROUP = Sentence(
    "“{value}” không phải là nhóm. Hãy chọn một nhóm đã có: {known}.",
    "“{value}” is not a group; we know {known}.",
)
OF_NO_GOODS = Sentence(
    "Dòng này chưa nói về sản phẩm nào. Hãy ghi nhóm, chữ đầu của tên hoặc mã.",
    "This row speaks of no goods; write groups, how names begin, or codes.",
)
NO_GROUP_YET = Sentence(
    "“{value}” không phải là nhóm. Chưa có nhóm nào, hãy nhập danh sách nhóm trước.",
    "“{value}” is not a group; there is none yet, so import those first.",
)
UNKNOWN_SET = Sentence(
    "“{value}” không có trong các bộ sản phẩm OCOP. Hãy nhập danh sách bộ trước.",
    "“{value}” is not among the OCOP sets; import those first.",
)
TWICE = Sentence(
    "“{value}” đã có ở {file}, dòng {row}. Hãy giữ lại một dòng.",
    "“{value}” stands already in {file}, row {row}.",
)
PRODUCTS_ONLY = Sentence(
    "Dòng này không phải sản phẩm. Danh sách này chỉ ghi sản phẩm, hãy bỏ dòng này.",
    "This row is not a product; this list may hold products only.",
)
NOT_YOUR_PRODUCER = Sentence(
    "Bạn không được ghi sản phẩm cho cơ sở “{value}”. Hãy dùng mã cơ sở của bạn.",
    "“{value}” is not a producer that you may list for; use the code of your own.",
)
NOT_YOUR_PRODUCT = Sentence(
    "“{value}” là sản phẩm của cơ sở khác. Hãy bỏ dòng này.",
    "“{value}” is another producer's product; leave it out.",
)
UNKNOWN_COMMUNE = Sentence(
    "“{value}” không phải mã của xã hiện nay.", "“{value}” is not the code of a commune of today."
)
OTHER_COMMUNE = Sentence(
    "“{value}” không phải tên của {code}, tên đúng là {right}.",
    "“{value}” is not the name of {code}, which is {right}.",
)
ITS_CODE = Sentence("Hãy dùng mã {code} cho {name}.", "{name} has the code {code}.")
LOOK_IT_UP = Sentence("Hãy tra trong communes.csv.", "Look it up in communes.csv.")
UNKNOWN_PRODUCER = Sentence(
    "“{value}” không phải cơ sở đã biết. Hãy nhập cơ sở này trước.",
    "“{value}” is not a known producer; import it first.",
)
TAKEN_GTIN = Sentence(
    "“{value}” là mã vạch của {owner}, mỗi sản phẩm có mã riêng. Nếu {owner} nhường mã, hãy xoá ô"
    " của nó rồi nhập. Sau đó hãy ghi mã cho sản phẩm này.",
    "“{value}” belongs to {owner}; no two products share a GTIN. If {owner} is to give it up,"
    " empty its cell, import, and then give it to this one.",
)
NOT_WRITTEN = Sentence(
    "Dòng này và các dòng đọc cùng lượt chưa được ghi. Cơ sở dữ liệu từ chối {tries} lần, có thể do"
    " lần nhập khác cùng lúc. Hãy nhập lại danh sách.",
    "This row was not written, nor were the rows read with it. The database refused them {tries}"
    " times, as when another import writes the same rows; import the list again.",
)

# Of rows that stay as they are here
OTHER_CONSENTS = Sentence(
    "{key} có mục đích đồng ý khác trên hệ thống và được giữ nguyên ({differences}). Danh sách"
    " không thêm hay rút đồng ý của cơ sở đã có. Hãy sửa trên hệ thống, hoặc sửa danh sách.",
    "{key} has other consents in the service and stays as it is there ({differences}). A list"
    " neither gives nor takes back the consents of a producer that is known. Change them there, or"
    " correct the list.",
)
EDITED_HERE = Sentence(
    "{key} đã được sửa trên hệ thống sau lần nhập trước và được giữ nguyên ({differences}). Hãy sửa"
    " trên hệ thống, hoặc đưa chỗ sửa vào danh sách.",
    "{key} was edited in the service since it was last imported and stays as it is there"
    " ({differences}). Change it there, or take the edit into the list.",
)

# Of pictures
ONE_TOO_MANY = Sentence(
    "“{value}” là ảnh thừa, mỗi sản phẩm có nhiều nhất {most} ảnh. Hãy bỏ bớt.",
    "“{value}” is one too many; a product has at most {most} pictures.",
)
TOO_SLOW = Sentence(
    "“{value}” nằm ở {host}, nơi đã quá chậm {times} lần liên tiếp. Hãy thử lại sau.",
    "“{value}” is on {host}, which was too slow {times} times in a row; try again later.",
)
