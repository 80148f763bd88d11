-- Tests of what stands beside this file: titles, countries, industries.
--
--     sweetspot test -r rules/lib/tests.lua
--
-- A spelling that was missed in real data is added to the list it belongs to, and here.

local titles = include "titles.lua"
local countries = include "countries.lua"
local industries = include "industries.lua"

profile "Shared lists" {
	purpose      = "What the rule files in the folder above have in common.",
	reviewed     = "2026-11-22",
	review_every = "1y",
}

fields {
	title      = "text",
	level      = "text",
	department = "text",
	country    = "text",
	code       = "text",
	region     = "text",
	industry   = "text",
	group      = "text",
}

criterion "Level" { weight = 1, unknown = "skip", why = "titles.level",
	fit = function(a) return titles.level(a.title) == a.level end }

criterion "Department" { weight = 1, unknown = "skip", why = "titles.department",
	fit = function(a) return titles.department(a.title) == a.department end }

criterion "Leads" { weight = 1, unknown = "skip", why = "titles.is_leader agrees with the level.",
	fit = function(a)
		return titles.is_leader(a.title) == not one_of(a.level, "manager", "other")
	end }

criterion "Code" { weight = 1, unknown = "skip", why = "countries.code",
	fit = function(a) return (countries.code(a.country) or "?") == a.code end }

criterion "Region" { weight = 1, unknown = "skip", why = "countries.region",
	fit = function(a) return countries.region(a.country) == a.region end }

criterion "In the European Union" { weight = 1, unknown = "skip", why = "countries.EU",
	fit = function(a)
		return one_of(a.country, countries.EU) == one_of(a.code, "DE", "AT")
	end }

criterion "Industry" { weight = 1, unknown = "skip", why = "industries.group",
	fit = function(a) return (industries.group(a.industry) or "?") == a.group end }

tiers { right = 100, wrong = 0 }

test "titles" {
	expect = { tier = "right", score = 100 },
	rows = {
		{ title = "CEO", level = "chief", department = "other" },
		{ title = "CEO & Founder", level = "owner", department = "other" },
		{ title = "Managing Director", level = "chief", department = "other" },
		{ title = "VP Sales", level = "vp", department = "sales" },
		{ title = "V.P. of Revenue", level = "vp", department = "sales" },
		{ title = "Vice President Finance", level = "vp", department = "finance" },
		{ title = "Senior Vice President, IT", level = "vp", department = "it" },
		{ title = "SVP Engineering", level = "vp", department = "engineering" },
		{ title = "Chief Financial Officer", level = "chief", department = "finance" },
		{ title = "Chief Revenue Officer", level = "chief", department = "sales" },
		{ title = "Head of Sales", level = "head", department = "sales" },
		{ title = "Global Head Marketing", level = "head", department = "marketing" },
		{ title = "Group Director IT", level = "director", department = "it" },
		{ title = "Director of Analytics", level = "director", department = "data" },
		{ title = "RevOps Manager", level = "manager", department = "operations" },
		{ title = "Procurement Manager", level = "manager", department = "purchasing" },
		{ title = "Senior Data Engineer", level = "other", department = "data" },
		{ title = "Working Student Sales", level = "other", department = "sales" },
		{ title = "Product Owner", level = "other", department = "other" },
		{ title = "Assistant to the CEO", level = "other", department = "other" },
		{ title = "Ex-CFO", level = "other", department = "other" },
		{ title = "Geschäftsführerin", level = "chief", department = "other" },
		{ title = "GESCHAEFTSFUEHRER", level = "chief", department = "other" },
		{ title = "Vizepräsident Vertrieb", level = "vp", department = "sales" },
		{ title = "Vertriebsleiter DACH", level = "head", department = "sales" },
		{ title = "IT-Leiterin", level = "head", department = "it" },
		{ title = "Teamleiter Einkauf", level = "manager", department = "purchasing" },
		{ title = "Einkäufer", level = "other", department = "purchasing" },
		{ title = "Inhaberin", level = "owner", department = "other" },
		{ title = "Directrice Generale", level = "chief", department = "other" },
		{ title = "Vice-Président Ventes", level = "vp", department = "sales" },
		{ title = "Directeur Commercial", level = "director", department = "sales" },
		{ title = "Responsable des Opérations", level = "head", department = "operations" },
		{ title = "DRH", level = "chief", department = "people" },
		{ title = "Gérante", level = "owner", department = "other" },
		{ title = "Vicepresidente Finanzas", level = "vp", department = "finance" },
		{ title = "Jefa de Finanzas", level = "head", department = "finance" },
		{ title = "Director de Ventas", level = "director", department = "sales" },
		{ title = "Coordinador de Compras", level = "manager", department = "purchasing" },
		{ title = "Amministratrice Delegata", level = "chief", department = "other" },
		{ title = "Direttore Commerciale", level = "director", department = "sales" },
		{ title = "Hoofd Verkoop", level = "head", department = "sales" },
		{ title = "Diretora de Operações", level = "director", department = "operations" },
		{ title = "Diretor Financeiro", level = "director", department = "finance" },
	},
}

test "countries" {
	expect = { tier = "right", score = 100 },
	rows = {
		{ country = "Germany", code = "DE", region = "Europe" },
		{ country = "deutschland", code = "DE", region = "Europe" },
		{ country = "DEU", code = "DE", region = "Europe" },
		{ country = "ÖSTERREICH", code = "AT", region = "Europe" },
		{ country = "usa", code = "US", region = "North America" },
		{ country = "U.S.", code = "US", region = "North America" },
		{ country = "Great Britain", code = "GB", region = "Europe" },
		{ country = "Türkiye", code = "TR", region = "Europe" },
		{ country = "Viet Nam", code = "VN", region = "Asia" },
		{ country = "Côte d'Ivoire", code = "CI", region = "Africa" },
		{ country = "UAE", code = "AE", region = "Middle East" },
		{ country = "New Zealand", code = "NZ", region = "Oceania" },
		{ country = "Brasil", code = "BR", region = "Latin America" },
		{ country = "Atlantis", code = "?", region = "Elsewhere" },
	},
}

test "industries" {
	expect = { tier = "right", score = 100 },
	rows = {
		{ industry = "SaaS", group = "software" },
		{ industry = "maschinenbau", group = "machinery" },
		{ industry = "Hospital & Health Care", group = "healthcare" },
		{ industry = "Leisure, Travel & Tourism", group = "travel" },
		{ industry = "FinTech", group = "fintech" },
		{ industry = "Basket weaving", group = "?" },
	},
}
