"""Taking lists in: every row is checked, written whole or refused whole, and accounted for."""

from shop.intake.report import Refusal, Report
from shop.intake.running import Intake, take_in
from shop.intake.statements import Outcome

__all__ = ["Intake", "Outcome", "Refusal", "Report", "take_in"]
