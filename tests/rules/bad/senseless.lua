fields {
	id = "key",
	employees = "integer",
}
tiers { A = 80, B = 0 }
criterion "Size" { weight = 10, why = "it matters",
	fit = function(a) return a.employees > 10 end }

profile "P" { review_every = "0d" }
role "Buyer" { match = {} }
role "User" { match = { "VP *", " " } }
contacts { key = "account", id = "contact", fields = {} }
engagement "Demo" { points = 5, half_life = "0w", when = function(e) return true end }
engagement "Call" { points = 5, half_life = "1y", when = function(e) return true end }
step "Kick off" { owner = "CSM", within = "0d" }
levels {
	warm = 50,
	hot = 50,
	cold = 0,
}
stage {
	{ "Trial", when = function(a) return a.employees > 5 end },
	{ "", when = function(a) return true end },
	{ "Trial", function(a) return true end },
}
