"""The rule of a channel in words, as officials read it."""

from shop.partners.channels import Terms
from shop.web.language import Language
from shop.web.words import words
from shop.web.writing import counted, money, number


def rule_of(terms: Terms, language: Language) -> str:
    """Say at what price goods go out to a channel, and under how many of its categories."""
    t, rule = words(language), terms.rule
    price = [_percent(rule.basis_points, language)] if rule.basis_points else []
    if rule.plus:
        price.append(t.rule_plus.format(money=money(rule.plus, language)))
    if rule.round_to > 1:
        price.append(t.rule_round.format(money=money(rule.round_to, language)))
    said = [", ".join(price) or t.rule_as_is]
    if rule.categories:
        said.append(counted(t.rule_categories, len(rule.categories), language))
    if rule.drawn_pictures:
        said.append(t.rule_drawn)
    return " · ".join(said)


def percent_of(basis_points: int, language: Language) -> str:
    """Write a percentage as it is typed: 8,5 in Vietnamese, 8.5 in English."""
    written = number(basis_points / 100, language)
    return written.removesuffix(",0").removesuffix(".0")


def _percent(basis_points: int, language: Language) -> str:
    sign = "+" if basis_points > 0 else ""
    return f"{sign}{percent_of(basis_points, language)} %"
