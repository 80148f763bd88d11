profile "Wrong" { owner = "RevOps", reviewd = "2026-01-31" }
fields { id = "key", size = "integr" }
criterion "Large" { weight = "10", why = "Large ones pay.",
	fit = function(a) return a.sise > 10 end }
tiers { A = 180, B = 0 }
