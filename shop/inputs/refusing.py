"""What is said of lists, and of the values in them, that cannot be read."""

from typing import NamedTuple

from media.sentences import Sentence


class Question(NamedTuple):
    """What may be meant: asked of the person who wrote it, or stated where no person answers."""

    asked: Sentence
    stated: Sentence


NO_DAY = Sentence(
    "“{value}” không phải là ngày. Hãy ghi như 2026-11-23 hoặc 23/11/2026.",
    "“{value}” is not a date; write 2026-11-23 or 23/11/2026.",
)
DAY_TO_COME = Sentence(
    "“{value}” là ngày chưa đến. Hãy ghi ngày hôm nay hoặc ngày đã qua.",
    "“{value}” has not come yet; write today or a day before.",
)
NO_STOCK = Sentence(
    "“{value}” chưa rõ còn hay hết. Hãy ghi “còn hàng”, “hết hàng” hoặc “đặt trước”.",
    "“{value}” does not say whether it is there; write in_stock, out_of_stock or preorder.",
)
DAY_WITHOUT_STOCK = Sentence(
    "Có ngày mà chưa ghi còn hay hết hàng. Hãy điền cột tình trạng hàng.",
    "There is a day but no availability; fill in whether it is in stock.",
)
TOO_LONG = Sentence(
    "“{value}” quá dài. Hãy rút xuống còn {most} ký tự.",
    "“{value}” is too long; shorten it to {most} characters.",
)

