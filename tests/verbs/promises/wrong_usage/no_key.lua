fields { industry = { "text", from = "Industry" } }
criterion "Any" { weight = 1, why = "-", fit = function(a) return a.industry ~= "" end }
tiers { A = 0 }
cohort "c" { when = function(a) return a.industry == "SaaS" end }
