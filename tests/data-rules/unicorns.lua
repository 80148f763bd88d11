-- Unicorns: 1,074 rows, CRLF; headers padded with blanks ("    Valuation_$Bn    "), numbers with
-- blanks behind them ("1.00 "), dates as 1/25/2021, lists in quoted cells. The name "Bolt" stands
-- twice, so names are no key and the file has none.
--
--     score -r tests/data-rules/unicorns.lua ../shared/data/unicorns/Unicorn_Companies.csv
--         --as-of 2022-06-30
--
-- What must come out: 1,074 rows, nothing unreadable.
-- One funding is a dash and one list of investors N/A, in different rows: "Frugal" and "Known
-- investors" are unknown once each. Tiers: A 111, B 217, C 283, D 121,
-- bad fit 342. Scores (as printed) add to 47,757.43, growth to 742.20. The lists hold 3,053
-- investors.

profile "Unicorns" {}

fields {
	company   = "text",
	valuation = { "number",  from = "Valuation_$Bn", doc = "billions of USD" },
	joined    = { "date",    from = "Date Joined", format = "%m/%d/%Y" },
	industry  = "text",
	city      = "text",
	country   = "text",
	continent = "text",
	founded   = { "integer", from = { "Founded", "year founded" } },
	funding   = { "number",  from = "funding_$bn" },
	investors = { "list",    from = "Select Investors", sep = "," },
}

criterion "Line of business" { weight = 30, why = "What we know how to sell to.",
	fit = function(a) return one_of(a.industry, "Fintech", "Internet software", "E-commerce") end }

criterion "Fast" { weight = 25, why = "A billion within six years of the founding.",
	fit = function(a) return between(year(a.joined) - a.founded, 0, 6) end }

criterion "Frugal" { weight = 25, why = "Worth ten times what went in.",
	fit = function(a)
		if a.funding == 0 then return 1 end
		return ramp(a.valuation / a.funding, 2, 10)
	end }

criterion "Known investors" { weight = 20, why = "One of four.",
	fit = function(a)
		return has(a.investors, "Sequoia Capital", "Accel", "SoftBank Group",
			"Tiger Global Management")
	end }

disqualify "Elsewhere" { why = "Outside Europe and North America.",
	when = function(a) return not one_of(a.continent, "Europe", "North America") end }

growth "Next round" { unit = "bn USD",
	value = function(a) return a.valuation * 0.2 end }

segment "Age" { by = function(a)
	return bands(years_since(a.joined), { { 0, "new" }, { 1, "one year" }, { 3, "old" } })
end }

tiers { A = 75, B = 50, C = 25, D = 0 }
