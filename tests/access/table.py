"""Who gets what from every page that is not for all readers: one row for each route and method.

A route without a row fails, and a row without a route: tests/access/test_table.py. What stands here
is written by hand from docs/officials.vi.md and portal.md, and not worked out from the code.
"""

from collections.abc import Mapping

IN, DOOR, DENIED, MISSING = "in", "door", "403", "404"
"""Let in (whatever the form then says), sent to sign in, told that it may not, told nothing."""

ACTORS = (
    "anonymous", "owner", "editor", "other owner", "removed member", "mandate expired",
    "helper here", "helper elsewhere", "moderator", "registrar", "admin", "reader",
    "partner key", "service key",
)  # fmt: skip
PRODUCERS = ("owner", "editor", "other owner", "removed member")
OFFICIALS = (
    "mandate expired", "helper here", "helper elsewhere", "moderator", "registrar", "admin",
    "reader",
)  # fmt: skip
NONE = (DOOR, DOOR, DOOR)
"""For what is its own, what is another's, and what is not there."""
HIDDEN = (MISSING, MISSING, MISSING)
OPEN = (IN, IN, IN)

Row = Mapping[str, tuple[str, str, str]]


def row(
    inside: tuple[str, ...], others: tuple[str, str, str], **named: tuple[str, str, str]
) -> Row:
    """Make a row: DOOR for all but those `inside`, who get `others` unless they are named."""
    given = {name.replace("_", " "): answer for name, answer in named.items()}
    return {actor: given.get(actor, others if actor in inside else NONE) for actor in ACTORS}


WORK = row(
    PRODUCERS, HIDDEN, owner=(IN, MISSING, MISSING), editor=(IN, MISSING, MISSING),
    other_owner=(MISSING, IN, MISSING),
)  # fmt: skip
KEEP = row(
    PRODUCERS, HIDDEN, owner=(IN, MISSING, MISSING), editor=(DENIED, MISSING, MISSING),
    other_owner=(MISSING, IN, MISSING),
)  # fmt: skip
HELP = row(
    OFFICIALS, HIDDEN, helper_here=(IN, MISSING, MISSING), helper_elsewhere=(MISSING, IN, MISSING),
    registrar=(IN, IN, MISSING), admin=(IN, IN, MISSING),
)  # fmt: skip
HELP_A_DRAFT = HELP
"""Of what officials fill in, by those who may help its producer."""
SEE = row(
    OFFICIALS, HIDDEN, helper_here=(IN, MISSING, MISSING), helper_elsewhere=(MISSING, IN, MISSING),
    moderator=(IN, IN, MISSING), registrar=(IN, IN, MISSING), admin=(IN, IN, MISSING),
    reader=(IN, IN, MISSING),
)  # fmt: skip
"""A picture of what is submitted, for officials of its place."""
DECIDE = row(OFFICIALS, HIDDEN, registrar=(IN, IN, MISSING), admin=(IN, IN, MISSING))
OF_PRODUCERS = row(PRODUCERS, OPEN)
"""A page about the person, or a list of what is theirs."""
OF_OFFICIALS = row(OFFICIALS, OPEN)
OWN_ROW = row(PRODUCERS, (IN, MISSING, MISSING))
"""Of their own sessions and passkeys."""
OWN_ROW_OF_OFFICIALS = row(OFFICIALS, (IN, MISSING, MISSING))
FOR_ALL: Row = dict.fromkeys(ACTORS, OPEN)
"""A door: open to all, for it is where they come in."""

SEE = row(
    OFFICIALS, (IN, IN, MISSING), mandate_expired=HIDDEN, helper_here=(IN, MISSING, MISSING),
    helper_elsewhere=(MISSING, IN, MISSING),
)  # fmt: skip
"""Of what was submitted: all officials read it where they are; city-wide ones everywhere."""
REVIEW = row(OFFICIALS, HIDDEN, moderator=(IN, IN, MISSING), admin=(IN, IN, MISSING))

