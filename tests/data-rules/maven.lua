-- Maven CRM: 85 accounts, 8,800 deals (CRLF).
--
--     score -r tests/data-rules/maven.lua ../shared/data/maven-crm/accounts.csv
--         --with deals=../shared/data/maven-crm/sales_pipeline.csv --as-of 2018-01-01
--
-- What must come out:
--   85 rows. The file has 4,238 won, 2,473 lost, 1,589 engaging and 500 prospecting deals.
--   1,425 deals have no account; all of them are engaging or prospecting, so no won deal is among
--   them, and none of the others names an account that accounts.csv lacks: `won` over all accounts
--   is 4,238, `lost` 2,473, `open` 664 (2,089 less 1,425), `won_sum` 10,005,534.
--   Kan-code: won 115, won_sum 341,455; Hottechi: won 111; least: 23 won, 51,632 (Golddex).
--   `parent` is blank in 70 rows. Sectors hold the misspelling "technolgy" (12 rows).
--   664 deals have no amount: left out of `smallest`, whose `when` is unknown for them.
--   `products` adds to 522, `agents` to 1,259.
--   Tiers: A 11, B 21, C 26, D 26, bad fit 1. Scores (as printed) add to 2,792.68, growth
--   to 7,211,576.00.
--   The highest score is 90.00 (Goodsilron: 65 won, 23 lost, 182,522).

profile "Maven CRM" { reviewed = "2018-01-01" }

fields {
	account   = "key",
	sector    = "text",
	founded   = { "integer", from = "year_established" },
	revenue   = { "number",  doc = "millions of USD" },
	employees = "integer",
	location  = { "text",    from = "office_location" },
	parent    = { "text",    from = "subsidiary_of", optional = true },
}

rollup "deals" { key = "account",
	fields = {
		stage   = { "text", from = "deal_stage" },
		agent   = { "text", from = "sales_agent" },
		product = "text",
		engaged = { "date", from = "engage_date" },
		closed  = { "date", from = "close_date" },
		amount  = { "money", unit = "USD", from = "close_value" },
	},
	won      = count { when = function(r) return r.stage == "Won" end },
	lost     = count { when = function(r) return r.stage == "Lost" end },
	open     = count { when = function(r) return one_of(r.stage, "Engaging", "Prospecting") end },
	won_sum  = sum { "amount", when = function(r) return r.stage == "Won" end },
	won_mean = mean { "amount", when = function(r) return r.stage == "Won" end },
	largest  = max { "amount" },
	smallest = min { "amount", when = function(r) return r.amount > 0 end },
	earliest = min { "engaged" },
	latest   = last { "product", by = "closed", when = function(r) return r.stage == "Won" end },
	oldest   = first { "product", by = "closed", when = function(r) return r.stage == "Won" end },
	products = distinct { "product", when = function(r) return r.stage == "Won" end },
	agents   = distinct { "agent" },
}

criterion "Wins" { weight = 40, why = "Won deals, 20 to 80.",
	fit = function(a) return ramp(a.won, 20, 80) end }

criterion "Win rate" { weight = 30, why = "More than two of three closed deals won.",
	fit = function(a) return a.won / (a.won + a.lost) > 2 / 3 end }

criterion "Large deals" { weight = 20, why = "Mean of won deals above 2,500.",
	fit = function(a) return a.won_mean > 2500 end }

criterion "Whole range" { weight = 10, why = "Bought all seven products.",
	fit = function(a) return a.products == 7 end }

criterion "Subsidiary" { weight = -10, why = "Decisions are made elsewhere.",
	fit = function(a) return a.parent ~= nil end }

disqualify "Too small" { why = "Under 50 people.",
	when = function(a) return a.employees < 50 end }

growth "Up to the best" { unit = "USD",
	value = function(a) return math.max(200000 - a.won_sum, 0) end }

tiers { A = 60, B = 40, C = 20, D = 0 }
