-- Bank marketing: 45,211 customers; semicolons, quoted texts, no key (accounts are file:line).
--
--     score -r tests/data-rules/bank.lua ../shared/data/bank-marketing/bank-full.csv
--
-- What must come out: 45,211 rows, nothing unreadable. "unknown" is a blank: job 288, education
-- 1,857, contact 13,020, poutcome 36,959 rows; 3,766 balances are negative, and that is a value.
-- Tiers: A 1,644, B 8,459, C 20,849, D 13,444, bad fit 815. 461 scores are below 0. Scores (as
-- printed) add to 1,308,907.96, growth to 31,393,028.00.

profile "Term deposit" { reviewed = "2026-11-21" }

fields {
	age        = "integer",
	job        = { "text",    blank = "unknown" },
	marital    = "text",
	education  = { "text",    blank = "unknown" },
	in_default = { "flag",    from = "default" },
	balance    = { "integer", doc = "EUR, yearly mean" },
	housing    = "flag",
	loan       = "flag",
	contact    = { "text",    blank = "unknown" },
	month      = "text",
	duration   = { "integer", known = "after", doc = "seconds of the call that sold it" },
	campaign   = "integer",
	pdays      = { "integer", doc = "-1: never called before" },
	previous   = "integer",
	poutcome   = { "text",    blank = "unknown" },
	bought     = { "flag",    from = "y", known = "after" },
}

local p = params { rich = 1500, patience = 3 }

criterion "Bought before" { weight = 35, why = "Won in the campaign before.",
	fit = function(a) return a.poutcome == "success" end }

criterion "Money on the account" { weight = 20, why = "A slope to 1,500 euros.",
	fit = function(a) return ramp(a.balance, 0, p.rich) end }

criterion "Reached by mobile" { weight = 15, unknown = "skip", why = "Landlines do not answer.",
	fit = function(a) return a.contact == "cellular" end }

criterion "Educated" { weight = 10, unknown = 0.5, why = "Tertiary counts whole, secondary half.",
	fit = function(a)
		if a.education == "tertiary" then return 1 end
		return a.education == "secondary" and 0.5 or 0
	end }

criterion "Free time" { weight = 15, why = "Students and pensioners.",
	fit = function(a) return one_of(a.job, "retired", "student") end }

criterion "Free of debt" { weight = 15, why = "No mortgage, no loan.",
	fit = function(a) return not a.housing and not a.loan end }

criterion "Called too often" { weight = -10, why = "Each call above three counts, up to ten.",
	fit = function(a) return ramp(a.campaign, p.patience, 10) end }

disqualify "In default" { why = "Has credit in default.",
	when = function(a) return a.in_default end }

growth "Deposit" { unit = "EUR",
	value = function(a)
		if a.balance > 0 then return a.balance * 0.5 end
		return 0
	end }

cohort "won" { when = function(a) return a.bought end }
cohort "lost" { when = function(a) return not a.bought end }

tiers { A = 60, B = 40, C = 20, D = 0 }
