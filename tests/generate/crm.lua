-- accounts.csv, deals.csv, contacts.csv and events.csv: the CRM of a software company.

local g = ...
local int, chance, pick, weighted = g.int, g.chance, g.pick, g.weighted
local month_no, day_between, iso = g.month_no, g.day_between, g.iso

-- Accounts ---------------------------------------------------------------------------------

local spellings = {
	software = { "SaaS", "Software", "software", "Computer Software",
		"Information Technology & Services", "B2B SaaS" },
	fintech = { "Fintech", "FinTech", "Financial Technology", "Payments" },
	media = { "Media", "Media & Entertainment", "Publishing", "Online Media" },
	ecommerce = { "E-commerce", "eCommerce", "Online Retail" },
	marketing = { "Marketing & Advertising", "Advertising Services" },
	manufacturing = { "Manufacturing", "manufacturing", "Industrial" },
	logistics = { "Logistics", "Transportation & Logistics", "Logistik" },
	healthcare = { "Healthcare", "Hospital & Health Care" },
	food = { "Food & Beverages", "Bakery" },
	retail = { "Retail", "Einzelhandel" },
	education = { "Education", "Higher Education" },
	nonprofit = { "Non-profit", "NGO" },
}

local good_countries = {
	"United States", "United States", "USA", "US", "United Kingdom", "UK", "Germany",
	"Deutschland", "DE", "Netherlands", "Sweden", "France", "Canada", "Ireland", "Denmark",
	"Australia", "Switzerland", "Spain",
}
local other_countries = {
	"Japan", "Brazil", "India", "Mexico", "South Africa", "Singapore", "United Arab Emirates",
}
local modern = { "Snowflake", "BigQuery", "Databricks", "Redshift" }
local around = {
	"dbt", "Looker", "HubSpot", "Salesforce", "Segment", "Fivetran", "Tableau", "Excel",
	"Airtable",
}
local legacy = { "SAP BW", "Oracle EBS", "Cognos", "AS/400" }

local notes = {
	"Met at RevCon, wants a second call", "Budget fixed until April",
	'Calls itself "the quiet one"', "Asked for references:\ntwo sent, one answered",
	"Champion left; new one starts in March", 'Said: "send it again, shorter"',
	"Contract, invoice and user list, all in one mail", "Prefers e-mail",
	"Do not ring on Fridays", "Merged with its sister company",
	"Old notes:\r\n- trial in 2023\r\n- no budget then",
	"Legal reviews, then finance, then nobody",
}

-- What a kind of account looks like; fit is the percentage with the marks of a good one. Most of a
-- real CRM is not the ideal customer.
local kinds = {
	{ share = 15, fit = 68, low = 55, high = 900,
	  groups = { "software", "fintech", "media", "ecommerce" } },
	{ share = 31, fit = 32, low = 12, high = 1600,
	  groups = { "software", "media", "ecommerce", "marketing", "fintech" } },
	{ share = 38, fit = 18, low = 15, high = 9000,
	  groups = { "manufacturing", "logistics", "healthcare", "retail", "education" } },
	{ share = 16, fit = 8, low = 2, high = 60, groups = { "food", "nonprofit", "retail" } },
}

local function kind_of_account()
	return weighted { kinds[1].share, kinds[1], kinds[2].share, kinds[2], kinds[3].share, kinds[3],
		kinds[4].share, kinds[4] }
end

