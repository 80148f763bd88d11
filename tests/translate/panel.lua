-- Rules as people write them: what a RevOps team puts into its first rule file, and what a programmer
-- makes of it a year later. How many of them become programs is tested.

fields {
	id = 'key', name = 'text', industry = 'text', country = 'text', city = 'text',
	website = { 'text', optional = true }, phone = { 'text', optional = true }, plan = 'text',
	zip = 'text', source = { 'text', default = 'unknown' }, owner = { 'text', optional = true },
	title = 'text', email = { 'text', optional = true }, notes = { 'text', default = '' },
	employees = 'integer', seats = { 'integer', optional = true }, founded = 'integer',
	tickets = { 'integer', default = 0 }, logins = { 'integer', optional = true },
	nps = { 'integer', optional = true },
	arr = { 'money', unit = 'USD' }, cost = { 'money', unit = 'USD', default = 0 },
	revenue = { 'money', unit = 'USD', optional = true }, discount = { 'percent', default = 0 },
	hiring = 'percent', growth = { 'percent', optional = true }, score = { 'number', optional = true },
	active = 'flag', trial = { 'flag', default = false }, partner = { 'flag', optional = true },
	signed = 'date', renewal = { 'date', optional = true }, left = { 'date', optional = true },
	tech = 'list', tags = { 'list', optional = true }, products = { 'list', optional = true }
}

local p = params { min_size = 50, max_size = 1000, price = 1200, region = 'DACH', strict = true,
	rate = 0.15 }
local W = { SaaS = 1, Fintech = 0.9, Media = 0.6, Retail = 0.3 }
local EU = { 'Germany', 'France', 'Netherlands', 'Spain', 'Italy' }
local REGION = { Germany = 'DACH', Austria = 'DACH', Switzerland = 'DACH', France = 'South',
	Spain = 'South' }
local PLAN = {
	Free = { seats = 5, price = 0 },
	Team = { seats = 50, price = 20 },
	Enterprise = { seats = 1000, price = 45 },
}
local STEPS = { { 0, 0.1 }, { 50, 0.5 }, { 200, 1 } }
local BLOCKED = { Iran = true, ['North Korea'] = true }
local GOOD = { 'Snowflake', 'BigQuery', 'Databricks', 'Redshift' }
local BUCKETS = {
	{ max = 10, name = 'micro' }, { max = 50, name = 'small' }, { max = 250, name = 'medium' },
}
local COMPETITORS = { Acme = 0.5, Globex = 0.8, Initech = 0.2 }
local function clamp(x, lo, hi) return math.max(lo, math.min(hi, x)) end
local function round(x) return math.floor(x + 0.5) end
local function lerp(a, b, t) return a + (b - a) * t end
local function share(part, whole)
	if whole == 0 then return 0 end
	return part / whole
end
local function any(list, test)
	for _, v in ipairs(list) do
		if test(v) then return true end
	end
	return false
end
local function count(list, test)
	local n = 0
	for _, v in ipairs(list) do
		if test(v) then n = n + 1 end
	end
	return n
