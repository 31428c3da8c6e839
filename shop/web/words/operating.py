"""What the operator's desk says: how the service stands, and what others left to be looked at."""

PAIRS = {
    "operating_title": ("Máy chủ", "The service"),
    "operating_state": ("Tình trạng", "How it stands"),
    "operating_parts": ("Các mục của máy chủ", "Parts of this desk"),
    "operating_needed": (
        "{n} mục cần người xem.",
        "{n} thing needs a person.|{n} things need a person.",
    ),
    "operating_not_needed": (
        "Không có gì cần người xem.",
        "Nothing needs a person.",
    ),
    "operating_seen": (
        "Xem lúc {time}. Tải lại trang để xem lại.",
        "As of {time}. Reload to look again.",
    ),
    "operating_who": (
        "Việc trên máy chủ do người vận hành làm. Hãy gửi họ dòng báo ở đây.",
        "Work on the machine is the operator’s. Send them the line that stands here.",
    ),
    "operating_fine": ("Đang ổn", "In order"),
    "operating_open": ("Mở: {title}", "Open: {title}"),
    "server_duties": ("Việc chạy nền", "Work in the background"),
    "server_do_duties": (
        "Khởi động lại worker, không mất gì. Vẫn lỗi thì gửi nhật ký cho người phát triển.",
        "Restart the worker; nothing is lost. If it still fails, send its log to the developers.",
    ),
    "server_publish": ("Công bố sản phẩm", "Publishing"),
    "server_do_publish": (
        "Khởi động lại worker. Đến lúc đó khách vẫn thấy bản cũ.",
        "Restart the worker. Until then readers see what was before.",
    ),
    "server_index": ("Tìm kiếm", "Search"),
    "server_do_index": (
        "Xem worker và máy tìm kiếm có chạy không. Chỉ mục tự đầy lại sau vài phút.",
        "Are the worker and the search server running? The index fills by itself in minutes.",
    ),
    "server_feeds": ("Tệp cho các sàn", "Feed files"),
    "server_do_feeds": (
        "Xem tệp nào bị giữ lại và vì sao. Nếu chỉ chậm, hãy khởi động lại worker.",
        "See which file is held back, and why. If they are only late, restart the worker.",
    ),
    "server_webhooks": ("Báo tin cho đối tác", "Webhooks of partners"),
    "server_do_webhooks": (
        "Gọi cho đối tác: máy nhận tin của họ không trả lời. Họ sửa xong thì gửi lại.",
        "Call the partner: their receiver does not answer. Once it does, send the messages again.",
    ),
    "server_messages": ("Tin nhắn cho mọi người", "Messages to people"),
    "server_do_messages": (
        "Xem vì sao không gửi được, sửa nguyên nhân trước, rồi gửi lại.",
        "See why they were not sent, mend the cause first, then send them again.",
    ),
    "server_audit": ("Khoá sổ nhật ký", "Seals of the audit"),
    "server_do_audit": (
        "Khởi động lại worker. Vẫn vậy thì giữ nguyên dữ liệu và báo người phát triển.",
        "Restart the worker. If that is no help, change no data and tell the developers.",
    ),
    "server_reports": ("Báo lỗi trên trang", "Errors on pages"),
    "server_do_reports": (
        "Có báo lỗi chờ quá một tuần. Hãy xem và đánh dấu đã xử lý.",
        "A report has waited for more than a week. Look at it, and mark it as done.",
    ),
    "server_proposals": ("Đề nghị chờ duyệt", "Proposals to decide"),
    "server_do_proposals": (
        "Có đề nghị đã quá hẹn. Hãy duyệt trước, hoặc nhờ thêm người.",
        "Some are beyond the promised day. Decide those first, or ask others to help.",
    ),
    "server_pictures": ("Tệp ảnh", "Files of pictures"),
    "server_do_pictures": (
        "Nhờ người vận hành tìm tệp bị mất và lấy lại từ bản sao lưu.",
        "Have the operator find which files are lost, and bring them back from a backup.",
    ),
    "server_disk": ("Ổ đĩa", "Disks"),
    "server_do_disk": (
        "Dọn bản sao lưu và nhật ký cũ, hoặc thêm ổ đĩa. Đầy đĩa là mọi việc dừng.",
        "Remove old backups and logs, or add a disk. A full disk stops everything.",
    ),
    "server_clock": ("Đồng hồ máy chủ", "The machine’s clock"),
    "server_do_clock": (
        "Chỉnh lại giờ máy chủ. Đến lúc đó chưa có gì hết hạn hay bị xoá.",
        "Set the machine’s clock right. Until then nothing ends and nothing is deleted.",
    ),
    "server_backup": ("Sao lưu", "Backups"),
    "server_do_backup": (
        "Sao lưu ngay, rồi xem vì sao lịch hằng đêm không chạy.",
        "Make a backup now, then see why the nightly one did not run.",
    ),
    "server_database": ("Cơ sở dữ liệu", "The database"),
    "server_do_database": (
        "Xem máy chủ cơ sở dữ liệu có chạy không, và còn chỗ không.",
        "Is the database server running, and is there room on its disk?",
    ),
    "feeds_title": ("Tệp cho các sàn", "Feed files"),
    "feeds_hint": (
        "Sàn gỡ hàng không còn trong tệp. Bản mới thiếu quá một phần năm thì bị giữ lại.",
        "Shops drop what a file lacks. One that loses more than a fifth is held back for a person.",
    ),
    "feeds_none": ("Chưa tạo tệp nào. Worker sẽ tạo.", "None is built yet. The worker will."),
    "feeds_none_held": ("Không tệp nào bị giữ lại.", "No file is held back."),
    "feeds_held": (
        "Bị giữ lại: bản mới chỉ có {would_be} mục, bản đang dùng có {items}.",
        "Held back: the new one has only {would_be} items, the one in use {items}.",
    ),
    "feeds_released": (
        "Đã cho thay. Bản mới ra sau ít phút, khi worker chạy.",
        "Let go. The new one comes in some minutes, while the worker runs.",
    ),
    "feeds_stands": ("{items} mục, tạo lúc {moment}", "{items} items, built at {moment}"),
    "feeds_look": ("Xem và quyết định", "Look and decide"),
    "release_title": ("Thay tệp {name}", "Replace {name}"),
    "release_now": ("Bản đang dùng", "In use now"),
    "release_then": ("Bản mới", "The new one"),
    "release_go": ("Sẽ rời tệp", "Will leave the file"),
    "release_items": ("{n} mục", "{n} item|{n} items"),
    "release_why": (
        "Bị giữ lại vì bản mới thiếu {percent}% so với {accepted} mục của lần trước.",
        "Held back because the new one lacks {percent}% of the {accepted} items it had before.",
    ),
    "release_effect": (
        "Các sàn đọc tệp này sẽ gỡ các mục đó khỏi trang của họ trong lần đọc tới.",
        "Shops that read this file take those items off their pages when they next read it.",
    ),
    "release_mistake": (
        "Nếu mất do nhầm lẫn, đừng thay. Sửa trong danh mục, tệp đủ mục sẽ tự ra.",
        "If it is a mistake, do not replace it. Put it right, and a whole file goes by itself.",
    ),
    "release_do": ("Thay bằng bản mới", "Replace it by the new one"),
    "release_not_held": (
        "Tệp này không bị giữ lại. Bạn không cần làm gì thêm.",
        "This file is not held back. There is nothing to do.",
    ),
    "alike_title": ("Ảnh giống nhau", "Pictures that look alike"),
    "alike_hint": (
        "Ảnh của hai cơ sở trông như một. Hãy hỏi cả hai trước khi tạm ngừng sản phẩm nào.",
        "Photos of two producers that look like one. Ask both before you suspend a product.",
    ),
    "alike_none": (
        "Không có ảnh nào giống nhau giữa hai cơ sở.",
        "No two producers show the same photo.",
    ),
    "alike_same": ("cùng một ảnh", "the same photo"),
    "alike_near": ("gần như cùng một ảnh", "nearly the same photo"),
    "alike_pair": ("Cặp {n}: {said}", "Pair {n}: {said}"),
    "alike_first": ("Có trước", "Was there first"),
    "alike_second": ("Có sau", "Came later"),
    "alike_taken": ("Nhận ngày {day}", "Taken in on {day}"),
    "alike_many": (
        "Có hơn {n} cặp; trang này chỉ xem {n} cặp đầu.",
        "There are more than {n} pairs; here are the first {n}.",
    ),
    "in_vain_title": ("Tìm không thấy", "Searched in vain"),
    "in_vain_hint": (
        "Khách tìm trong 30 ngày qua mà không ra gì. Không ai biết khách là ai.",
        "What readers looked for in 30 days and did not find. Nothing tells who they were.",
    ),
    "in_vain_do": (
        "Có hàng mà không ra: nhờ cơ sở ghi thêm tên gọi ấy. Chưa có: mời nơi làm ra đăng.",
        "It is here: have its producer write that name, too. It is not: invite its makers.",
    ),
    "in_vain_none": (
        "30 ngày qua khách tìm gì cũng ra.",
        "In the last 30 days, all searches found something.",
    ),
    "in_vain_times": ("{n} lần", "once|{n} times"),
    "in_vain_days": ("trong {n} ngày", "on {n} day|on {n} days"),
    "in_vain_told": ("Khách tự ghi là đang cần", "Readers wrote that they need it"),
    "in_vain_try": ("Tìm thử", "Try it"),
    "reported_title": ("Báo lỗi trên trang", "Errors on pages"),
    "reported_hint": (
        "Mở trang, sửa hoặc nhờ cơ sở sửa, rồi bấm Đã xử lý. Người báo không để lại tên.",
        "Open the page, have it mended, then press Done. Who reported it left no name.",
    ),
    "reported_none": ("Không còn báo lỗi nào.", "No report is open."),
    "reported_open": ("{n} báo lỗi đang mở", "{n} open report|{n} open reports"),
    "reported_when": ("Báo lúc {moment}", "Reported at {moment}"),
    "reported_page": ("Mở trang bị báo lỗi", "Open the page"),
    "reported_no_text": ("Người báo không ghi thêm gì.", "Nothing more was written."),
    "reported_done": ("Đã xử lý", "Done"),
    "reported_closed": ("Đã đánh dấu xử lý xong.", "It is marked as done."),
    "operating_more": ("Xem tiếp", "Read on"),
    "operating_first": ("Về đầu danh sách", "Back to the first"),
}
