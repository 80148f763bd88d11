profile "Failing" { owner = "RevOps", reviewed = "2026-11-01", review_every = "90d" }
fields { id = "key", size = "integer", sector = { "text", optional = true } }
criterion "Large" { weight = 10, why = "w", fit = function(a) return a.size > 10 end }
criterion "Upper" { weight = 10, why = "w", fit = function(a) return a.sector:upper() == "RETAIL" end }
cohort "Sum" { when = function(a) return a.size + a.sector > 3 end }
tiers { A = 80, B = 0 }
test "large" { account = { size = 11, sector = "retail" }, expect = { tier = "A" } }
