"""The true rates that the simulation is built on; what the measures say about the demo company is held against them."""

from __future__ import annotations

# Share of completed visits that are valid, over the 13 weeks before and the 13 weeks after go-live.
VALID_BEFORE = 0.28
VALID_AFTER = 0.67
# The last complete week (Monday to Sunday) was a rush: nearly everything planned was done, half of it counts.
VALID_LAST_WEEK = 0.50

# One small team did not change. With its ~300 visits in each period the interval of the difference holds zero.
UNCHANGED_TEAM = "south"
UNCHANGED_BEFORE = 0.26
UNCHANGED_AFTER = 0.31

# Customers assigned for at least 60 days without a valid interaction in the last 60 days.
INACTIVE = 0.41
# Customers visited at least once whose visits never left a need on record.
NEED_BLANK = 0.32

# 王磊 in the full company (measures W4): 287 customers, 12 of them assigned for less than 60 days, 118 without a valid
# interaction, 5 of those among the young ones.
REP_CUSTOMERS = 287
REP_YOUNG = 12
REP_INACTIVE = 113
REP_YOUNG_INACTIVE = 5

# Shares of all follow-ups before go-live: shorter than 15 effective characters, and without any attachment.
SHORT_BEFORE = 0.47
NO_ATTACHMENT_BEFORE = 0.83

# How a visit before go-live fell short: (need type chosen, photo, clear next step) with its weight (measures W11).
MARGINS_BEFORE: tuple[tuple[tuple[bool, bool, bool], int], ...] = (
    ((True, True, False), 5),
    ((True, False, True), 3),
    ((True, False, False), 5),
    ((False, True, True), 1),
    ((False, True, False), 2),
    ((False, False, True), 1),
    ((False, False, False), 1),
)
