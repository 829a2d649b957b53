"""The labels of every code set, by the set: a field whose type is the set has them."""

from collections.abc import Mapping
from typing import Any

from wholepicture_schemas import codes

CODE_LABELS: Mapping[Any, Mapping[str, str]] = {
    codes.Asks: codes.ASKS,
    codes.Urgency: codes.URGENCIES,
    codes.YesNo: codes.YES_OR_NO,
    codes.ReferralSource: codes.REFERRAL_SOURCES,
    codes.Disability: codes.DISABILITIES,
    codes.Communication: codes.COMMUNICATIONS,
    codes.Ethnicity: codes.ETHNICITIES,
    codes.Sex: codes.SEXES,
    codes.Exposure: codes.EXPOSURES,
    codes.AbuseKind: codes.ABUSE_KINDS,
    codes.Connection: codes.CONNECTIONS,
    codes.RiskTool: codes.RISK_TOOLS,
    codes.RiskGrade: codes.RISK_GRADES,
    codes.Standing: codes.STANDINGS,
    codes.AllegedNow: codes.ALLEGED_NOW,
    codes.ChildrenCheckAnswer: codes.CHILDREN_CHECKS,
    codes.Relation: codes.RELATIONS,
    codes.FamilyInformed: codes.FAMILY_INFORMED,
    codes.InvolvementKind: codes.INVOLVEMENTS,
    codes.Outcome: codes.OUTCOMES,
    codes.RetractionReason: codes.RETRACTION_REASONS,
    codes.Confidence: codes.CONFIDENCES,
    codes.Arrival: codes.ARRIVALS,
    codes.QuestionKind: codes.QUESTIONS,
    codes.RecipientKind: codes.RECIPIENT_KINDS,
    codes.LegalPower: codes.LEGAL_POWERS,
    codes.OrderKind: codes.ORDER_KINDS,
}
