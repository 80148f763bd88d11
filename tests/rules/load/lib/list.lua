local inner = include "deep/inner.lua"
local list = { min = 30, runs = inner.count() }
function list.fit(a) return a.size > list.min end
return list
