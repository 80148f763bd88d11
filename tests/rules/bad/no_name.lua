fields {
	id = "key",
	employees = "integer",
	industry = { "text", from = "Industry" },
	arr = "money",
}
tiers { A = 80, B = 0 }
criterion { weight = 10 }
group(5) { cap = 1 }
cohort "" { when = function(a) return true end }
