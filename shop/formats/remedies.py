"""What each obstacle is called, and what a producer can do about it, in Vietnamese and English.

`{channel}` is the channel's name, `{name}` the product's, `{pack}` that of the pack; other words in
braces are facts that the check found (shop/formats/obstacles.py).
"""

from dataclasses import dataclass

from media.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Remedy:
    field: str
    """Of the document; `sales` is where partners and the producer sell it, which stands beside."""
    said: Sentence


BLOCKING = {
    "not_online": Remedy(
        "sale_restriction",
        Sentence(
            "{channel} không nhận hàng không được bán trực tuyến, như rượu mạnh, thuốc lào, động"
            " vật hoang dã. Nếu {name} bị đánh dấu nhầm, hãy báo cho người vận hành.",
            "{channel} takes no goods that may not be sold online, such as spirits, tobacco and"
            " wild animals. If {name} is marked so by mistake, tell the operator.",
        ),
    ),
    "adults_only": Remedy(
        "sale_restriction",
        Sentence(
            "{channel} không nhận hàng chỉ bán cho người từ đủ 18 tuổi. Nếu {name} bị đánh dấu"
            " nhầm, hãy báo cho người vận hành.",
            "{channel} takes no goods for adults only. If {name} is marked so by mistake, tell the"
            " operator.",
        ),
    ),
    "illustrative": Remedy(
        "evidence",
        Sentence(
            "{name} chỉ là dữ liệu minh hoạ, {channel} không nhận. Hãy thay bằng thông tin có"
            " nguồn.",
            "{name} is made up as an illustration, which {channel} does not take. Replace it by"
            " what has a source.",
        ),
    ),
    "no_way_to_buy": Remedy(
        "sales",
        Sentence(
            "Chưa mua được {name} từ trang của chúng tôi, {channel} đòi điều đó. Hãy báo nơi đang"
            " bán, hoặc ghi cửa hàng trực tuyến của cơ sở.",
            "{name} cannot be bought from our page yet, and {channel} asks for that. Report where"
            " it is sold, or note the producer’s own online shop.",
        ),
    ),
    "banned_kind": Remedy(
        "category",
        Sentence(
            "{channel} cấm bán {kind}, nên {name} không được đưa lên. Nếu xếp nhầm loại, hãy báo"
            " cho người vận hành.",
            "{channel} bans {kind}, so {name} does not go out. If it is none of these, tell the"
            " operator.",
        ),
    ),
    "picture_drawn": Remedy(
        "photos",
        Sentence(
            "Thêm ảnh chụp thật của sản phẩm: {channel} không nhận hàng chỉ có hình vẽ.",
            "Add a photo of the product: {channel} takes nothing that has only drawings.",
        ),
    ),
    "no_pack": Remedy(
        "variants",
        Sentence(
            "Thêm ít nhất một quy cách đóng gói, ví dụ “chai 500 ml”: {channel} nhận từng gói"
            " hàng.",
            "Add at least one pack, such as “500 ml bottle”: {channel} takes packs.",
        ),
    ),
    "no_price": Remedy(
        "price",
        Sentence(
            "Thêm giá cho quy cách “{pack}”: {channel} không nhận hàng không có giá.",
            "Add a price for the pack “{pack}”: {channel} takes nothing without one.",
        ),
    ),
    "no_description": Remedy(
        "description",
        Sentence(
            "Viết mô tả bằng tiếng Việt, vài câu là đủ: {channel} không nhận hàng không có mô tả.",
            "Write a description in Vietnamese, a few sentences will do: {channel} takes nothing"
            " without one.",
        ),
    ),
    "description_in_capitals": Remedy(
        "description",
        Sentence(
            "Viết lại mô tả bằng chữ thường: {channel} không nhận mô tả viết hoa toàn bộ.",
            "Write the description in small letters: {channel} takes none that is all in capitals.",
        ),
    ),
    "no_picture": Remedy(
        "photos",
        Sentence(
            "Thêm một ảnh chụp sản phẩm: {channel} không nhận hàng không có ảnh.",
            "Add a photo of the product: {channel} takes nothing without a picture.",
        ),
    ),
    "picture_too_small": Remedy(
        "photos",
        Sentence(
            "Thêm một ảnh có cạnh ngắn từ {least} điểm ảnh trở lên. Ảnh lớn nhất hiện nay chỉ có"
            " {largest}, {channel} không nhận.",
            "Add a picture whose shorter side has {least} pixels or more; the largest now has"
            " {largest}, and {channel} takes no smaller one.",
        ),
    ),
    "availability_unknown": Remedy(
        "availability",
        Sentence(
            "Cho biết quy cách “{pack}” còn hàng hay hết hàng: {channel} không nhận hàng chưa rõ"
            " còn hay hết.",
            "Say whether the pack “{pack}” is in stock: {channel} takes nothing of which that is"
            " unknown.",
        ),
    ),
    "preorder": Remedy(
        "availability",
        Sentence(
            "Quy cách “{pack}” đang nhận đặt trước; {channel} đòi ngày có hàng, mà danh mục chưa"
            " ghi được. Quy cách này sẽ được đưa lên khi chuyển sang “còn hàng”.",
            "The pack “{pack}” is for preorder; {channel} asks for the day it will be there, which"
            " the catalogue cannot say. It goes out once it is in stock.",
        ),
    ),
    "no_category": Remedy(
        "category",
        Sentence(
            "Nhóm “{group}” chưa được ghép với ngành hàng của {channel}: người giữ kênh cần ghép mã"
            " {key}.",
            "The group “{group}” has no category of {channel} yet: the channel’s holder must map"
            " {key}.",
        ),
    ),
    "no_weight": Remedy(
        "quantity",
        Sentence(
            "Ghi khối lượng hoặc dung tích của quy cách “{pack}” (g, kg, ml, l). {channel} tính"
            " phí giao hàng theo cân nặng.",
            "Say what the pack “{pack}” holds (g, kg, ml, l): {channel} charges delivery by"
            " weight.",
        ),
    ),
    "unpublished": Remedy(
        "state",
        Sentence(
            "Sản phẩm chưa được đăng. Hoàn tất thông tin rồi đề nghị đăng.",
            "The product is not published yet. Complete it and ask for its publication.",
        ),
    ),
    "withdrawn": Remedy(
        "state",
        Sentence(
            "Sản phẩm đã được rút khỏi danh mục. Đăng lại nếu vẫn còn bán.",
            "The product was withdrawn. Publish it again if it is still sold.",
        ),
    ),
    "suspended": Remedy(
        "state",
        Sentence(
            "Sản phẩm đang bị cán bộ tạm dừng. Liên hệ cơ quan quản lý để biết lý do.",
            "The product is suspended by an official. Ask the authority for the reason.",
        ),
    ),
    "waiting": Remedy(
        "state",
        Sentence(
            "Sản phẩm đang được đăng; xem lại sau vài phút.",
            "The product is being published; look again in a few minutes.",
        ),
    ),
    "no_consent": Remedy(
        "producer",
        Sentence(
            "Cơ sở chưa đồng ý đăng hàng vào danh mục hoặc đưa hàng lên sàn. Khi cơ sở đồng ý cả"
            " hai, sản phẩm sẽ được đưa lên {channel}.",
            "The producer has not agreed to the catalogue or to marketplaces. With both consents"
            " the product goes out to {channel}.",
        ),
    ),
}
"""It is kept out."""
HINDERING = {
    "name_in_capitals": Remedy(
        "name",
        Sentence(
            "Viết tên bằng chữ thường, như “{suggested}”, chỉ viết hoa tên riêng. {channel} coi tên"
            " viết hoa toàn bộ là quảng cáo.",
            "Write the name as “{suggested}”, with capitals for proper names alone."
            " {channel} takes one all in capitals for an advertisement.",
        ),
    ),
    "title_cut": Remedy(
        "name",
        Sentence(
            "Rút ngắn tên: kèm quy cách “{pack}” thì có {letters} ký tự, {channel} chỉ nhận"
            " {most}.",
            "Shorten the name: with the pack “{pack}” it has {letters} characters, and {channel}"
            " takes {most}.",
        ),
    ),
    "description_cut": Remedy(
        "description",
        Sentence(
            "Rút ngắn mô tả: có {letters} ký tự, {channel} chỉ nhận {most} ký tự đầu.",
            "Shorten the description: it has {letters} characters, and {channel} takes {most}.",
        ),
    ),
    "picture_small": Remedy(
        "photos",
        Sentence(
            "Thêm ảnh có cạnh ngắn từ {good} điểm ảnh trở lên. Ảnh lớn nhất hiện nay chỉ có"
            " {largest} và sẽ mờ trên {channel}.",
            "Add a picture whose shorter side has {good} pixels or more: the largest now has"
            " {largest} and looks blurred on {channel}.",
        ),
    ),
    "pictures_left_out": Remedy(
        "photos",
        Sentence(
            "{channel} nhận nhiều nhất {most} ảnh; xếp ảnh đẹp nhất lên đầu, {more} ảnh cuối bị"
            " bỏ.",
            "{channel} takes {most} pictures at most; put the best first, the last {more} are left"
            " out.",
        ),
    ),
    "no_gtin": Remedy(
        "gtin",
        Sentence(
            "Thêm mã vạch (GTIN) cho quy cách “{pack}” nếu đã có: {channel} nhờ đó nhận ra hàng."
            " Mã vạch đăng ký ở GS1 Việt Nam, bắt đầu bằng 893.",
            "Add the barcode (GTIN) of the pack “{pack}” if it has one: {channel} knows goods by"
            " it. GS1 Vietnam issues them, beginning with 893.",
        ),
    ),
    "gtin_not_for_trade": Remedy(
        "gtin",
        Sentence(
            "Mã vạch {gtin} của quy cách “{pack}” chỉ dùng nội bộ, làm mẫu hoặc cho sách, phiếu."
            " Hàng vẫn ra {channel}, nhưng không kèm mã này.",
            "The barcode {gtin} of the pack “{pack}” is for use inside a shop, a specimen, or for"
            " books or coupons. The goods go out to {channel} without it.",
        ),
    ),
    "price_not_as_on_page": Remedy(
        "price",
        Sentence(
            "Quy cách “{pack}” ra {channel} với giá {there}, trên trang của chúng tôi là {here}."
            " {channel} đòi hai giá bằng nhau. Hãy báo cho người vận hành.",
            "The pack “{pack}” goes out to {channel} at {there}, and our page says {here}:"
            " {channel} asks that both be equal. Tell the operator.",
        ),
    ),
}
"""It goes out, and could do better."""
REMEDIES = BLOCKING | HINDERING
