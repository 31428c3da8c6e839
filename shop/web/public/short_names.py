"""Short names of the regulation's sets for shoppers; a product's page says the whole name.

They stand by the whole name: a set that is given another name is called by that.
"""

from shop.formats.document import Both

SHORT: dict[str, Both] = {
    whole: {"vi": vi, "en": en}
    for whole, vi, en in (
        ("Rau, củ, quả, hạt tươi", "Rau, củ, quả tươi", "Fresh vegetables and fruit"),
        ("Thịt, thủy sản, trứng, sữa tươi", "Thịt, cá, trứng tươi", "Fresh meat, fish and eggs"),
        ("Gạo, ngũ cốc, hạt sơ chế khác", "Gạo, ngũ cốc", "Rice and cereals"),
        ("Mật ong, mật khác và nông sản thực phẩm khác", "Mật ong, nông sản", "Honey and more"),
        ("Chế biến từ gạo, ngũ cốc", "Bún, bánh từ gạo", "Made of rice and cereals"),
        ("Chế biến từ rau, củ, quả, hạt", "Rau, quả, hạt chế biến", "Made of plants"),
        (
            (
                "Chế biến từ thịt, thủy sản, trứng, sữa, các sản phẩm từ mật ong, mật khác và nông "
                "sản thực phẩm khác"
            ),
            "Thịt, cá, trứng chế biến",
            "Made of meat, fish and eggs",
        ),
        ("Tương, nước mắm, gia vị dạng lỏng khác", "Nước mắm, tương", "Fish sauce and soy paste"),
        ("Gia vị khác (muối, hành, tỏi, tiêu,...)", "Muối, tỏi, gia vị", "Salt, garlic and spices"),
        ("Chè tươi, chè chế biến", "Chè", "Tea"),
        ("Sản phẩm trà từ thực vật khác", "Trà thảo mộc", "Herbal tea"),
        ("Đồ uống có cồn khác", "Rượu, bia khác", "Other alcoholic drinks"),
        (
            "Nước khoáng thiên nhiên, nước uống tinh khiết đóng chai",
            "Nước khoáng, nước đóng chai",
            "Mineral and bottled water",
        ),
        ("Đồ uống không cồn khác", "Nước giải khát", "Soft drinks"),
        (
            "Thực phẩm chức năng, thuốc dược liệu, thuốc y học cổ truyền",
            "Thực phẩm chức năng, thuốc nam",
            "Functional food, herbal medicine",
        ),
        ("Mỹ phẩm có thành phần từ thảo dược", "Mỹ phẩm thảo dược", "Herbal cosmetics"),
        ("Tinh dầu và thảo dược khác", "Tinh dầu, thảo dược", "Essential oils and herbs"),
        ("Thủ công mỹ nghệ gia dụng, trang trí", "Đồ thủ công", "Handicraft"),
        ("Vải, may mặc", "Vải, quần áo", "Fabric and garments"),
        (
            "Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch",
            "Du lịch cộng đồng, sinh thái",
            "Community and eco tourism",
        ),
    )
}