FAR_TOO_LONG = Sentence(
    "“{value}” dài tới {letters} chữ. Hãy rút ngắn lại.",
    "“{value}” is too long with {letters} letters; shorten it.",
)
CONTROL_CHARACTER = Sentence(
    "“{value}” có ký tự điều khiển {letter}. Hãy xoá ký tự đó.",
    "“{value}” contains the control character {letter}; remove it.",
)
NO_PRICE = Sentence(
    "“{value}” không phải là giá. Hãy ghi số đồng như 125000 hoặc 125.000đ. Hãy để"
    " trống nếu giá là “liên hệ”.",
    "“{value}” is not a price; write whole đồng such as 125000 or 125.000đ, or leave"
    " it empty for “liên hệ”.",
)
UNREAD_PRICE = Sentence(
    "Chưa đọc được giá. Hãy viết như 125000, 125k hoặc 1tr2.",
    "This price cannot be read. Write it like 125000, 125k or 1tr2.",
)
PRICE_IS = Question(
    Sentence(
        "Bạn viết {value}. Giá là {amount} ₫, phải không?",
        "You wrote {value}. Is the price {amount} ₫?",
    ),
    Sentence(
        "“{value}” chưa chắc là {amount} ₫. Hãy chỉ ghi số tiền, như 125.000.",
        "“{value}” may mean {amount} ₫; write the amount alone, such as 125.000.",
    ),
)
PRICE_FROM = Question(
    Sentence(
        "Bạn viết {value}. Giá thấp nhất là {amount} ₫, phải không?",
        "You wrote {value}. Is the lowest price {amount} ₫?",
    ),
    PRICE_IS.stated,
)
PRICE_WHICH = Question(
    Sentence(
        "Bạn viết {value}. Giá nào đúng: {amounts}?",
        "You wrote {value}. Which price is right: {amounts}?",
    ),
    Sentence(
        "“{value}” có thể là {amounts}. Hãy ghi rõ một giá, như 125.000.",
        "“{value}” may mean {amounts}; write one amount, such as 125.000.",
    ),
)
PRICE_RANGE = Question(
    Sentence(
        "Bạn viết {value}. Giá thấp nhất là {lowest} ₫, phải không?",
        "You wrote {value}. Is the lowest price {lowest} ₫?",
    ),
    Sentence(
        "“{value}” là khoảng giá từ {lowest} đến {highest} ₫. Hãy ghi một giá.",
        "“{value}” is a range from {lowest} to {highest} ₫; write one price.",
    ),
)
PRICE_ON_REQUEST = Question(
    Sentence(
        "Bạn viết {value}. Ghi giá là «Liên hệ», phải không?",
        "You wrote {value}. Is the price on request?",
    ),
    Sentence(
        "“{value}” không phải là giá. Hãy ghi “liên hệ” nếu chưa có giá.",
        "“{value}” is not a price; write “liên hệ” if it is on request.",
    ),
)
OTHER_PACK = Sentence(
    "“{value}” là giá cho {per}, còn quy cách là {pack}. Hãy ghi giá cho đúng quy cách.",
    "“{value}” is a price for {per}, but the pack is {pack}; write the price of the pack.",
)
UNWANTED_UNIT = Sentence(
    "“{value}” có thêm chữ sau giá. Hãy chỉ ghi số tiền, như 125.000.",
    "“{value}” has words behind the price; write the amount alone, such as 125.000.",
)
NO_QUANTITY = Sentence(
    "“{value}” không phải là số lượng. Hãy ghi như 500, 1,5, 500g, 5 lạng hoặc nửa cân.",
    "“{value}” is not a quantity; write it like 500, 1,5, 500g, 5 lạng or nửa cân.",
)
OTHER_UNIT = Sentence(
    "“{value}” khác với đơn vị ghi trong số lượng. Hãy giữ một đơn vị.",
    "“{value}” is not the unit that the quantity has; keep one of them.",
)
AMBIGUOUS = Sentence(
    "“{value}” có thể là {small:f} hoặc {large:.0f}. Hãy ghi không có dấu “{mark}”.",
    "“{value}” may mean {small:f} or {large:.0f}; write it without the “{mark}”.",
)
NO_SUCH_YEAR = Sentence(
    "“{value}” là ngày của năm {year}. Hãy ghi như 2026-11-23 hoặc 23/11/2026.",
    "“{value}” has the year {year}; write 2026-11-23 or 23/11/2026.",
)
NO_SEASON = Sentence(
    "“{value}” không phải là mùa vụ. Hãy ghi các tháng như 10-12, 12-2 hoặc 3;5-6. Hãy định"
    " dạng cột là văn bản, kẻo bảng tính đổi thành ngày.",
    "“{value}” is not a season; write months such as 10-12, 12-2 or 3;5-6. Format the"
    " column as text so that your spreadsheet makes no dates of them.",
)
NO_STARS = Sentence(
    "“{value}” không phải là hạng sao. Hãy chỉ ghi 3, 4 hoặc 5.",
    "“{value}” is not a number of stars; write 3, 4 or 5 only.",
)
NO_DAYS = Sentence(
    "“{value}” không phải là hạn dùng. Hãy ghi số ngày như 180, hoặc 6 tháng, 1 năm.",
    "“{value}” is not a number of days; write days such as 180, or 6 tháng, 1 năm.",
)
DAYS_RANGE = Sentence(
    "“{value}” là một khoảng thời gian. Hãy chỉ ghi hạn ngắn nhất.",
    "“{value}” is a range; write its shortest end alone.",
)
NO_GTIN = Sentence(
    "“{value}” không phải là mã vạch GTIN. Hãy ghi 8, 12, 13 hoặc 14 chữ số, hoặc để"
    " trống. Hãy định dạng cột là văn bản.",
    "“{value}” is not a GTIN; write 8, 12, 13 or 14 digits, in a column formatted as"
    " text, or leave it empty.",
)
WRONG_DIGIT = Sentence(
    "“{value}” sai chữ số kiểm tra. Hãy xem lại mã vạch, mã đúng có thể là {right}.",
    "“{value}” has a wrong check digit; {right} would be right.",
)
NO_SET = Sentence(
    "“{value}” không phải là bộ sản phẩm OCOP. Hãy ghi từ 01 đến 26.",
    "“{value}” is not an OCOP set; write 01 to 26.",
)
NO_COMMUNE_CODE = Sentence(
    "“{value}” không phải là mã xã. Hãy ghi đủ năm chữ số, như 11914 cho Cát Hải.",
    "“{value}” is not a commune code; write its five digits, such as 11914 for Cát Hải.",
)
NO_PRODUCT_CODE = Sentence(
    "“{value}” không phải là mã sản phẩm. Hãy ghi như HP-NS-0001 hoặc HP-OCOP-0001.",
    "“{value}” is not a product code; write it like HP-NS-0001 or HP-OCOP-0001.",
)
NO_PRODUCER_CODE = Sentence(
    "“{value}” không phải là mã cơ sở. Hãy ghi như HP-CS-001.",
    "“{value}” is not a producer code; write it like HP-CS-001.",
)
NO_WEB_ADDRESS = Sentence(
    "“{value}” không phải là địa chỉ trang web. Hãy ghi https://…, hoặc để trống.",
    "“{value}” is not a web address; write https://…, or leave it empty.",
)
TOO_MUCH_IN_IT = Sentence(
    "“{value}” có quá nhiều phần hoặc phần quá dài. Hãy ghi nhiều nhất {parts} phần, mỗi phần tới"
    " {letters} chữ. Hãy đặt dấu ; giữa các phần.",
    "“{value}” has too much in it; write {parts} parts at most, of up to {letters} letters, with ;"
    " between them.",
)
UNKNOWN_CERTIFICATES = Sentence(
    "“{value}” có chứng nhận lạ {strangers}. Hãy chọn trong {known}.",
    "“{value}” names {strangers}, unknown here; write some of {known}.",
)
UNKNOWN_USES = Sentence(
    "“{value}” có công dụng lạ {strangers}. Hãy chọn trong {known}.",
    "“{value}” names {strangers}, no use of our list; write some of {known}.",
)

