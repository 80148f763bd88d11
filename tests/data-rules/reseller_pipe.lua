-- AdventureWorks resellers: 701 rows, separated by |, no header, so that fields are column numbers.
--
--     score -r tests/data-rules/reseller_pipe.lua --no-header --as-of 2014-01-01
--         ../shared/data/adventureworks/DimReseller.pipe-noheader.csv
--
-- What must come out: 701 rows of 20 cells, nothing unreadable, no header in the output either.
-- Blank: first and last order year 66, minimum payment type 132, minimum payment 510.
-- Tiers: A 172, B 52, C 260, D 186, bad fit 31. Scores (as printed) add to 39,224.80, growth
-- to 55,545,000.00. "Still orders" is unknown in 66 rows.

profile "Bicycle resellers" {}

fields {
	no       = { "key",     from = 3 },
	kind     = { "text",    from = 5 },
	name     = { "text",    from = 6 },
	staff    = { "integer", from = 7 },
	rhythm   = { "text",    from = 8, doc = "A, S or Q" },
	since    = { "integer", from = 10 },
	latest   = { "integer", from = 11 },
	line     = { "text",    from = 12 },
	sales    = { "money",   from = 15, unit = "USD" },
	terms    = { "integer", from = 17, optional = true },
	minimum  = { "money",   from = 18, unit = "USD", default = 0 },
	revenue  = { "money",   from = 19, unit = "USD" },
	opened   = { "integer", from = 20 },
}

criterion "Sells enough" { weight = 40, why = "Half a million to three.",
	fit = function(a) return ramp(a.sales, 500000, 3000000) end }

criterion "Orders often" { weight = 20, why = "By quarter 1, by half-year 0.5.",
	fit = function(a) return a.rhythm == "Q" and 1 or a.rhythm == "S" and 0.5 or 0 end }

criterion "Still orders" { weight = 20, why = "In the last year. Blank: has never ordered.",
	fit = function(a) return year(as_of) - a.latest <= 1 end }

criterion "Established" { weight = 10, why = "Twenty years and more.",
	fit = function(a) return year(as_of) - a.opened >= 20 end }

criterion "Has terms" { weight = 10, why = "Payment terms were agreed.",
	fit = function(a) return a.terms ~= nil end }

criterion "Small orders" { weight = -5, why = "A minimum of 200 or less was negotiated.",
	fit = function(a) return between(a.minimum, 1, 200) end }

disqualify "Tiny" { why = "Under five people.",
	when = function(a) return a.staff < 5 end }

growth "Fair share" { unit = "USD/year",
	value = function(a) return a.sales * 0.15 - a.revenue end }

tiers { A = 80, B = 60, C = 40, D = 0 }
