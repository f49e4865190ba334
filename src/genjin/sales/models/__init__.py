"""The tables of the suite."""

from genjin.sales.models.customer import Contact, Customer
from genjin.sales.models.interaction import Interaction, Verdict
from genjin.sales.models.visit import PastFollowUp, Visit

__all__ = ["Contact", "Customer", "Interaction", "PastFollowUp", "Verdict", "Visit"]
