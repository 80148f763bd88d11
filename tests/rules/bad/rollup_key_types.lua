fields {
	id = "key",
	employees = "integer",
	industry = { "text", from = "Industry" },
	arr = "money",
}
tiers { A = 80, B = 0 }
criterion "Size" { weight = 10, why = "it matters",
	fit = function(a) return a.employees > 10 end }
rollup "deals" { key = 5, fields = "stage" }
rollup "tickets" { key = "account",
	fields = { id = "key", stage = "txt" },
	n = count {} }
