extends "base/small.lua"
cohort "mine" { when = function(a) return true end }
drop "mine"
