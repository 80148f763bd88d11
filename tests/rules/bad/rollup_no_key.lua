fields { name = "text" }
tiers { A = 80, B = 0 }
rollup "deals" { key = "account",
	fields = { stage = "text", amount = { "money", from = "value" }, closed = "date", tags = "list" },
	n = count {} }
