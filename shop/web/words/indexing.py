"""The indexes of producers and of communes."""

PAIRS = {
    "index_producers": ("Cơ sở sản xuất A–Z", "Producers A–Z"),
    "index_by_place": ("Cơ sở sản xuất theo xã, phường", "Producers by place"),
    "index_producers_lead": (
        (
            "Các hợp tác xã, hộ, trang trại và công ty của Hải Phòng đang có sản phẩm trong danh "
            "mục. Tên xếp theo phần tên riêng, bỏ qua chữ “HTX”, “Công ty” đứng trước."
        ),
        (
            "Cooperatives, households, farms and companies of Hải Phòng with products in the "
            "catalogue, by their own names; words such as “HTX” and “Công ty” do not count."
        ),
    ),
    "index_az": ("Theo tên", "By name"),
    "index_places": ("Theo xã, phường", "By place"),
    "index_orders": ("Cách sắp xếp", "Order"),
    "index_letters": ("Chữ cái", "Letters"),
    "index_n_producers": ("{n} cơ sở", "{n} producer|{n} producers"),
    "index_no_producers": (
        "Chưa có cơ sở nào có sản phẩm trong danh mục.",
        "No producer has a product in the catalogue yet.",
    ),
    "index_communes": ("Xã, phường, đặc khu", "Communes, wards and special zones"),
    "index_communes_lead": (
        (
            "Các xã, phường và đặc khu của thành phố Hải Phòng từ ngày 1/7/2025, kèm quận, huyện "
            "cũ và số sản phẩm đang có."
        ),
        (
            "The communes, wards and special zones of Hải Phòng since 1 July 2025, with their "
            "former districts and how many products each has."
        ),
    ),
    "index_n_communes": ("{n} xã, phường, đặc khu", "{n} communes, wards and special zones"),
}