HELP_LIST = row(
    OFFICIALS, (DENIED, DENIED, DENIED), helper_here=OPEN, helper_elsewhere=OPEN, registrar=OPEN,
    admin=OPEN,
)  # fmt: skip
"""Of letters and codes in person: a list of producers in reach, or a form."""
DECIDE_LIST = row(OFFICIALS, (DENIED, DENIED, DENIED), registrar=OPEN, admin=OPEN)
DENIED_ALL = (DENIED, DENIED, DENIED)
SEE_LIST = row(OFFICIALS, OPEN, mandate_expired=DENIED_ALL)
"""A list of what is in reach, for all officials."""
OPERATE_LIST = row(OFFICIALS, DENIED_ALL, admin=OPEN)
OPERATE = row(OFFICIALS, DENIED_ALL, admin=(IN, IN, MISSING))
TELL = row(
    OFFICIALS, DENIED_ALL, helper_here=(IN, MISSING, MISSING),
    helper_elsewhere=(MISSING, IN, MISSING), registrar=(IN, IN, MISSING),
    admin=(IN, IN, MISSING),
)  # fmt: skip
"""What a producer is to be told in person, by those who may help it."""
READ_LIST = row(OFFICIALS, OPEN, mandate_expired=DENIED_ALL)
"""A list of the registry: all officials read it."""
READ = row(OFFICIALS, (IN, IN, MISSING), mandate_expired=DENIED_ALL)
REGISTER_LIST = row(OFFICIALS, DENIED_ALL, registrar=OPEN, admin=OPEN)
REGISTER = row(OFFICIALS, DENIED_ALL, registrar=(IN, IN, MISSING), admin=(IN, IN, MISSING))
"""What is written in the registry, of the whole city."""
CORRECT = row(OFFICIALS, HIDDEN, admin=(IN, IN, MISSING))
REGISTRY_LIST = row(OFFICIALS, OPEN, mandate_expired=DENIED_ALL)
"""Of the registry: all officials read it."""
REGISTRY = row(OFFICIALS, (IN, IN, MISSING), mandate_expired=DENIED_ALL)
REGISTER_LIST = row(OFFICIALS, DENIED_ALL, registrar=OPEN, admin=OPEN)
REGISTER = row(OFFICIALS, DENIED_ALL, registrar=(IN, IN, MISSING), admin=(IN, IN, MISSING))
CORRECT_RECOGNITION = row(
    OFFICIALS, (DENIED, DENIED, MISSING), mandate_expired=DENIED_ALL, registrar=(IN, IN, MISSING),
    admin=(IN, IN, MISSING),
)  # fmt: skip
"""A page that all officials read, and its form."""
SCAN = row(OFFICIALS, (IN, IN, MISSING), mandate_expired=DENIED_ALL)
"""Of a decision, which is of no place: all officials read it."""
REGISTER_SCAN = row(OFFICIALS, DENIED_ALL, registrar=(IN, IN, MISSING), admin=(IN, IN, MISSING))
CLOSED: Row = dict.fromkeys(ACTORS, HIDDEN)
"""An address that opens by its token alone, and these tokens are none."""


LEAVES: Row = dict.fromkeys(ACTORS, NONE)
"""Signs out: all stand at the door after it."""


def both(path: str, of: Row) -> dict[tuple[str, str], Row]:
    return {("GET", path): of, ("POST", path): of}


def read_and_write(path: str) -> dict[tuple[str, str], Row]:
    """Give the rows of a page of the registry that all officials read and registrars write."""
    return {("GET", path): READ, ("POST", path): REGISTER}