# Of ways to reach a person: these repeat no value
NO_PHONE = Sentence(
    "Có số điện thoại không đọc được. Hãy ghi số di động mười chữ số, hoặc số cố định có mã vùng.",
    "There is a telephone number that cannot be read; write a mobile number of ten digits, or a"
    " landline with its area code.",
)
NO_MOBILE = Sentence(
    "Hãy nhập số điện thoại 10 số, ví dụ 0912 345 678.",
    "Enter a mobile number of ten digits, such as 0912 345 678.",
)
NO_EMAIL = Sentence(
    "Hãy nhập địa chỉ email đầy đủ, ví dụ ten@example.vn.",
    "Enter the whole address of your e-mail, such as ten@example.vn.",
)
MANY_PHONES = Sentence(
    "Có quá nhiều số điện thoại. Hãy giữ nhiều nhất {most} số.",
    "There are too many telephone numbers; keep {most} at most.",
)
NO_ZALO = Sentence(
    "Không đọc được Zalo. Hãy ghi số di động dùng Zalo, hoặc địa chỉ như https://zalo.me/ten.",
    "This is no Zalo; write the mobile number that uses it, or an address like"
    " https://zalo.me/name.",
)
NO_SHOP = Sentence(
    "“{value}” không phải địa chỉ cửa hàng. Hãy ghi địa chỉ https công khai, không có tên người"
    " dùng, như https://example.vn/.",
    "“{value}” is no address of a shop; write a public https address without a user name, such as"
    " https://example.vn/.",
)

# Of rows
NO_PROVINCE = Sentence(
    "“{value}” không phải là mã tỉnh. Hãy ghi 31.", "“{value}” is not a province; write 31."
)
NO_SECTION = Sentence(
    "“{value}” không phải là ngành OCOP. Hãy ghi từ I đến VI.",
    "“{value}” is not a section; write I to VI.",
)
NO_GROUP_CODE = Sentence(
    "“{value}” không phải là mã nhóm. Hãy ghi như trai-cay.",
    "“{value}” is not a group's code; write it like trai-cay.",
)
UNKNOWN_PURPOSES = Sentence(
    "“{value}” có {strangers}, không phải mục đích đồng ý. Hãy chọn trong {known}.",
    "“{value}” names {strangers}, which is no purpose; write some of {known}.",
)
ENDS_BEFORE_IT_BEGINS = Sentence(
    "“{value}” không muộn hơn ngày ký. Hãy xem lại, công nhận có hạn 36 tháng.",
    "“{value}” is not after signed_on; a recognition lasts 36 months.",
)
OTHER_LENGTH = Sentence(
    "“{value}” không phải 36 tháng, đúng ra là {right}. Nếu đúng, ghi x ở xác nhận thời hạn.",
    "“{value}” is not 36 months; that is {right}. If it is right, put x in length_confirmed.",
)
NO_TICK = Sentence(
    "“{value}” không phải xác nhận. Hãy ghi x, hoặc để trống.",
    "“{value}” confirms nothing; write x, or leave it empty.",
)

