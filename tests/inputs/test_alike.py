"""Which names may be those of one producer, told apart by tones where both have them."""

import pytest

from shop.inputs.alike import are_alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cơ sở chế biến Làng Chài", "co so che bien lang chai"),
        ("CƠ SỞ CHẾ BIẾN LÀNG CHÀI", "Cơ sở chế biến Làng Chài"),
        ("Cơ sở Hoà An", "Cơ sở Hòa An"),
        ("Cơ sở Làng Chàii", "Cơ sở Làng Chài"),
        ("Cơ sở Lng Chài", "Cơ sở Làng Chài"),
        ("Cơ sở LàngChài", "Cơ sở Làng Chài"),
        ("HTX Thụy Hương", "Hợp tác xã sản xuất kinh doanh dịch vụ nông nghiệp Thụy Hương"),
        ("Hợp tác xã Thụy Hương", "HTX SXKD DV nông nghiệp Thụy Hương"),
        ("Hợp tác xã Thụy Hương", "HTX DVNN Thụy Hương"),
        ("Hộ kinh doanh Minh Hoạ", "Cơ sở sản xuất Minh Họa"),
    ],
)
def test_names_that_may_be_one(one, other):
    assert are_alike(one, other)
    assert are_alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dưa Vinh Quang", "Dừa Vinh Quang"),
        ("Nghệ ta", "Nghé ta"),
        ("Dâu quả", "Đậu quả"),
        ("HTX Cẩm Giàng", "HTX Thụy Hương"),
        ("Nước mắm Cát Hải", "Nước mắm Cát Bà"),
        ("Cơ sở Minh", "Cơ sở Minh Hoạ"),
        ("Hợp tác xã", "Công ty cổ phần"),
    ],
)
def test_names_of_two(one, other):
    assert not are_alike(one, other)
    assert not are_alike(other, one)
