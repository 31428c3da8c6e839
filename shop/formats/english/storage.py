"""How goods are kept, clause by clause: what a semicolon parts is said by itself."""

STORAGE = {
    "Nơi khô ráo, thoáng mát, tránh ánh nắng trực tiếp": (
        "Keep in a cool, dry, airy place, out of direct sunlight"
    ),
    "Nơi mát, tránh ánh sáng, đậy kín nắp sau khi mở": (
        "Keep in a cool, dark place; close the lid well after opening"
    ),
    "Nơi thoáng mát, tránh dập": "Keep in a cool, airy place; handle gently",
    "Nơi khô, kín gió": "Keep in a dry place without draughts",
    "Nơi mát hoặc ngăn mát 4–8 °C, không rửa trước khi cất": (
        "Keep in a cool place or the fridge at 4–8 °C; do not wash before storing"
    ),
    "Nhiệt độ phòng, đậy kín, không để tủ lạnh vì mật dễ kết tinh": (
        "Keep at room temperature, well closed, and out of the fridge, where honey crystallises"
    ),
    "Nhiệt độ phòng 5–7 ngày, hoặc ngăn mát 15 ngày": (
        "5–7 days at room temperature, or 15 days in the fridge"
    ),
    "Nhiệt độ phòng 6 ngày, hoặc ngăn mát 15 ngày": (
        "6 days at room temperature, or 15 days in the fridge"
    ),
    "Nhiệt độ phòng 30 ngày, hoặc ngăn mát 45 ngày": (
        "30 days at room temperature, or 45 days in the fridge"
    ),
    "Nhiệt độ phòng đến khi chín, sau đó để ngăn mát và dùng trong 2 ngày": (
        "Keep at room temperature until ripe, then in the fridge, and use within 2 days"
    ),
    "Bảo quản đông lạnh ở −18 °C, không cấp đông lại sau khi rã đông": (
        "Keep frozen at −18 °C; do not refreeze once thawed"
    ),
    "Bảo quản lạnh hoặc đông lạnh, bọc kín tránh ẩm": (
        "Keep chilled or frozen, tightly wrapped against moisture"
    ),
    "Bảo quản lạnh 0–5 °C": "Keep chilled at 0–5 °C",
    "Bảo quản lạnh 0–5 °C sau khi mở": "Keep chilled at 0–5 °C after opening",
    "Bảo quản lạnh 0–5 °C, dùng trong 5 ngày": "Keep chilled at 0–5 °C and use within 5 days",
    "Bảo quản lạnh 0–5 °C, dùng trong 7 ngày": "Keep chilled at 0–5 °C and use within 7 days",
    "Bảo quản lạnh 0–5 °C, dùng trong 5 ngày sau khi mở": (
        "Keep chilled at 0–5 °C and use within 5 days of opening"
    ),
    "Bảo quản lạnh 0–5 °C, dùng trong 5 ngày hoặc cấp đông ngay": (
        "Keep chilled at 0–5 °C and use within 5 days, or freeze at once"
    ),
    "Bảo quản lạnh 0–5 °C, dựng đứng trong nước hoặc bọc giấy ẩm": (
        "Keep chilled at 0–5 °C, upright in water or wrapped in damp paper"
    ),
    "Bảo quản lạnh 0–5 °C, giữ ngập trong nước": "Keep chilled at 0–5 °C, covered with water",
    "Bảo quản lạnh 0–5 °C, tránh ánh sáng": "Keep chilled at 0–5 °C, away from light",
    "Ngăn mát 2–5 °C, để khô ráo trong túi thoáng": (
        "Keep dry in the fridge at 2–5 °C, in an open bag"
    ),
    "Ngăn mát 4–6 °C, dùng trong 5 ngày": "Keep in the fridge at 4–6 °C and use within 5 days",
    "Ngăn mát 4–6 °C, giữ trong túi kín, dùng trong 6 ngày": (
        "Keep in the fridge at 4–6 °C in a closed bag and use within 6 days"
    ),
    "Ngăn mát 4–6 °C, giữ trong túi kín, dùng trong 7 ngày": (
        "Keep in the fridge at 4–6 °C in a closed bag and use within 7 days"
    ),
    "Ngăn mát, bọc kín tránh ẩm": "Keep in the fridge, tightly wrapped against moisture",
    "giữ ngăn mát 8–10 °C để dùng lâu hơn": "lasts longer in the fridge at 8–10 °C",
    "Giữ sống nơi ẩm mát 20–24 °C, dùng trong 3 ngày": (
        "Keep alive in a damp, cool place at 20–24 °C and use within 3 days"
    ),
    "Giữ sống trong túi bơm oxy 18–22 °C, dùng trong 48 giờ": (
        "Keep alive in an oxygen-filled bag at 18–22 °C and use within 48 hours"
    ),
    "đậy kín sau khi mở": "close well after opening",
    "đứng chai, đậy kín sau khi mở": "stand the bottle upright and close it well after opening",
    "buộc kín miệng túi sau khi mở": "tie the bag tightly after opening",
    "buộc kín túi sau mỗi lần dùng": "tie the bag tightly after each use",
    "buộc kín sau khi mở": "tie tightly after opening",
    "bọc kín tránh ẩm": "wrap tightly against moisture",
    "để ngăn mát sau khi mở": "keep in the fridge after opening",
    "sau khi mở để ngăn mát và dùng trong 30 ngày": (
        "after opening, keep in the fridge and use within 30 days"
    ),
    "ngon hơn khi uống lạnh": "best served cold",
    "treo nơi thoáng gió": "hang in an airy place",
    "để xa nguồn nhiệt": "keep away from heat",
    "để xa tầm tay trẻ em": "keep out of children’s reach",
    "để ráo nước sau khi dùng": "let it drain after use",
    "hâm nóng trước khi dùng": "reheat before use",
    "đun nóng trước khi ăn": "heat before eating",
    "hấp lại mười lăm phút trước khi ăn": "steam for fifteen minutes before eating",
    "Treo nơi khô, tránh ngâm nước": "Hang in a dry place; do not soak",
    "Treo nơi khô, lau khăn mềm": "Hang in a dry place; wipe with a soft cloth",
    "Để khô, không ngâm nước lâu": "Keep dry; do not soak for long",
    "Để nơi khô, lau chổi mềm": "Keep in a dry place; dust with a soft brush",
    "Lau khăn mềm, tránh va đập": "Wipe with a soft cloth; avoid knocks",
    "Lau khăn khô, tránh ẩm": "Wipe with a dry cloth; avoid damp",
    "Lau khăn khô, tránh ẩm và nắng gắt": "Wipe with a dry cloth; avoid damp and harsh sun",
    "Lau bằng khăn khô, tránh ẩm và nắng gắt": "Wipe with a dry cloth; avoid damp and harsh sun",
    "Lau bằng khăn chuyên dụng, tránh hóa chất": "Wipe with a polishing cloth; avoid chemicals",
    "Lau bằng chổi mềm, tránh ẩm và nắng gắt": "Dust with a soft brush; avoid damp and harsh sun",
    "Lau khăn vắt khô, phơi nơi râm": "Wipe with a wrung-out cloth; dry in the shade",
    "Lau bụi khô, tránh mưa trực tiếp": "Dust with a dry cloth; keep out of the rain",
    "Phủi bụi bằng chổi mềm, không lau nước": "Dust with a soft brush; do not wet",
    "Phủi bụi bằng chổi mềm, tránh ẩm và nắng gắt": (
        "Dust with a soft brush; avoid damp and harsh sun"
    ),
    "Tránh ẩm, phơi nắng nhẹ khi bị ướt": "Avoid damp; dry in mild sun if it gets wet",
    "Giặt tay nước lạnh, là khi còn ẩm": "Wash by hand in cold water; iron while damp",
    "Giặt tay nước lạnh, là mặt trái ở nhiệt độ thấp": (
        "Wash by hand in cold water; iron inside out on low heat"
    ),
    "Giặt tay nước lạnh, phơi trong bóng râm": "Wash by hand in cold water; dry in the shade",
    "Giặt tay, phơi trong bóng râm": "Wash by hand; dry in the shade",
    "Giặt tay, phơi trong bóng râm, là mặt trái": (
        "Wash by hand; dry in the shade; iron inside out"
    ),
    "Chuồng khô thoáng, có sân phơi và cành đậu": (
        "Keep in a dry, airy coop with a yard and perches"
    ),
    "tiêm phòng định kỳ": "vaccinate regularly",
    "Cắm ngay vào nước sạch, cắt vát gốc, thay nước hằng ngày": (
        "Put into clean water at once; cut the stems at a slant; change the water daily"
    ),
    "Cắm ngay vào nước sạch, cắt vát gốc, tránh gió và nắng": (
        "Put into clean water at once; cut the stems at a slant; avoid wind and sun"
    ),
    "Nơi sáng tán xạ, tưới gốc tuần một lần, tránh đọng nước lá": (
        "Keep in soft light; water the roots once a week; keep the leaves dry"
    ),
    "Đặt nơi sáng, tưới ẩm gốc, không phun lên quả chín": (
        "Keep in a bright place; water the roots; do not spray ripe fruit"
    ),
    "Đặt nơi sáng thoáng, phun sương thân mỗi ngày, tránh gió nóng": (
        "Keep in a bright, airy place; mist the stems daily; avoid hot wind"
    ),
    "Đặt nơi có nắng buổi sáng, tưới hai ngày một lần": (
        "Keep where there is morning sun; water every two days"
    ),
    "Nơi nhiều nắng, tưới đẫm ngày một lần, tỉa lộc hằng tháng": (
        "Keep in full sun; water well once a day; trim new shoots monthly"
    ),
    "Nước 18–28 °C, pH 7–8, có lọc và sục khí": ("Water at 18–28 °C, pH 7–8, filtered and aerated"),
    "cách ly một tuần trước khi thả chung": "keep apart for a week before adding to a tank",
}
