#!/usr/bin/env lua
fields {
	id = "key",
	employees = "integer",
	industry = { "text", from = "Industry" },
	arr = "money",
}