local function tools_of(fit)
	local tools = g.some(around, 0, 4)
	if chance(fit) then table.insert(tools, 1, pick(modern)) end
	if chance(28 - fit // 4) then tools[#tools + 1] = pick(legacy) end
	return tools
end

-- Cells and rows with something wrong or special, by row.
local oddities = {
	[33] = { signed_text = "03/04/2024" },
	[42] = { name = "Brightwater Metals AG", industry = "Manufacturing", people_text = "6,200" },
	[58] = { people_text = "50-100" },
	[96] = { growth_text = "strong" },
	[120] = { name = "Acme Demo Tenant" },
	[137] = { country = "Iran" },
	[171] = { people_text = "approx. 200" },
	[188] = { name = "sandbox - do not use" },
	[214] = { arr_text = "EUR 18,000" },
}

local function draw_account(i)
	local kind = kind_of_account()
	local fit, group = kind.fit, pick(kind.groups)
	local people = kind == kinds[1] and int(kind.low, kind.high) or g.spread(kind.low, kind.high)
	local customer = chance(30 + fit // 4)
	local arr = customer and (3000 + people * int(20, 190)) // 100 * 100 or 0
	local r = {
		key = ("ACC-%d"):format(1000 + i), fit = fit, customer = customer, people = people,
		name = g.company(group), industry = pick(spellings[group]), arr = arr,
		country = chance(50 + fit // 2) and pick(good_countries) or pick(other_countries),
		tools = tools_of(fit), seats = math.max(1, people * int(3, 45) // 100),
		cost = chance(7) and arr * int(101, 190) // 100 or arr * int(6, 38) // 100,
		growth = int(-12, 18) + (chance(fit) and int(5, 28) or 0),
		signed = day_between(month_no(2021, 1), month_no(2026, 9)),
		churned = customer and chance(16),
	}
	for key, value in pairs(oddities[i] or {}) do r[key] = value end
	return r
end

local function people_text(r)
	if r.people_text then return r.people_text end
	if chance(5) then return pick { "", "N/A", "-" } end
	local n = r.people
	if n >= 2000 and chance(20) then return ("%d.%dk"):format(n // 1000, n % 1000 // 100) end
	if n >= 1000 and chance(75) then return g.grouped(n, ",") end
	if chance(3) then return " " .. n .. " " end
	return tostring(n)
end

local function arr_text(r)
	if r.arr_text then return r.arr_text end
	return r.customer and g.dollars(r.arr) or pick { "", "", "-", "$0.00" }
end

local function growth_text(r)
	if r.growth_text then return r.growth_text end
	if chance(12) then return pick { "", "N/A", "-", "#N/A" } end
	if chance(6) then return r.growth .. " %" end
	if r.growth > 0 and chance(5) then return ("0.%02d"):format(r.growth) end
	return r.growth .. "%"
end

local function signed_text(r)
	if r.signed_text then return r.signed_text end
	return r.customer and weighted { 80, iso, 10, g.long, 10, g.american } (r.signed)
end

local function nps_text(r)
	return r.customer and chance(60) and tostring(math.min(10, int(2, 8) + r.fit // 25))
end

g.seed(20261122)
local accounts = {}
g.write("accounts.csv", g.rows_of(300, function(i)
	accounts[i] = draw_account(i)
	return accounts[i]
end, {
	"Account ID", function(r) return r.key end,
	"Account Name", function(r) return r.name end,
	"Industry", function(r) return chance(4) and pick { "", "N/A", "Unknown" } or r.industry end,
	"Billing Country", function(r) return not chance(2) and r.country end,
	"# Employees", people_text,
	"ARR", arr_text,
	"Cost to serve", function(r) return r.customer and g.dollars(r.cost) end,
	"Headcount growth", growth_text,
	"Tech Stack", function(r) return table.concat(r.tools, chance(70) and "; " or ";") end,
	"Seats", function(r) return r.customer and tostring(r.seats) end,
	"RevOps team", function(r)
		return weighted { r.fit, "Yes", 70 - r.fit // 2, "No", 22, "", 6, "?" }
	end,
	"NPS", nps_text,
	"Signup Date", signed_text,
	"Churned on", function(r)
		return r.churned and iso(day_between(month_no(2026, 1), month_no(2026, 10)))
	end,
	"Owner", function() return pick(g.people) end,
	"Website", function(r) return chance(85) and "https://www." .. g.slug(r.name) .. ".example" end,
	"Notes", function() return chance(18) and pick(notes) end,
}), { line_end = "\r\n" })

-- Deals ------------------------------------------------------------------------------------

local deals = {}

-- Two accounts whose key somebody typed by hand in the other system.
local typed = { ["ACC-1017"] = "ACC1017", ["ACC-1093"] = "ACC 1093" }

local function deal(key, stage)
	deals[#deals + 1] = { key = typed[key] or key, stage = stage, size = int(20, 900) * 100,
		won = stage == "Closed Won", lost = stage == "Closed Lost",
		created = day_between(month_no(2024, 1), month_no(2026, 8)) }
end

local function closed_text(r)
	if not (r.won or r.lost) then return "" end
	return iso(g.days_later(r.created, r.won and int(9, 60) or int(30, 80)))
end

g.seed(4238)
for _, account in ipairs(accounts) do
	local customer = account.customer
	if customer then deal(account.key, "Closed Won") end
	for _ = 1, weighted { 48, 0, 30, 1, 14, 2, 8, 4 } do
		deal(account.key, weighted { customer and 30 or 6, "Closed Won", customer and 12 or 40,
			"Closed Lost", 14, "Discovery", 10, "Proposal", 6, "Negotiation" })
	end
end
-- What happens between two systems: accounts merged away, deals without one.
deal("ACC-1017", "Closed Won")
deal("ACC-1017", "Proposal")
deal("ACC-1093", "Closed Won")
deal("ACC-9999", "Closed Lost")
deal("ACC-0871", "Closed Won")
deal("", "Discovery")

local deal_no = 0
g.write("deals.csv", g.rows_of(#deals, function(i) return deals[i] end, {
	"Deal ID", function()
		deal_no = deal_no + 1
		return ("D-%05d"):format(deal_no)
	end,
	"Account ID", function(r) return r.key end,
	"Stage", function(r) return r.stage end,
	"Amount", function(r) return g.dollars(r.size) end,
	"Created", function(r) return iso(r.created) end,
	"Close Date", closed_text,
	"Product", function()
		return pick { "Forecast", "Forecast, annual", "Pipeline", "Pipeline + Forecast" }
	end,
	"Lost reason", function(r)
		return r.lost and pick { "price", "no decision", "competitor", "timing",
			"missing connector" }
	end,
}), {})

-- Contacts ---------------------------------------------------------------------------------

local job_titles = {
	"VP Sales", "V.P. of Revenue", "Vice President Finance", "Chief Financial Officer", "CFO",
	"CEO & Founder", "Chief Revenue Officer", "Head of Sales", "Head of Revenue Operations",
	"RevOps Manager", "Sales Operations Lead", "Director of Analytics", "Data Analyst",
	"Senior Data Engineer", "BI Developer", "Account Executive",
	"Sales Development Representative", "Marketing Manager", "Demand Generation Manager",
	"Leiter Vertrieb", "Geschäftsführerin", "Vertriebsleiter DACH", "Directeur Commercial",
	"Directrice Générale", "Responsable des Opérations", "Director de Ventas",
	"Jefa de Finanzas", "Direttore Commerciale", "Hoofd Verkoop", "Diretora de Operações",
	"Assistant to the CEO", "Office Manager", "Working Student Sales",
	"Vicepresidente Finanzas", "CRO", "", "Chief Happiness Officer", "Controller",
}

local contacts = {}

local function contact(key)
	local n = #contacts + 1
	contacts[n] = { id = ("C-%04d"):format(n), no = n, key = key, name = pick(g.people) }
end

g.seed(777)
for _, account in ipairs(accounts) do
	for _ = 1, weighted { 20, 0, 35, 1, 25, 2, 15, 3, 5, 5 } do contact(account.key) end
end
contact("ACC1044")
contact("ACC-9998")
contact("")

g.write("contacts.csv", g.rows_of(#contacts, function(i) return contacts[i] end, {
	"Contact ID", function(r) return r.id end,
	"Account ID", function(r) return r.key end,
	"Name", function(r) return r.name end,
	"Job Title", function() return pick(job_titles) end,
	"Email", function(r)
		return chance(90) and g.slug(r.name):gsub("%-", ".") .. r.no .. "@mail.example"
	end,
	"Opted out", function() return weighted { 60, "No", 4, "Yes", 10, "" } end,
}), {})

-- Events -----------------------------------------------------------------------------------

local details = {
	webinar = { "The forecast, honestly", "Five systems, one model" },
	download = { "https://example.com/five-systems", "Price list, PDF" },
}

local events = {}

local function event(key, id, kind, day)
	events[#events + 1] = { no = #events + 1, key = key, id = id, kind = kind, day = day }
end

g.seed(31337)
for _, person in ipairs(contacts) do
	for _ = 1, weighted { 45, 0, 25, 1, 18, 3, 9, 6, 3, 12 } do
		event(person.key, chance(92) and person.id or "", weighted {
			30, "login", 22, "email click", 10, "download", 12, "webinar", 10, "meeting",
			6, "demo request", 3, "pricing request", 3, "unsubscribe", 4, "support ticket",
		}, iso(day_between(month_no(2026, 2), month_no(2026, 10))))
	end
end
event("ACC-1005", "C-9999", "login", "2026-10-02")
event("ACC-1005", "C-0005", "meeting", "last week")

g.write("events.csv", g.rows_of(#events, function(i) return events[i] end, {
	"Event ID", function(r) return ("E-%05d"):format(r.no) end,
	"Account ID", function(r) return r.key end,
	"Contact ID", function(r) return r.id end,
	"Date", function(r) return r.day end,
	"Event", function(r) return r.kind end,
	"Detail", function(r) return details[r.kind] and pick(details[r.kind]) end,
}), {})