def of_a_side(door: str, own: Row, row_of_own: Row) -> dict[tuple[str, str], Row]:
    """Give the rows that both sides have: doors, one's account, one's passkeys."""
    return {
        **both(f"{door}/dang-nhap", FOR_ALL),
        **both(f"{door}/ma", FOR_ALL),
        ("POST", f"{door}/ra"): FOR_ALL,
        **both(f"{door}/xac-nhan", own),
        **both(f"{door}/tai-khoan", own),
        ("POST", f"{door}/tai-khoan/may/ra"): LEAVES,
        ("POST", f"{door}/tai-khoan/may/{{session}}/ra"): row_of_own,
        ("POST", f"{door}/khoa-truy-cap/thu-thach"): FOR_ALL,
        ("POST", f"{door}/khoa-truy-cap/vao"): FOR_ALL,
        ("POST", f"{door}/khoa-truy-cap/xac-nhan"): own,
        ("POST", f"{door}/khoa-truy-cap/tao"): own,
        ("POST", f"{door}/khoa-truy-cap/tao/thu-thach"): own,
        ("POST", f"{door}/khoa-truy-cap/{{passkey}}/bo"): row_of_own,
        ("POST", f"{door}/khoa-truy-cap/{{passkey}}/ten"): row_of_own,
    }


def of_a_proposal(root: str, of: Row) -> dict[tuple[str, str], Row]:
    """Give the rows of a proposal's pages from its last step on, of one side."""
    here = f"{root}/de-nghi/{{proposal}}"
    return {
        **both(f"{here}/xem-lai", of),
        ("GET", f"{here}/xem-truoc"): of,
        ("GET", f"{here}/da-gui"): of,
        **both(f"{here}/lam-them", of),
        **both(f"{here}/rut", of),
        **both(f"{here}/xoa", of),
        **both(f"{here}/them-nua", of),
    }


