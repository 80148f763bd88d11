fields {
	id = "key",
	employees = "integer",
	industry = { "text", from = "Industry" },
	arr = "money",
}
tiers { A = 80, B = 0 }
criterion "Size" { weight = "30", why = 5,
	fit = true, unknown = "never" }
disqualify "X" { why = { "a" }, when = "a.arr > 5", unknown = "disqualified" }
