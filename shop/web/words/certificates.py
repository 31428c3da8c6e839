"""Certificates in plain words: what each is called, and what it means for a buyer."""

PAIRS = {
    "certificate_VIETGAP": ("VietGAP", "VietGAP"),
    "about_VIETGAP": (
        "Trồng trọt, chăn nuôi theo quy trình thực hành nông nghiệp tốt của Việt Nam.",
        "Grown by Việt Nam’s rules of good agricultural practice.",
    ),
    "certificate_GLOBALGAP": ("GlobalG.A.P.", "GlobalG.A.P."),
    "about_GLOBALGAP": (
        "Sản xuất theo tiêu chuẩn thực hành nông nghiệp tốt quốc tế.",
        "Grown by the international standard of good agricultural practice.",
    ),
    "certificate_ORGANIC_VN": ("Hữu cơ Việt Nam", "Vietnamese organic"),
    "about_ORGANIC_VN": (
        "Sản xuất hữu cơ theo tiêu chuẩn TCVN 11041.",
        "Organic by the Vietnamese standard TCVN 11041.",
    ),
    "certificate_ORGANIC_OTHER": ("Hữu cơ (tiêu chuẩn khác)", "Organic (another standard)"),
    "about_ORGANIC_OTHER": (
        "Được chứng nhận hữu cơ theo tiêu chuẩn nước ngoài.",
        "Certified organic by a foreign standard.",
    ),
    "certificate_HACCP": ("HACCP", "HACCP"),
    "about_HACCP": (
        "Cơ sở kiểm soát các mối nguy về an toàn thực phẩm ở từng công đoạn.",
        "The maker controls food-safety hazards at every step.",
    ),
    "certificate_ISO22000": ("ISO 22000", "ISO 22000"),
    "about_ISO22000": (
        "Cơ sở có hệ thống quản lý an toàn thực phẩm theo tiêu chuẩn quốc tế.",
        "The maker runs a food-safety system by the international standard.",
    ),
    "certificate_ATTP": ("Đủ điều kiện an toàn thực phẩm", "Food-safety eligibility"),
    "about_ATTP": (
        "Cơ sở được cấp giấy chứng nhận đủ điều kiện an toàn thực phẩm.",
        "The maker holds the official food-safety certificate.",
    ),
    "certificate_SELF_DECLARATION": (
        "Tự công bố sản phẩm",
        "Self-declared product",
    ),
    "about_SELF_DECLARATION": (
        "Cơ sở đã tự công bố chất lượng và chịu trách nhiệm về sản phẩm.",
        "The maker has publicly declared the product’s quality and answers for it.",
    ),
    "certificate_CONFORMITY": ("Công bố hợp quy", "Declared conformity"),
    "about_CONFORMITY": (
        "Sản phẩm được công bố phù hợp quy chuẩn kỹ thuật.",
        "Declared to meet the technical regulation.",
    ),
    "certificate_GI": ("Chỉ dẫn địa lý", "Geographical indication"),
    "about_GI": (
        "Tên gọi được bảo hộ, chỉ dành cho sản phẩm của đúng vùng này.",
        "A protected name, only for goods from this very area.",
    ),
    "certificate_COLLECTIVE_MARK": ("Nhãn hiệu tập thể", "Collective mark"),
    "about_COLLECTIVE_MARK": (
        "Nhãn hiệu đã đăng ký của một hội hoặc hợp tác xã, các thành viên cùng dùng.",
        "A registered mark that the members of a cooperative or association share.",
    ),
    "certificate_CERT_MARK": ("Nhãn hiệu chứng nhận", "Certification mark"),
    "about_CERT_MARK": (
        "Nhãn hiệu đã đăng ký, chứng nhận nguồn gốc hoặc chất lượng.",
        "A registered mark that certifies origin or quality.",
    ),
    "certificate_TRADEMARK": ("Nhãn hiệu đã đăng ký", "Registered trademark"),
    "about_TRADEMARK": (
        "Tên hoặc logo đã được đăng ký bảo hộ.",
        "The name or logo is legally protected.",
    ),
}
