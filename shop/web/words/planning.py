"""What the plan of communes says."""

PAIRS = {
    "plan_title": ("Sơ đồ xã, phường, đặc khu", "Plan of communes and wards"),
    "plan_description": (
        "114 xã, phường, đặc khu của Hải Phòng trên một sơ đồ, và sản vật của từng nơi.",
        "The 114 communes, wards and special zones of Hải Phòng, and what each is known for.",
    ),
    "plan_lead": (
        "Mỗi ô là một xã, phường; vị trí chỉ gần đúng. Số trong ô là số sản phẩm.",
        "Each tile is a commune, about where it lies. The number counts its products.",
    ),
    "plan_to_list": ("Đến danh sách từng nơi", "Go to the list of places"),
    "plan_west": ("Phía tây: Hải Dương trước đây", "West: the former Hải Dương"),
    "plan_east": ("Phía đông: Hải Phòng trước đây", "East: the former Hải Phòng"),
    "plan_list": ("Nơi nào có gì", "What is from where"),
    "plan_list_lead": (
        "Xếp theo quận, huyện cũ. Mỗi nơi nêu vài sản vật tiêu biểu.",
        "By former district, with a few goods of each place.",
    ),
    "plan_see": ("Xem trên sơ đồ", "See them on a plan"),
}
