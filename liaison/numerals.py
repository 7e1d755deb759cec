"""Chinese numerals (汉字数字), as ordinals and headings are written. Pure."""

DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """Write 1 to 99 in Chinese: 二, 十, 十二, 二十, 二十一."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("" if tens == 1 else DIGITS[tens]) + "十"
    return head + (DIGITS[ones] if ones or not tens else "")
