-- Telco churn: the hypothesis A_committed of the reference figures, as criteria with its points.
--
--     score -r tests/data-rules/telco.lua ../shared/data/telco-churn/Telco-Customer-Churn.csv
--
-- What must come out: 7,043 rows. The points sum to at most 85, so points = score * 85 / 100.
-- Rows per points: -10 840, 0 405, 5 8, 10 443, 15 893, 20 360, 25 412, 30 103, 35 222, 40 170,
-- 45 402, 50 420, 55 220, 60 355, 65 569, 75 991, 85 230 (the reference's distribution, both
-- classes together). Tiers: high 2,145, middle 1,537, low 3,361; no bad fit.
-- Scores (as printed) add to 291,743.72.
-- TotalCharges is blank (one space) in 11 rows, all with tenure 0: "Has paid nothing" is unknown
-- for exactly these, never false. A test of a number on a blank never matches, and "is not fiber
-- optic" does not match a blank: both are what `unknown` (zero) does.

fields {
	customerID  = "key",
	tenure      = { "integer", doc = "months" },
	contract    = "text",
	internet    = { "text",  from = "InternetService" },
	payment     = { "text",  from = "PaymentMethod" },
	support     = { "text",  from = "TechSupport" },
	monthly     = { "money", from = "MonthlyCharges" },
	total       = { "money", from = "TotalCharges" },
	senior      = { "flag",  from = "SeniorCitizen" },
	churned     = { "flag",  from = "Churn", known = "after" },
}

criterion "Contract" { weight = 30, why = "One or two years.",
	fit = function(a) return a.contract == "One year" or a.contract == "Two year" end }

criterion "Tenure" { weight = 20, why = "24 months or more.",
	fit = function(a) return a.tenure >= 24 end }

criterion "Not fiber optic" { weight = 15, why = "Fiber customers leave.",
	fit = function(a) return a.internet ~= "Fiber optic" end }

criterion "Pays automatically" { weight = 10, why = "Transfer or card, on its own.",
	fit = function(a) return a.payment:find("automatic", 1, true) ~= nil end }

criterion "Tech support" { weight = 10, why = "Booked it.",
	fit = function(a) return a.support == "Yes" end }

criterion "Dear" { weight = -10, why = "70 or more a month.",
	fit = function(a) return a.monthly >= 70 end }

disqualify "Has paid nothing" { why = "New customers have no total yet.",
	when = function(a) return a.total <= 0 end }

cohort "healthy" { when = function(a) return not a.churned end }
cohort "churned" { when = function(a) return a.churned end }

tiers { high = 70, middle = 35, low = 0 }
