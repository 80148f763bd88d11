fields {
	id = "key",
	employees = "integer",
	industry = { "text", from = "Industry" },
	arr = "money",
}
tiers { A = 80, B = 0 }
criterion "Size" { weight = 10, why = "it matters",
	fit = function(a) return a.employees > 10 end }
economics { ltv = 5, deals = "deal", won = function(r) return true end, lst = 3 }
rollup "deals" { key = "account",
	fields = { stage = "text", amount = { "money", from = "value" }, closed = "date", tags = "list" },
	n = count {} }
