"""Which hosts suit a need, and why. Pure and typed: values in, values out.

`profiles` says what a need and an offer are, `eligibility` which rules exclude a pair, `criteria`
and `weights` what the others are worth, and `matcher` suggests:

>>> from datetime import date
>>> from matching.matcher import Matcher
>>> from matching.profiles import Need, Offer, Period
>>> spring = Period(date(2027, 3, 1), date(2027, 4, 30))
>>> need = Need(key="n1", organisation="school", country="FR", window=spring, weeks=4,
...             asked_on=date(2026, 11, 23), concepts={"warehousing": 1.0})
>>> offer = Offer(key="o1", organisation="host", country="PL", periods=(spring,), places=4,
...               concepts={"warehousing": 1.0})
>>> [(one.offer.key, round(one.score, 2)) for one in Matcher().fit([offer]).suggest(need)]
[('o1', 0.87)]

Around it: `circles` groups suggestions by host centre, `nearmiss` says what would make an offer
match, `newcomers` who is seen beside the best, `interest` shows the same pairs to hosts, `placing`
places many needs at once, `values` gives visits their worth, `decisions`, `learning`, `comparison`
and `calibration` learn weights from answers, `texts` and `vocabulary` read what people wrote, and
`evaluate` judges rankings. `columns` does all of it for very many offers, to the same last bit.

Answers are codes with parameters; whoever shows them makes sentences in the reader's language.
"""
