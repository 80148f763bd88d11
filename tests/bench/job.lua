-- The fixed job of the benchmarks, for accounts made by tests/bench/generate: ten criteria with
-- ranges, sets, list items, prefixes and year arithmetic; three disqualifiers; one growth formula
-- with a branch; four tiers. Changing it makes old figures incomparable.

profile "Benchmark" { purpose = "The same work on every machine and in every release." }

fields {
	id         = { "key",     from = "Account ID" },
	name       = { "text",    from = "Account Name" },
	industry   = "text",
	country    = "text",
	employees  = "integer",
	arr        = { "money",   unit = "USD" },
	cost       = { "money",   from = "Cost to serve", unit = "USD" },
	hiring     = { "percent", from = "Headcount growth" },
	tech       = { "list",    from = "Tech stack" },
	seats      = { "integer", default = 0 },
	signed_on  = { "date",    from = "Signup Date" },
	churned_on = { "date",    optional = true },
	founded    = "integer",
	website    = "text",
	plan       = "text",
	newsletter = "flag",
}

criterion "Company size" { weight = 20, why = "A range of integers.",
	fit = function(a) return between(a.employees, 50, 1000) end }

criterion "Industry" { weight = 15, why = "A set of texts.",
	fit = function(a)
		return one_of(a.industry, "SaaS", "Software", "Fintech", "Media", "Banking", "Insurance")
	end }

criterion "Country" { weight = 10, why = "Another set, with two grades.",
	fit = function(a)
		if one_of(a.country, "Germany", "France", "Netherlands", "Sweden", "Spain") then
			return 1
		end
		if one_of(a.country, "United States", "USA", "United Kingdom", "Canada") then return 0.5 end
		return 0
	end }

criterion "Stack" { weight = 12, why = "Items of a list.",
	fit = function(a) return has(a.tech, "Snowflake", "BigQuery") or has(a.tech, "Databricks") end }

criterion "Hiring" { weight = 12, why = "A slope.",
	fit = function(a) return ramp(a.hiring, 0, 0.30) end }

criterion "Well known" { weight = 4, why = "A prefix.",
	fit = function(a) return like(a.website, "www.North*") or a.name:sub(1, 5) == "Amber" end }

criterion "Settled" { weight = 8, why = "Year arithmetic on an integer.",
	fit = function(a) return year(as_of) - a.founded >= 10 end }

criterion "Stays" { weight = 9, why = "Year arithmetic on a date.",
	fit = function(a)
		return bands(year(as_of) - year(a.signed_on), { { 0, 0.1 }, { 2, 0.5 }, { 5, 1 } })
	end }

criterion "Room for seats" { weight = 10, why = "A quotient.",
	fit = function(a) return a.seats / a.employees < 0.4 end }

criterion "Free plan" { weight = -6, unknown = "skip", why = "A penalty.",
	fit = function(a) return a.plan == "Free" and not a.newsletter end }

disqualify "Costs more than it pays" { why = "Two columns.",
	when = function(a) return a.cost > a.arr end }

disqualify "Not served" { why = "Two sets.",
	when = function(a) return a.country == "Iran" or a.industry == "Gambling" end }

disqualify "Left us lately" { why = "A date that is mostly blank.",
	when = function(a) return a.churned_on ~= nil and days_since(a.churned_on) < 365 end }

growth "Seat expansion" { unit = "USD/year",
	value = function(a)
		local missing = math.max(a.employees * 0.4 - a.seats, 0)
		if a.hiring > 0.2 then return missing * 1200 * 1.5 end
		return missing * 1200
	end }

tiers { A = 70, B = 50, C = 30, D = 0 }

test "all of it" {
	as_of = "2026-11-22",
	account = { name = "Amberton", industry = "SaaS", country = "Germany", employees = 200,
		arr = "50000.00", cost = "9000.00", hiring = "30%", tech = "dbt;BigQuery", seats = 20,
		signed_on = "2020-01-31", founded = 1999, website = "www.Amberton.example",
		plan = "Team", newsletter = "yes" },
	expect = { tier = "A", score = 100, growth = 108000, disqualified = false },
}

test "none of it" {
	as_of = "2026-11-22",
	account = { name = "Oakton", industry = "Gambling", country = "Iran", employees = 20,
		arr = "100.00", cost = "900.00", hiring = "-3%", tech = "", seats = 20,
		signed_on = "2026-01-31", churned_on = "2026-05-01", founded = 2020,
		website = "www.Oakton.example", plan = "Free", newsletter = "no" },
	expect = { tier = "bad fit", score = -5.1, growth = 0,
		disqualified = { "Costs more than it pays", "Not served", "Left us lately" },
		unknown = { "Stack" } },
}
