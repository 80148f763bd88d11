-- Bands that are none, and a table that holds itself.
fields { id = "key", n = "integer" }
tiers { A = 1 }
criterion "C" { weight = 1, why = "w", fit = function(a) return a.n > 1 end }
segment "well" { by = "n", bands = { { 0, "low" }, { 5.5, "high" } } }
segment "named" { by = "n", bands = { low = 0, high = 5 } }
segment "odd" { by = "n",
	bands = { { 0 }, 7, { 1, 2 }, { "x", "y" }, { 0, "a", "b" }, high = "x", low = {} } }
local t = {}
t.t = t
segment "deep" { by = "n", bands = t }
segment "both" { by = function(a) return "x" end,
	bands = { { 0, "low" } } }
segment "equal" { by = "n", bands = { { 5, "high" }, { 0, "low" }, { 5.0, "higher" } } }
