extends "middle.lua"
local list = include "lib/list.lua"
local again = include "./lib/list.lua"
local p = params { min = list.min, name = "top" }
profile "Top" { seller = "Acme", notes = p.name .. p.max .. tostring(list == again) }
drop "Three"
drop "Gone"
drop "gone"
drop "C"
fields { size = { "number", default = p.extra }, more = "flag" }
tiers { B = 40, D = -5 }
target_share { 0.3, 0.4 }
criterion "One" { weight = 1, why = "top", fit = function(a) return list.fit(a) end }
criterion "Three" { weight = 33, why = "back, at the end", fit = function(a) return true end }