# Of files
SAVE_AS = Sentence(
    "Hãy lưu lại trong bảng tính thành “CSV UTF-8” hoặc XLSX.",
    "Save it in your spreadsheet as “CSV UTF-8” or as XLSX.",
)
NO_SUCH_FILE = Sentence(
    "Không có tệp hoặc thư mục này. Hãy xem lại đường dẫn.",
    "There is no such file or folder; look at its path again.",
)
NO_LISTS = Sentence(
    "Thư mục này không có tệp CSV hoặc XLSX. Hãy chọn thư mục khác.",
    "There is no CSV or XLSX file in this folder; name another.",
)
TOO_LARGE = Sentence(
    "Tệp này lớn hơn {most} MiB. Hãy chia thành nhiều tệp.",
    "This file is larger than {most} MiB; split it into several files.",
)
UTF_16 = Sentence(
    "Tệp này là “Unicode Text” (UTF-16).", "This file is “Unicode Text” (UTF-16)."
).then(SAVE_AS)
OLD_EXCEL = Sentence(
    "Tệp này là Excel đời cũ hoặc có mật khẩu. Hãy bỏ mật khẩu nếu có.",
    "This file is an old Excel file, or has a password; take the password off.",
).then(SAVE_AS)
NO_SPREADSHEET = Sentence(
    "Tệp này không phải là bảng tính.", "This file is not a spreadsheet."
).then(SAVE_AS)
NOT_UTF_8 = Sentence(
    "Tệp này không phải UTF-8 (dòng {line}).", "This file is not UTF-8 (line {line})."
).then(SAVE_AS)
EMPTY = Sentence(
    "Tệp này trống. Hãy điền danh sách rồi gửi lại.",
    "This file is empty; fill in the list and send it again.",
)
UNPAIRED_QUOTES = Sentence(
    "Không đọc được từ dòng {row} vì dấu ngoặc kép không thành cặp. Hãy viết dấu ngoặc kép trong"
    ' ô hai lần ("").',
    "This file cannot be read from row {row} on: its quotation marks do not pair. A quotation mark"
    ' inside a cell is written twice ("").',
)
TOO_MANY_ROWS = Sentence(
    "Tệp này có hơn {most} dòng. Hãy chia thành nhiều tệp.",
    "This file has more than {most} rows; split it into several files.",
)
TOO_MANY_COLUMNS = Sentence(
    "Tệp này có hơn {most} cột ở dòng {row}. Hãy xoá các cột thừa.",
    "This file has more than {most} columns in row {row}; delete what is not needed.",
)
UNTITLED_COLUMN = Sentence(
    "Cột {column} không có tiêu đề ở dòng đầu. Hãy đặt tiêu đề cho cột.",
    "This file's column {column} has no title in the first row; give it one.",
)
DAMAGED = Sentence(
    "Tệp này không phải XLSX, hoặc đã hỏng. Hãy mở trong bảng tính rồi lưu lại.",
    "This is not an XLSX file, or damaged; open it in your spreadsheet and save it again.",
)
TAKES_TOO_MUCH = Sentence(
    "Đọc tệp này tốn quá nhiều bộ nhớ hoặc thời gian. Hãy xoá dòng và cột trống sau bảng, hoặc lưu"
    " thành “CSV UTF-8”.",
    "This file takes too much memory or time to read. Delete the empty rows and columns behind its"
    " tables, or save it as “CSV UTF-8”.",
)
TOO_MUCH_TEXT = Sentence(
    "Các ô của tệp này chứa quá nhiều chữ. Hãy chia thành nhiều tệp.",
    "The cells of this file hold too much text; split it into several files.",
)
HAS_DOCTYPE = Sentence(
    "Tệp này có định nghĩa kiểu tài liệu (DTD), bảng tính không cần. Hãy lưu lại trong bảng tính.",
    "This file has a document type definition, which no spreadsheet needs; save it anew.",
)
SAME_COLUMNS = Sentence(
    "Danh sách này có hai cột {columns}. Hãy giữ lại một.",
    "This list names the column {columns} twice; keep one.",
)
NO_KNOWN_COLUMN = Sentence(
    "Dòng đầu không có cột nào chúng tôi biết. Danh sách sản phẩm bắt đầu bằng các tiêu đề như"
    " code, name_vi, pack, price_vnd.",
    "This list names no column that we know in its first row. A list of products begins with"
    " titles such as code, name_vi, pack, price_vnd.",
)
LACKS_COLUMNS = Sentence(
    "Danh sách này thiếu các cột {columns}.", "This list lacks the columns {columns}."
)
STRANGE_COLUMNS = Sentence(
    "Danh sách này có các cột lạ {columns}.", "This list has the unknown columns {columns}."
)
ITS_COLUMNS = Sentence(
    "Hãy dùng các cột của bảng loại này: {columns}.", "A table of this kind has {columns}."
)

