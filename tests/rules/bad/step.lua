fields {
	id = "key",
	employees = "integer",
	industry = { "text", from = "Industry" },
	arr = "money",
}
tiers { A = 80, B = 0 }
criterion "Size" { weight = 10, why = "it matters",
	fit = function(a) return a.employees > 10 end }
step "Kick-off" { within = "2 weeks", when = true, done = 5 }
acceptance "Budget" { why = "w" }
