profile "Data" { owner = "RevOps", reviewed = "2026-11-01", review_every = "90d" }

fields {
	id     = "key",
	size   = "integer",
	sector = "text",
	hiring = "percent",
}

rollup "deals" { key = "id", fields = { stage = "text", amount = "money" },
	won = count { when = function(r) return r.stage == "Won" end },
	won_sum = sum { "amount" },
}

criterion "Large" { weight = 10, why = "Large ones pay.", fit = function(a) return a.size > 10 end }
criterion "Sector" { weight = 5, why = "References.", fit = function(a) return a.sector == "Retial" end }
criterion "Hires" { weight = 5, why = "Growth.", fit = function(a) return a.hiring > 0.1 end }
criterion "Exists" { weight = 5, why = "Nothing is smaller.", fit = function(a) return a.size > 0 end }
criterion "Won" { weight = 5, why = "They bought.", fit = function(a) return a.won > 0 and a.won_sum > 10 end }

tiers { A = 90, B = 85, C = 0 }
target_share { 0.05, 0.30 }

exception "Not there" { account = "A-99", tier = "A", by = "CRO", why = "Is.", expires = "2027-12-01" }

test "large" { account = { size = 11 }, expect = { disqualified = false } }