# Of pictures beside a list
CANNOT_BE_READ = Sentence(
    "Không đọc được “{value}” ({why}). Hãy kiểm tra tệp rồi thử lại.",
    "“{value}” cannot be read ({why}).",
)
HAS_PASSWORD = Sentence(
    "“{value}” có mật khẩu trong tệp ZIP. Hãy nén lại không có mật khẩu.",
    "“{value}” has a password in its ZIP; make the ZIP anew without one.",
)
ODDLY_PACKED = Sentence(
    "“{value}” được nén theo cách lạ. Hãy nén lại thành ZIP thường.",
    "“{value}” is packed in an unusual way; make the ZIP anew as an ordinary one.",
)
DAMAGED_IN_ZIP = Sentence(
    "“{value}” bị hỏng trong tệp ZIP. Hãy nén lại.",
    "“{value}” is damaged in its ZIP; make the ZIP anew.",
)
SAME_NAME = Sentence(
    "“{value}” có thể là {found}. Hãy đặt tên khác nhau.",
    "“{value}” may be {found}; give them different names.",
)
NO_FILE_NAME = Sentence(
    "“{value}” không phải tên tệp cạnh danh sách. Hãy ghi như a.jpg hoặc hinh/a.jpg.",
    "“{value}” is not the name of a file beside the list; write it like a.jpg or hinh/a.jpg.",
)
NOT_THERE = Sentence(
    "“{value}” không có trong thư mục của danh sách hay tệp ZIP ở đó. Hãy đặt ảnh vào thư mục.",
    "“{value}” is neither in the folder of the list nor in a ZIP there; put it there.",
)
NOT_THERE_AND_ZIPS_DAMAGED = Sentence(
    "“{value}” không có trong thư mục của danh sách. Hãy nén lại tệp hỏng: {archives}.",
    "“{value}” is neither in the folder of the list nor in a ZIP there; damaged are {archives}.",
)
LEADS_OUT = Sentence(
    "“{value}” dẫn ra ngoài thư mục của danh sách. Hãy đặt chính tệp vào đó.",
    "“{value}” leads out of the folder of the list; put the file itself there.",
)

DOUBTFUL_LETTERS = Sentence(
    "“{value}” giống chữ {page} (“{read}”) mà chưa chắc. Hãy chuyển cả danh sách sang Unicode.",
    "“{value}” looks like {page} (“{read}”), which is not certain; convert the list to Unicode.",
)
DOUBTFUL_IN_PERSON = Sentence(
    "Ô này có chữ không phải Unicode mà chưa đọc được chắc chắn. Hãy gõ lại.",
    "This cell has letters that are not Unicode and cannot be read for certain; type it again.",
)
BROKEN_LETTERS = Sentence(
    "“{value}” là chữ UTF-8 bị mở sai và đã mất chữ. Hãy lấy lại tệp gốc.",
    "“{value}” is UTF-8 that was opened as something else, and lost letters; take the first file.",
)
