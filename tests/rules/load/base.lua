profile "Base" { seller = "Acme", owner = "RevOps" }
fields { id = "key", size = "integer", cost = { "money", default = 0 }, gone = "text" }
local p = params { min = 10, max = 100, name = "base", double = 0 }
criterion "One" { weight = p.min, why = "w", fit = function(a) return a.size > p.min end }
criterion "Two" { weight = p.max, why = p.name, fit = function(a) return true end }
criterion "Three" { weight = 3, why = "w", fit = function(a) return true end }
disqualify "Gone" { why = "w", when = function(a) return a.gone == "yes" end }
tiers { A = 80, B = 50, C = 0 }
target_share { 0.1, 0.2 }
cohort "good" { when = function(a) return true end }