end
local function between_of(lo, hi) return function(x) return x >= lo and x <= hi end end
local mid_size = between_of(50, 1000)
local function starts(text, with) return text:sub(1, #with) == with end
local function ends(text, with) return with == '' or text:sub(-#with) == with end
local function is_known(x) return x ~= nil and x ~= '' end
local function average(...)
	local s, n = 0, select('#', ...)
	for i = 1, n do s = s + (select(i, ...)) end
	return s / n
end
local function points(a)
	local s = 0
	if a.active then s = s + 2 end
	if a.arr > 1e5 then s = s + 3 end
	return s
end

tiers { A = 50, B = 0 }

-- The first rule file.

criterion "rule 1" { weight = 1, why = "x",
	fit = function(a) return between(a.employees, 50, 1000) end }
criterion "rule 2" { weight = 1, why = "x",
	fit = function(a) return a.employees >= p.min_size and a.employees <= p.max_size end }
criterion "rule 3" { weight = 1, why = "x",
	fit = function(a) return one_of(a.industry, 'SaaS', 'Fintech', 'Media') end }
criterion "rule 4" { weight = 1, why = "x", fit = function(a) return one_of(a.country, EU) end }
criterion "rule 5" { weight = 1, why = "x",
	fit = function(a) return ramp(a.hiring, 0, 0.30) end }
criterion "rule 6" { weight = 1, why = "x",
	fit = function(a) return has(a.tech, 'Snowflake') or has(a.tech, 'BigQuery') end }
criterion "rule 7" { weight = 1, why = "x", fit = function(a) return has(a.tech, GOOD) end }
criterion "rule 8" { weight = 1, why = "x",
	fit = function(a) return like(a.title, 'VP *', 'Head of *', '*Director*') end }
disqualify "rule 9" { why = "x", when = function(a) return a.cost > a.arr end }
disqualify "rule 10" { why = "x", when = function(a) return not a.active end }
disqualify "rule 11" { why = "x",
	when = function(a) return a.left ~= nil and days_since(a.left) < 365 end }
disqualify "rule 12" { why = "x",
	when = function(a) return a.country == 'Iran' or a.industry == 'Gambling' end }
disqualify "rule 13" { why = "x",
	when = function(a) return regex(a.name, '(?i)\\b(test|demo|sandbox)\\b') end }
growth "rule 14" { value = function(a) return (a.employees * 0.4 - (a.seats or 0)) * 1200 end }
growth "rule 15" {
	value = function(a)
		if a.hiring > 0.2 then return a.arr * 0.5 end
		return a.arr * 0.1
	end }
growth "rule 16" {
	value = function(a) return math.max(a.employees * 0.4 - (a.seats or 0), 0) * p.price end }
segment "rule 17" { by = function(a) return a.country end }
segment "rule 18" {
	by = function(a) return bands(a.employees, { { 0, 'small' }, { 50, 'medium' }, { 250,
		'large' } }) end }
criterion "rule 19" { weight = 1, why = "x",
	fit = function(a) return bands(a.employees, STEPS) end }
criterion "rule 20" { weight = 1, why = "x",
	fit = function(a)
		if a.employees < 10 then
			return 0
		elseif a.employees < 100 then
			return 0.5
		else
			return 1
		end
	end }
criterion "rule 21" { weight = 1, why = "x",
	fit = function(a) return a.seats ~= nil and a.seats / a.employees < 0.4 end }
criterion "rule 22" { weight = 1, why = "x", fit = function(a) return (a.nps or 0) >= 7 end }
criterion "rule 23" { weight = 1, why = "x",
	fit = function(a) return years_since(a.signed) >= 2 end }
criterion "rule 24" { weight = 1, why = "x",
	fit = function(a) return months_since(a.signed) < 6 and a.trial end }
criterion "rule 25" { weight = 1, why = "x",
	fit = function(a) return year(as_of) - a.founded >= 10 end }
criterion "rule 26" { weight = 1, why = "x",
	fit = function(a) return a.renewal == nil or between(a.renewal - as_of, 0, 90) end }
criterion "rule 27" { weight = 1, why = "x", fit = function(a) return W[a.industry] or 0 end }
criterion "rule 28" { weight = 1, why = "x",
	fit = function(a) return a.plan == 'Enterprise' and 1 or a.plan == 'Team' and 0.5 or 0 end }
disqualify "rule 29" { why = "x", when = function(a) return BLOCKED[a.country] end }
disqualify "rule 30" { why = "x",
	when = function(a) return a.email ~= nil and like(a.email, '*@gmail.com', '*@gmx.*',
		'*@web.de') end }
criterion "rule 31" { weight = 1, why = "x", fit = function(a) return #a.tech >= 3 end }
criterion "rule 32" { weight = 1, why = "x",
	fit = function(a) return math.min(#a.tech, 4) / 4 end }
criterion "rule 33" { weight = 1, why = "x",
	fit = function(a) return a.website ~= nil and a.phone ~= nil end }
growth "rule 34" { value = function(a) return a.arr * (1 - a.discount) end }
growth "rule 35" { value = function(a) return math.floor(a.arr / 1000 + 0.5) * 1000 end }
segment "rule 36" {
	by = function(a)
		if a.arr >= 100000 then
			return 'key'
		elseif a.arr > 0 then
			return 'customer'
		end
	end }
segment "rule 37" { by = function(a) return a.industry:upper() end }
criterion "rule 38" { weight = 1, why = "x",
	fit = function(a) return a.name:sub(1, 5) == 'Amber' end }
criterion "rule 39" { weight = 1, why = "x",
	fit = function(a) return a.city:lower() == 'berlin' or a.zip:sub(1, 1) == '1' end }
criterion "rule 40" { weight = 1, why = "x",
	fit = function(a) return a.notes:lower():find('budget', 1, true) ~= nil end }

-- A year later.

criterion "rule 41" { weight = 1, why = "x",
	fit = function(a) return clamp(share(a.seats or 0, a.employees), 0, 1) end }
criterion "rule 42" { weight = 1, why = "x",
	fit = function(a) return mid_size(a.employees) and a.active end }
criterion "rule 43" { weight = 1, why = "x",
	fit = function(a)
		local n = 0
		for _, t in ipairs(GOOD) do
			if has(a.tech, t) then n = n + 1 end
		end
		return n / #GOOD
	end }
criterion "rule 44" { weight = 1, why = "x",
	fit = function(a)
		for _, t in ipairs(a.tech) do
			if t:lower() == 'snowflake' then return true end
		end
		return false
	end }
criterion "rule 45" { weight = 1, why = "x",
	fit = function(a) return any(a.tech, function(t) return starts(t, 'AWS') end) end }
criterion "rule 46" { weight = 1, why = "x",
	fit = function(a) return count(a.tags or {}, function(t) return #t > 3 end) >= 2 end }
criterion "rule 47" { weight = 1, why = "x",
	fit = function(a)
		local s = 0
		if a.active then s = s + 0.4 end
		if a.hiring > 0.1 then s = s + 0.3 end
		if (a.nps or 0) > 8 then s = s + 0.3 end
		return s
	end }
criterion "rule 48" { weight = 1, why = "x",
	fit = function(a)
		local best = 0
		for name, w in pairs(COMPETITORS) do
			if has(a.tech, name) and w > best then best = w end
		end
		return best
	end }
criterion "rule 49" { weight = 1, why = "x",
	fit = function(a)
		for i = 1, #a.tech do
			if like(a.tech[i], '*SQL*') then return 1 end
		end
		return 0
	end }
criterion "rule 50" { weight = 1, why = "x",
	fit = function(a)
		local plan = PLAN[a.plan]
		if not plan then return 0 end
		return math.min((a.seats or 0) / plan.seats, 1)
	end }
growth "rule 51" {
	value = function(a)
		local plan = PLAN[a.plan] or PLAN.Free
		return (a.seats or 0) * plan.price * 12
	end }
segment "rule 52" {
	by = function(a)
		for _, b in ipairs(BUCKETS) do
			if a.employees <= b.max then return b.name end
		end
		return 'large'
	end }
segment "rule 53" { by = function(a) return REGION[a.country] or 'elsewhere' end }
disqualify "rule 54" { why = "x",
	when = function(a) return REGION[a.country] ~= p.region and p.strict end }
criterion "rule 55" { weight = 1, why = "x",
	fit = function(a) return starts(a.zip, '80') or starts(a.zip, '81') end }
criterion "rule 56" { weight = 1, why = "x",
	fit = function(a) return ends(a.email or '', '.edu') end }
criterion "rule 57" { weight = 1, why = "x",
	fit = function(a)
		local domain = (a.email or ''):match('@(.+)$')
		return domain ~= nil and domain == (a.website or ''):gsub('^www%.', '')
	end }
segment "rule 58" { by = function(a) return (a.email or ''):match('@([%w.-]+)') end }
criterion "rule 59" { weight = 1, why = "x",
	fit = function(a)
		local zip = tonumber(a.zip)
		return zip ~= nil and between(zip, 10000, 19999)
	end }
criterion "rule 60" { weight = 1, why = "x",
	fit = function(a) return (tonumber(a.zip:sub(1, 2)) or 0) >= 80 end }
criterion "rule 61" { weight = 1, why = "x",
	fit = function(a)
		local r = a.revenue
		if not r or r <= 0 then return 0 end
		return clamp(math.log(r, 10) / 9, 0, 1)
	end }
criterion "rule 62" { weight = 1, why = "x",
	fit = function(a) return 1 / (1 + math.exp(-(a.score or 0))) end }
criterion "rule 63" { weight = 1, why = "x",
	fit = function(a)
		local x = a.employees
		return x > 0 and math.sqrt(x) / 100 < 1
	end }
criterion "rule 64" { weight = 1, why = "x",
	fit = function(a) return average(ramp(a.employees, 0, 1000), ramp(a.arr, 0, 1e6), a.active
		and 1 or 0) end }
criterion "rule 65" { weight = 1, why = "x",
	fit = function(a) return lerp(0.2, 0.8, ramp(a.arr, 0, 100000)) end }
criterion "rule 66" { weight = 1, why = "x", fit = function(a) return points(a) / 5 end }
criterion "rule 67" { weight = 1, why = "x",
	fit = function(a)
		local size, money = a.employees > 100, a.arr > 5e4
		if size and money then return 1 end
		if size or money then return 0.5 end
		return 0
	end }
criterion "rule 68" { weight = 1, why = "x",
	fit = function(a)
		local ok = a.employees > 10
		ok = ok and a.active
		return ok and not a.trial
	end }
growth "rule 69" {
	value = function(a)
		local total = 0
		for i = 1, 3 do total = total + a.arr * p.rate / (1 + 0.1) ^ i end
		return total
	end }
growth "rule 70" {
	value = function(a)
		local left = a.employees
		local price = 0
		for _, t in ipairs({ { 100, 10 }, { 400, 8 }, { 500, 5 } }) do
			local n = math.min(left, t[1])
			if n > 0 then
				price = price + n * t[2]
				left = left - n
			end
		end
		return price
	end }
growth "rule 71" {
	value = function(a)
		local v = a.arr
		local n = 0
		while v > 1000 and n < 10 do
			v = v / 2
			n = n + 1
		end
		return n
	end }
growth "rule 72" {
	value = function(a) return round(a.arr * 0.15) + (a.partner and 500 or 0) end }
growth "rule 73" {
	value = function(a)
		local t = { base = a.arr, extra = a.cost * 2 }
		t.sum = t.base + t.extra
		return t.sum
	end }
segment "rule 74" { by = function(a) return a.country .. '/' .. a.city end }
segment "rule 75" { by = function(a) return string.format('%s (%s)', a.plan, a.country) end }
segment "rule 76" {
	by = function(a) return a.source == 'unknown' and nil or a.source:lower() end }
segment "rule 77" {
	by = function(a)
		local t = {}
		if a.active then t[#t + 1] = 'active' end
		if a.trial then t[#t + 1] = 'trial' end
		return t[1]
	end }
segment "rule 78" {
	by = function(a)
		local q = (month(a.signed) - 1) // 3 + 1
		return 'Q' .. q .. ' ' .. year(a.signed)
	end }
segment "rule 79" {
	by = function(a) return ({ 'low', 'mid', 'high' })[math.min(3, 1 + a.tickets // 5)] end }
disqualify "rule 80" { why = "x",
	when = function(a) return type(a.score) == 'number' and a.score < 0 end }
disqualify "rule 81" { why = "x",
	when = function(a) return is_known(a.owner) and is_known(a.phone) end }
disqualify "rule 82" { why = "x",
	when = function(a)
		if a.trial and a.arr == 0 and days_since(a.signed) > 30 then return true end
	end }
disqualify "rule 83" { why = "x",
	when = function(a) return a.tickets > 3 and (a.logins == nil or a.logins < a.tickets) end }
disqualify "rule 84" { why = "x",
	when = function(a) return a.name:find('^Test') ~= nil or a.name:find('%d%d%d%d$') ~= nil end
		}
disqualify "rule 85" { why = "x",
	when = function(a) return a.phone ~= nil and a.phone:match('^%+49') ~= nil end }
disqualify "rule 86" { why = "x",
	when = function(a) return #a.name < 3 or a.name:upper() == a.name end }
disqualify "rule 87" { why = "x",
	when = function(a)
		local n = 0
		for _, f in ipairs({ 'website', 'phone', 'owner' }) do
			if a[f] == nil then n = n + 1 end
		end
		return n >= 2
	end }
disqualify "rule 88" { why = "x",
	when = function(a)
		local bad = { Free = true, Trial = true }
		return bad[a.plan] == true
	end }
disqualify "rule 89" { why = "x",
	when = function(a)
		local function old(d) return d ~= nil and days_since(d) > 400 end
		return old(a.left) or old(a.renewal)
	end }
disqualify "rule 90" { why = "x",
	when = function(a)
		local hits = 0
		local function hit(x)
			if x then hits = hits + 1 end
		end
		hit(a.active)
		hit(a.trial)
		hit(a.hiring > 0)
		return hits >= 2
	end }
disqualify "rule 91" { why = "x",
	when = function(a) return (a.logins or 0) % 7 == 0 and a.employees // 100 > 2 end }
disqualify "rule 92" { why = "x",
	when = function(a) return not (a.active and a.arr > 0) and a.cost ~= 0 end }
criterion "rule 93" { weight = 1, why = "x",
	fit = function(a)
		local t, n = a.tags, 0
		if t == nil then return 0 end
		for i = 1, #t do
			if one_of(t[i], 'hot', 'warm') then n = n + 1 end
		end
		return math.min(n, 2) / 2
	end }
criterion "rule 94" { weight = 1, why = "x",
	fit = function(a)
		local seen = {}
		local n = 0
		for _, t in ipairs(a.tech) do
			local k = t:lower()
			if not seen[k] then
				seen[k] = true
				n = n + 1
			end
		end
		return math.min(n, 5) / 5
	end }
criterion "rule 95" { weight = 1, why = "x",
	fit = function(a)
		local words = 0
		for _ in a.name:gmatch('%a+') do words = words + 1 end
		return words == 2
	end }
segment "rule 96" { by = function(a) return (a.phone or ''):gsub('[^%d]', '') end }
growth "rule 97" {
	value = function(a)
		local v = { a.arr, a.cost, a.revenue or 0 }
		table.sort(v)
		return v[2]
	end }
criterion "rule 98" { weight = 1, why = "x",
	fit = function(a)
		local growth = a.growth
		if growth == nil then growth = a.hiring end
		return ramp(growth, -0.1, 0.5)
	end }
criterion "rule 99" { weight = 1, why = "x",
	fit = function(a) return ramp(a.employees, p.min_size, p.max_size) * (W[a.industry] or 0.1)
		end }
growth "rule 100" { value = function(a) return select('#', a.arr, a.cost) * a.arr end }
criterion "rule 101" { weight = 1, why = "x",
	fit = function(a)
		for k, v in pairs({ SaaS = 1, Media = 0.5 }) do
			if a.industry == k then return v end
		end
		return 0
	end }
criterion "rule 102" { weight = 1, why = "x",
	fit = function(a)
		goto check
		::skip::
		do return 0 end
		::check::
		if a.trial then goto skip end
		return 1
	end }
