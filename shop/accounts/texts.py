"""What people are told by message: one text each, of up to 160 plain letters when it is filled.

Rules for all of them: the site is named, there is no link (the police warn of links in messages, so
ours have none to be taken for), and what strangers typed is shortened and holds no link either,
whichever way it goes and with or without marks.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

from media.sentences import Sentence, phrase

MOST_LETTERS = 160
"""Of one text message in GSM 03.38, if it has no marks; with marks it would be three, or 70."""
LONGEST_FACT = 40
CODE, CEILING, WORD = "code", "ceiling", "word"
STARS_END, PAPER_ENDS, ENDINGS = "stars_end", "paper_ends", "desk_endings"
BETWEEN_LETTERS = re.compile(r"(?<=\w)[.…:/@\\]+(?=[\w/])")
"""What makes a link of words; also what text messages write as dots."""
NOT_PLAIN = re.compile(r"[^ -~]|[\[\]\\^`{|}~]")
"""Besides what plain ASCII lacks: letters that cost two in GSM 03.38, or that it lacks."""
LIKE_A_LETTER = str.maketrans("đĐ–—‑“”‘’…", "dD---\"\"''.")


class Text(NamedTuple):
    """What an e-mail is headed by, and what is said in each way."""

    subject: Sentence
    said: Sentence


TEXTS: Mapping[str, Text] = {
    CODE: Text(
        phrase("Mã đăng nhập Sản vật Hải Phòng", "Your code for Sản vật Hải Phòng"),
        Sentence(
            "{code} là mã đăng nhập Sản vật Hải Phòng. Mã dùng được 10 phút. Không đưa mã cho ai,"
            " kể cả cán bộ.",
            "{code} is your code for Sản vật Hải Phòng, good for 10 minutes. Give it to no one, not"
            " even to an official.",
        ),
    ),
    "claim_asked": Text(
        phrase("Có người nhận cơ sở của bạn", "A person claims your producer"),
        Sentence(
            "Sản vật Hải Phòng: có người nói {producer} là của họ. Bạn hãy đăng nhập để trả lời.",
            "Sản vật Hải Phòng: a person says {producer} is theirs. Sign in to answer.",
        ),
    ),
    "claim_granted": Text(
        phrase("Bạn đã nhận được cơ sở", "The producer is yours"),
        Sentence(
            "Sản vật Hải Phòng: {producer} nay là cơ sở của bạn. Bạn hãy đăng nhập để xem.",
            "Sản vật Hải Phòng: {producer} is yours now. Sign in to see it.",
        ),
    ),
    "claim_decided": Text(
        phrase("Yêu cầu nhận cơ sở đã được trả lời", "A claim has been answered"),
        Sentence(
            "Sản vật Hải Phòng: đã có câu trả lời cho người nhận {producer}. Hãy đăng nhập để xem.",
            "Sản vật Hải Phòng: the claim to {producer} was answered. Sign in to see how.",
        ),
    ),
    "claim_refused": Text(
        phrase("Yêu cầu nhận cơ sở không được chấp thuận", "Your claim was refused"),
        Sentence(
            "Sản vật Hải Phòng: yêu cầu nhận {producer} không được chấp thuận. Hãy hỏi UBND xã,"
            " phường.",
            "Sản vật Hải Phòng: your claim to {producer} was refused. Ask your commune.",
        ),
    ),
    "member_added": Text(
        phrase("Một cơ sở muốn bạn cùng làm", "A producer wants you"),
        Sentence(
            "Sản vật Hải Phòng: {producer} muốn bạn cùng làm. Bạn hãy đăng nhập để trả lời.",
            "Sản vật Hải Phòng: {producer} wants you to work for it. Sign in to answer.",
        ),
    ),
    "member_removed": Text(
        phrase("Bạn không còn làm cho một cơ sở", "You no longer work for a producer"),
        Sentence(
            "Sản vật Hải Phòng: bạn không còn làm cho {producer}. Nếu không đúng, hãy hỏi chủ cơ"
            " sở.",
            "Sản vật Hải Phòng: you no longer work for {producer}. If that is wrong, ask its"
            " owner.",
        ),
    ),
    "contact_changed": Text(
        phrase("Liên hệ của cơ sở vừa đổi", "A contact was changed"),
        Sentence(
            "Sản vật Hải Phòng: liên hệ của {producer} vừa đổi. Nếu không phải bạn, hãy đăng nhập"
            " sửa lại.",
            "Sản vật Hải Phòng: the contact of {producer} was changed. If it was not you, sign in"
            " and mend it.",
        ),
    ),
    "number_in_use": Text(
        phrase("Số này đang thuộc tài khoản khác", "This number belongs to another account"),
        Sentence(
            "Sản vật Hải Phòng: số này đang thuộc tài khoản khác. Hãy đến UBND xã, phường để đổi.",
            "Sản vật Hải Phòng: this number belongs to another account. Your commune can change"
            " that.",
        ),
    ),
    "proposal_approved": Text(
        phrase("Đề nghị của cơ sở đã được duyệt", "Your proposal was approved"),
        Sentence(
            "Sản vật Hải Phòng: {product} đã được duyệt. Bạn hãy đăng nhập để xem.",
            "Sản vật Hải Phòng: {product} was approved. Sign in to see it.",
        ),
    ),
    "proposal_mended": Text(
        phrase("Đề nghị của cơ sở đã được duyệt", "Your proposal was approved"),
        Sentence(
            "Sản vật Hải Phòng: {product} đã được duyệt, cán bộ có sửa lỗi chính tả. Hãy đăng nhập"
            " để xem.",
            "Sản vật Hải Phòng: {product} was approved, its spelling mended by an official. Sign in"
            " to see.",
        ),
    ),
    "product_corrected": Text(
        phrase("Cán bộ đã sửa sản phẩm của cơ sở", "An official corrected a product of yours"),
        Sentence(
            "Sản vật Hải Phòng: cán bộ đã sửa {changed} của {product}. Hãy đăng nhập để xem.",
            "Sản vật Hải Phòng: officials corrected {changed} of {product}. Sign in to see it.",
        ),
    ),
    "correction_approved": Text(
        phrase("Bản sửa của bạn đã được duyệt", "Your correction was approved"),
        Sentence(
            "Sản vật Hải Phòng: bản sửa thay cơ sở cho {product} đã được duyệt.",
            "Sản vật Hải Phòng: your correction of {product} was approved.",
        ),
    ),
    "correction_returned": Text(
        phrase("Bản sửa của bạn cần sửa lại", "Your correction is to be mended"),
        Sentence(
            "Sản vật Hải Phòng: bản sửa thay cơ sở cho {product} cần sửa lại {n} chỗ. Hãy đăng nhập"
            " để xem.",
            "Sản vật Hải Phòng: your correction of {product} is to be mended, places: {n}."
            " Sign in.",
        ),
    ),
    "product_suspended": Text(
        phrase("Sản phẩm của cơ sở bị tạm ngừng", "A product of yours was suspended"),
        Sentence(
            "Sản vật Hải Phòng: {product} bị tạm ngừng. Lý do: {reason}. Hãy hỏi UBND xã, phường.",
            "Sản vật Hải Phòng: {product} was suspended. The reason: {reason}. Ask your commune.",
        ),
    ),
    "product_reinstated": Text(
        phrase("Sản phẩm của cơ sở hết tạm ngừng", "A product of yours is no longer suspended"),
        Sentence(
            "Sản vật Hải Phòng: {product} không còn bị tạm ngừng. Bạn hãy đăng nhập để xem.",
            "Sản vật Hải Phòng: {product} is no longer suspended. Sign in to see it.",
        ),
    ),
    "desk_digest": Text(
        phrase("Việc chờ bạn ở Sản vật Hải Phòng", "What waits for you at Sản vật Hải Phòng"),
        Sentence(
            "Sản vật Hải Phòng: {waiting} đề nghị chờ duyệt, {late} quá hạn; {tell} cơ sở chờ báo"
            " tại xã.",
            "Sản vật Hải Phòng: to decide {waiting}, late {late}; to tell in person {tell}.",
        ),
    ),
    "proposal_returned": Text(
        phrase("Đề nghị của cơ sở cần sửa", "Your proposal is to be mended"),
        Sentence(
            "Sản vật Hải Phòng: {product} cần sửa {n} chỗ. Bạn hãy đăng nhập để xem, sửa rồi gửi"
            " lại.",
            "Sản vật Hải Phòng: {product} is to be mended, places: {n}. Sign in, mend it and send"
            " it again.",
        ),
    ),
    "proposal_put_back": Text(
        phrase("Phần cơ sở vừa sửa đã được đưa về như trước", "Your change was put back"),
        Sentence(
            "Sản vật Hải Phòng: {product} đã về như trước. Lý do: {reason}. Hãy đăng nhập để xem.",
            "Sản vật Hải Phòng: {product} is as it was before. The reason: {reason}. Sign in.",
        ),
    ),
    "helped_approved": Text(
        phrase("Đề nghị bạn làm giúp đã được duyệt", "What you filled in was approved"),
        Sentence(
            "Sản vật Hải Phòng: {product} mà bạn làm giúp đã được duyệt. Hãy đăng nhập để xem.",
            "Sản vật Hải Phòng: {product}, which you filled in, was approved. Sign in to see it.",
        ),
    ),
    "helped_returned": Text(
        phrase("Đề nghị bạn làm giúp cần sửa", "What you filled in is to be mended"),
        Sentence(
            "Sản vật Hải Phòng: {product} mà bạn làm giúp cần sửa {n} chỗ. Hãy đăng nhập để sửa.",
            "Sản vật Hải Phòng: {product}, which you filled in, is to be mended, places: {n}."
            " Sign in.",
        ),
    ),
    WORD: Text(
        phrase("Cơ sở đồng ý hay không?", "Does the producer agree?"),
        Sentence(
            "{code} là mã đồng ý gửi duyệt {product}. Chỉ đọc cho cán bộ nếu bạn đồng ý. Mã này"
            " không mở tài khoản. Sản vật Hải Phòng.",
            "{code} agrees to sending {product}. Read it to the official only if you agree. It"
            " opens no account. Sản vật Hải Phòng.",
        ),
    ),
    "draft_ends": Text(
        phrase("Bản nháp sắp bị xoá", "A draft is about to be deleted"),
        Sentence(
            "Sản vật Hải Phòng: bản nháp của {producer} sẽ bị xoá sau 30 ngày. Hãy đăng nhập"
            " để giữ.",
            "Sản vật Hải Phòng: a draft of {producer} will be deleted in 30 days. Sign in to"
            " keep it.",
        ),
    ),
    "paper_confirmed": Text(
        phrase("Cán bộ đã xác nhận giấy tờ", "A paper was confirmed"),
        Sentence(
            "Sản vật Hải Phòng: cán bộ đã xem và xác nhận một giấy tờ của {producer}. Hãy đăng"
            " nhập để xem.",
            "Sản vật Hải Phòng: an official confirmed a paper of {producer}. Sign in to see it.",
        ),
    ),
    "paper_refused": Text(
        phrase("Một giấy tờ được trả lại", "A paper was given back"),
        Sentence(
            "Sản vật Hải Phòng: một giấy tờ của {producer} cần sửa {n} chỗ. Hãy đăng nhập để xem.",
            "Sản vật Hải Phòng: a paper of {producer} is to be mended, places: {n}. Sign in.",
        ),
    ),
    "paper_unconfirmed": Text(
        phrase("Một giấy tờ không còn được xác nhận", "A confirmation was taken back"),
        Sentence(
            "Sản vật Hải Phòng: một giấy tờ của {producer} không còn được xác nhận. Hãy đăng nhập"
            " để xem.",
            "Sản vật Hải Phòng: a paper of {producer} is no longer confirmed. Sign in to see it.",
        ),
    ),
    STARS_END: Text(
        phrase("Sao OCOP của cơ sở sắp hết hạn", "OCOP stars of yours are about to end"),
        Sentence(
            "Sản vật Hải Phòng: sao OCOP của {product} hết hạn {day}. Nộp hồ sơ mới thì hãy đăng"
            " nhập để báo.",
            "Sản vật Hải Phòng: OCOP stars of {product} end on {day}. Apply again, then sign in and"
            " say so.",
        ),
    ),
    PAPER_ENDS: Text(
        phrase("Giấy tờ của cơ sở sắp hết hạn", "A paper of yours is about to end"),
        Sentence(
            "Sản vật Hải Phòng: {paper} của {product} hết hạn {day}. Có giấy mới thì hãy báo cán"
            " bộ.",
            "Sản vật Hải Phòng: {paper} of {product} ends on {day}. Show officials the new one.",
        ),
    ),
    ENDINGS: Text(
        phrase("Sao, giấy tờ sắp hết hạn", "Stars and papers about to end"),
        Sentence(
            "Sản vật Hải Phòng: sao, giấy tờ của {n} sản phẩm sắp hoặc vừa hết hạn. Hãy đăng"
            " nhập để xem.",
            "Sản vật Hải Phòng: stars or papers of {n} products end soon or just did. Sign in to"
            " see them.",
        ),
    ),
    CEILING: Text(
        phrase("Sắp hết lượt gửi tin nhắn", "Messages are running out"),
        Sentence(
            "Sản vật Hải Phòng: đã dùng {percent} phần trăm của {most} tin nhắn trong 24 giờ. Hãy"
            " xem ai gửi.",
            "Sản vật Hải Phòng: {percent} percent of {most} messages in 24 hours are used. See who"
            " asks for them.",
        ),
    ),
}


class NoTextError(Exception):
    """A message that says nothing: its text is unknown, or lacks a fact."""


def cleaned(facts: Mapping[str, Any]) -> dict[str, str]:
    """Make facts fit to be sent: by us, or by a gateway that fills them into a text of its own."""
    return {name: _harmless(str(fact)) for name, fact in facts.items()}


def write(what: str, language: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """Give the heading and what is said. Raises NoTextError."""
    if (text := TEXTS.get(what)) is None:
        raise NoTextError(f"there is no text {what}")
    place = _place(language)
    try:
        return text.subject[place], text.said[place].format_map(cleaned(said_in(language, facts)))
    except KeyError as lacking:
        raise NoTextError(f"text {what} lacks {lacking.args[0]}") from None


def said_in(language: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Give facts as a language says them: one that is a list has a text for each."""
    place = _place(language)
    return {name: fact[place] if isinstance(fact, list) else fact for name, fact in facts.items()}


def _place(language: str) -> int:
    return Sentence._fields.index(language) if language in Sentence._fields else 0


def plain(text: str) -> str:
    """Write a text without marks, in letters that text messages have."""
    apart = unicodedata.normalize("NFD", text.translate(LIKE_A_LETTER))
    return NOT_PLAIN.sub("", apart)


def _harmless(fact: str) -> str:
    """Shorten what a stranger may have typed, to one line without a link.

    What text messages lack parts words here: left out later it would join them to a link again.
    """
    composed = unicodedata.normalize("NFC", fact)
    sendable = "".join(letter if plain(letter) else " " for letter in composed)
    one_line = " ".join(BETWEEN_LETTERS.sub(" ", sendable).split())
    return one_line if len(one_line) <= LONGEST_FACT else f"{one_line[: LONGEST_FACT - 1].strip()}…"
