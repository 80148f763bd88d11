profile "Odd" { owner = "RevOps", reviewed = "2026-01-31", review_every = "90d" }

fields {
	id     = "key",
	size   = "integer",
	sector = "text",
	city   = "text",
	phone  = "text",
	left   = { "flag", known = "after" },
}

local p = params { low = 10, unused = 3 }

group "Empty" {}

criterion "Large" { weight = 10, group = "Who they are", why = "Large ones pay.",
	fit = function(a) return a.size > p.low end }
criterion "Larger" { weight = 5, group = "Who they are", why = "Large ones pay.",
	fit = function(account) return account.size > p.low end }
criterion "Sector" { weight = 0, group = "Who They Are", why = "No reason.",
	fit = function(a) return a.sector == "retail" end }
criterion "Blind" { weight = 1, why = "No reason.", fit = function(a) return true end }
criterion "Prophet" { weight = 1, why = "They stayed.", fit = function(a) return not a.left end }

disqualify "Too large" { why = "They haggle.", when = function(a) return a.size > p.low end }

tiers { A = 80, B = 0, C = -5 }

exception "Gone" { account = "A1", tier = "A", by = "CRO", why = "Was.", expires = "2026-10-31" }
exception "Going" { account = "A2", tier = "A", by = "CRO", why = "Is.", expires = "2026-12-01" }

hypothesis "Nothing new" { params = { low = 10 } }
