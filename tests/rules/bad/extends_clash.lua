extends "base/rollup.lua"
fields { number = "key", cnt = { "integer" } }
rollup "tickets" { key = "account", fields = {},
	total = count {} }
drop "Size"
drop "B"