TABLE: dict[tuple[str, str], Row] = {
    **of_a_side("/nha-san-xuat", OF_PRODUCERS, OWN_ROW),
    **of_a_side("/can-bo", OF_OFFICIALS, OWN_ROW_OF_OFFICIALS),
    **both("/nha-san-xuat/ma/gui-lai", FOR_ALL),
    ("POST", "/nha-san-xuat/xac-nhan/gui"): OF_PRODUCERS,
    **both("/nha-san-xuat/nhan", FOR_ALL),
    **both("/nha-san-xuat/nhan/so", FOR_ALL),
    ("GET", "/nha-san-xuat/nhan/cho"): OF_PRODUCERS,
    **both("/nha-san-xuat/co-so", OF_PRODUCERS),
    ("GET", "/nha-san-xuat"): OF_PRODUCERS,
    ("POST", "/nha-san-xuat/loi-moi/{offer}"): OWN_ROW,
    ("GET", "/nha-san-xuat/{producer}"): WORK,
    **both("/nha-san-xuat/{producer}/van-dung", WORK),
    ("GET", "/nha-san-xuat/anh/{waiting}"): WORK,
    ("GET", "/can-bo/anh/{waiting}"): SEE,
    **both("/nha-san-xuat/de-nghi/{proposal}/anh", WORK),
    **both("/can-bo/giup/de-nghi/{proposal}/anh", HELP_A_DRAFT),
    **both("/nha-san-xuat/gia/{sku}", WORK),
    ("GET", "/nha-san-xuat/gia/{sku}/xem"): WORK,
    **both("/nha-san-xuat/kho/{sku}", WORK),
    **both("/nha-san-xuat/dang/{code}", WORK),
    **both("/nha-san-xuat/han-sao/{code}", WORK),
    **both("/nha-san-xuat/{producer}/link", KEEP),
    **both("/nha-san-xuat/{producer}/dong-y", KEEP),
    **both("/nha-san-xuat/{producer}/lien-he", KEEP),
    **both("/nha-san-xuat/{producer}/thanh-vien", KEEP),
    ("POST", "/nha-san-xuat/{producer}/thanh-vien/{membership}/vai-tro"): KEEP,
    ("POST", "/nha-san-xuat/{producer}/thanh-vien/{membership}/bo"): KEEP,
    ("POST", "/nha-san-xuat/{producer}/thanh-vien/yeu-cau/{claim}"): KEEP,
    **both("/nha-san-xuat/{producer}/roi-co-so", WORK),
    ("GET", "/nha-san-xuat/{producer}/so-lieu"): WORK,
    **both("/nha-san-xuat/{producer}/them", WORK),
    **both("/nha-san-xuat/sua/{code}", WORK),
    **both("/nha-san-xuat/sao-chep/{code}", WORK),
    **of_a_proposal("/nha-san-xuat", WORK),
    **of_a_proposal("/can-bo/giup", HELP),
    **both("/nha-san-xuat/de-nghi/{proposal}/thong-tin", WORK),
    ("POST", "/nha-san-xuat/de-nghi/{proposal}/luu"): WORK,
    ("GET", "/nha-san-xuat/noi"): OF_PRODUCERS,
    **both("/can-bo/giup/de-nghi/{proposal}/thong-tin", HELP),
    ("POST", "/can-bo/giup/de-nghi/{proposal}/luu"): HELP,
    ("GET", "/can-bo/noi"): OF_OFFICIALS,
    **both("/nhanh/{token}", CLOSED),
    ("GET", "/can-bo"): OF_OFFICIALS,
    ("GET", "/can-bo/de-nghi/{proposal}"): SEE,
    **both("/can-bo/de-nghi/{proposal}/duyet", REVIEW),
    **both("/can-bo/de-nghi/{proposal}/tra-lai", REVIEW),
    ("POST", "/can-bo/de-nghi/{proposal}/nhan"): REVIEW,
    ("POST", "/can-bo/de-nghi/{proposal}/thoi"): REVIEW,
    ("POST", "/can-bo/de-nghi/{proposal}/de-sau"): REVIEW,
    ("POST", "/can-bo/tai-khoan/phim-tat"): OF_OFFICIALS,
    **both("/can-bo/de-nghi/{proposal}/hoan-tac", REVIEW),
    **both("/can-bo/de-nghi/{proposal}/chinh-ta", REVIEW),
    **both("/can-bo/san-pham/{code}/tam-ngung", REVIEW),
    **both("/can-bo/hau-kiem/{proposal}", REVIEW),
    ("GET", "/can-bo/tin-nhan"): OPERATE_LIST,
    ("POST", "/can-bo/tin-nhan/{message}"): OPERATE,
    ("GET", "/can-bo/so"): REGISTRY_LIST,
    ("GET", "/can-bo/so/quyet-dinh"): REGISTRY_LIST,
    **both("/can-bo/so/quyet-dinh/moi", REGISTER_LIST),
    ("GET", "/can-bo/so/quyet-dinh/{decision}"): REGISTRY,
    **both("/can-bo/so/quyet-dinh/{decision}/sua", REGISTER),
    **both("/can-bo/so/quyet-dinh/{decision}/cong-nhan", REGISTER),
    ("GET", "/can-bo/so/cong-nhan/{recognition}"): REGISTRY,
    ("POST", "/can-bo/so/cong-nhan/{recognition}"): CORRECT_RECOGNITION,
    **both("/can-bo/so/cong-nhan/{recognition}/thu-hoi", REGISTER),
    **both("/can-bo/so/cong-nhan/{recognition}/bo", REGISTER),
    ("GET", "/can-bo/doi-tac"): OPERATE_LIST,
    **both("/can-bo/doi-tac/moi", OPERATE_LIST),
    ("GET", "/can-bo/doi-tac/{partner}"): OPERATE,
    ("GET", "/can-bo/doi-tac/{partner}/dang-ban"): OPERATE,
    **both("/can-bo/doi-tac/{partner}/pham-vi", OPERATE),
    ("POST", "/can-bo/doi-tac/{partner}/khoa"): OPERATE,
    ("POST", "/can-bo/doi-tac/{partner}/khoa/{key}/thu-hoi"): OPERATE,
    ("POST", "/can-bo/doi-tac/{partner}/trang"): OPERATE,
    ("POST", "/can-bo/doi-tac/{partner}/bao-tin"): OPERATE,
    ("POST", "/can-bo/doi-tac/{partner}/bao-tin/{hook}/doi-khoa"): OPERATE,
    ("POST", "/can-bo/doi-tac/{partner}/bao-tin/{hook}/gui-lai"): OPERATE,
    ("POST", "/can-bo/doi-tac/{partner}/bao-tin/{hook}/thu"): OPERATE,
    ("POST", "/can-bo/doi-tac/{partner}/bao-tin/{hook}/bat"): OPERATE,
    ("POST", "/can-bo/doi-tac/{partner}/bao-tin/{hook}/xoa"): OPERATE,
    ("POST", "/can-bo/doi-tac/{partner}/ket-thuc"): OPERATE,
    ("GET", "/can-bo/kenh/{channel}"): OPERATE,
    ("GET", "/can-bo/kenh/{channel}/bang"): OPERATE,
    ("POST", "/can-bo/kenh/{channel}/gia"): OPERATE,
    ("POST", "/can-bo/kenh/{channel}/giu"): OPERATE,
    ("POST", "/can-bo/kenh/{channel}/nganh-hang"): OPERATE,
    ("GET", "/can-bo/kenh/{channel}/vuong-mac"): OPERATE,
    ("GET", "/can-bo/kenh/{channel}/vuong-mac/{producer}"): OPERATE,
    ("GET", "/can-bo/so/nhu-cau"): READ_LIST,
    **both("/can-bo/so/nhu-cau/moi", REGISTER_LIST),
    **read_and_write("/can-bo/so/nhu-cau/{need}"),
    **read_and_write("/can-bo/so/nhu-cau/{need}/thoi"),
    **read_and_write("/can-bo/so/nhu-cau/{need}/xac-minh"),
    **read_and_write("/can-bo/so/nhu-cau/{need}/bo-xac-minh"),
    ("GET", "/can-bo/so/loai-giay"): READ_LIST,
    **both("/can-bo/so/loai-giay/moi", REGISTER_LIST),
    **read_and_write("/can-bo/so/loai-giay/{kind}"),
    **read_and_write("/can-bo/so/loai-giay/{kind}/thoi"),
    ("GET", "/can-bo/may-chu"): OPERATE_LIST,
    ("GET", "/can-bo/may-chu/tep"): OPERATE_LIST,
    **both("/can-bo/may-chu/tep/{name}", OPERATE),
    ("GET", "/can-bo/may-chu/anh"): OPERATE_LIST,
    ("GET", "/can-bo/may-chu/tim"): OPERATE_LIST,
    ("GET", "/can-bo/may-chu/bao-loi"): OPERATE_LIST,
    ("POST", "/can-bo/may-chu/bao-loi/{report}"): OPERATE,
    ("GET", "/can-bo/so/sap-het-han"): SEE_LIST,
    ("GET", "/can-bo/so/sap-het-han/bang"): SEE_LIST,
    ("GET", "/can-bo/bao-tai-xa"): HELP_LIST,
    ("POST", "/can-bo/bao-tai-xa/{told}"): TELL,
    **both("/can-bo/kich-hoat/{token}", CLOSED),
    **both("/can-bo/kich-hoat/{token}/ma", CLOSED),
    ("POST", "/can-bo/kich-hoat/{token}/khoa-truy-cap/tao"): CLOSED,
    ("POST", "/can-bo/kich-hoat/{token}/khoa-truy-cap/tao/thu-thach"): CLOSED,
    ("GET", "/can-bo/giay-moi"): HELP_LIST,
    **both("/can-bo/giay-moi/{code}", HELP),
    **both("/can-bo/trao-tay", HELP_LIST),
    ("GET", "/can-bo/so/quyet-dinh/{decision}/phu-luc"): REGISTRY,
    ("POST", "/can-bo/so/quyet-dinh/{decision}/phu-luc"): REGISTER,
    ("GET", "/can-bo/so/quyet-dinh/{decision}/phu-luc/giay-moi"): REGISTRY,
    ("POST", "/can-bo/so/quyet-dinh/{decision}/phu-luc/giay-moi"): REGISTER,
    ("GET", "/can-bo/sua-thay"): OPERATE_LIST,
    **both("/can-bo/sua-thay/{code}", CORRECT),
    ("GET", "/can-bo/so/xa"): REGISTRY_LIST,
    ("GET", "/can-bo/so/xa/{commune}"): REGISTRY,
    ("POST", "/can-bo/so/xa/{commune}"): REGISTER,
    ("GET", "/can-bo/so/bo"): REGISTRY_LIST,
    ("GET", "/can-bo/so/bo/{set}"): REGISTRY,
    ("POST", "/can-bo/so/bo/{set}"): REGISTER,
    ("GET", "/can-bo/so/nhom"): REGISTRY_LIST,
    ("GET", "/can-bo/so/nhom/{group}"): REGISTRY,
    ("POST", "/can-bo/so/nhom/{group}"): REGISTER,
    ("GET", "/can-bo/so/cong-dung"): REGISTRY_LIST,
    ("GET", "/can-bo/so/co-so"): REGISTRY_LIST,
    ("GET", "/can-bo/so/co-so/{producer}"): SEE,
    ("POST", "/can-bo/so/co-so/{producer}"): DECIDE,
    **both("/can-bo/so/co-so/{producer}/loai-hinh", DECIDE),
    **both("/can-bo/so/co-so/{producer}/gop", DECIDE),
    ("GET", "/nha-san-xuat/sua-thay/{proposal}"): WORK,
    ("GET", "/can-bo/giup"): HELP_LIST,
    **both("/can-bo/giup/co-so/{producer}", HELP),
    ("GET", "/can-bo/giup/de-nghi/{proposal}/loi-co-so"): HELP,
    **both("/can-bo/giup/de-nghi/{proposal}/loi-co-so/ma", HELP),
    **both("/can-bo/giup/de-nghi/{proposal}/loi-co-so/link", HELP),
    **both("/can-bo/giup/de-nghi/{proposal}/loi-co-so/giay", HELP),
    ("GET", "/can-bo/giup/de-nghi/{proposal}/loi-co-so/giay/in"): HELP,
    **both("/nha-san-xuat/de-nghi/{proposal}/dong-y-gui", WORK),
    **both("/loi/{token}", CLOSED),
    ("GET", "/nha-san-xuat/giay-to"): OF_PRODUCERS,
    ("GET", "/nha-san-xuat/{producer}/giay-to"): WORK,
    **both("/nha-san-xuat/{producer}/giay-to/moi", WORK),
    ("GET", "/nha-san-xuat/giay/{paper}"): WORK,
    **both("/nha-san-xuat/giay/{paper}/rut", WORK),
    **both("/nha-san-xuat/giay/{paper}/hien", WORK),
    **both("/nha-san-xuat/giay/{paper}/trang", WORK),
    ("GET", "/nha-san-xuat/giay/{paper}/trang/{page}"): WORK,
    ("GET", "/can-bo/so/giay"): OF_OFFICIALS,
    ("GET", "/can-bo/so/giay/{paper}"): SEE,
    **both("/can-bo/so/giay/{paper}/xac-nhan", DECIDE),
    **both("/can-bo/so/giay/{paper}/tra-lai", DECIDE),
    **both("/can-bo/so/giay/{paper}/bo-xac-nhan", DECIDE),
    ("GET", "/can-bo/so/giay/{paper}/trang/{page}"): SEE,
    ("GET", "/can-bo/so/giay/{paper}/pdf"): SEE,
    ("GET", "/can-bo/so/quyet-dinh/{decision}/ban-chup"): SCAN,
    ("POST", "/can-bo/so/quyet-dinh/{decision}/ban-chup"): REGISTER_SCAN,
    ("GET", "/can-bo/yeu-cau"): DECIDE_LIST,
    **both("/can-bo/yeu-cau/{claim}", DECIDE),
}
