local a = include "param_misspelt.lua.expected"
local b = include "lib/../utf16"
tiers { A = a, B = b }
