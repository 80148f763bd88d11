fields {
	id = "key",
	employees = "integer",
	industry = { "text", from = "Industry" },
	arr = "money",
}
tiers { A = 80, B = 0 }
rollup "deals" { key = "account",
	fields = { stage = "text", amount = { "money", from = "value" }, closed = "date", tags = "list" },
	won = count { when = function(r) return r.stge == "Won" end } }
criterion "Won" { weight = 10, why = "w", fit = function(a) return a.wn > 0 end }
