-- One construct of the language after the other: all of these become programs.

fields {
	id = 'key', name = 'text', word = { 'text', optional = true }, n = 'integer',
	seats = { 'integer', optional = true }, x = 'number', y = { 'money', optional = true, unit = 'USD' },
	cost = { 'money', default = 0, unit = 'USD' }, on = 'flag', off = { 'flag', optional = true },
	day = 'date', left = { 'date', optional = true }, tech = 'list', tags = { 'list', optional = true }
}

local p = params { k = 3, rate = 0.5, word = 'abc' }
local T = { a = 1, abc = 2.5, SaaS = 3, [1] = 10, [2] = 20, [4] = 'four' }
local S = { a = { 1, name = 'one' }, abc = { 2, name = 'two' }, ['10'] = { 3 } }
local L = { 'SaaS', 'a', 'abc', 'b', 'c', 'd', 'e', 'f', 10 }
local N = { [2.5] = 20, [7] = 1, x = 3, [true] = 5 }
local M = { 10, [-1] = 5, [3] = 1.5, x = 30, ab = 1, a = 2, [true] = 40, [false] = 50 }
local function inc(v) return v + 1 end
local function fact(v)
	if v <= 1 then return 1 end
	return v * fact(v - 1)
end

tiers { A = 1 }

-- Straight on.

disqualify "case 1" { why = "x", when = function(a) return a.n > 50 end }
growth "case 2" { value = function(a) return a.n end }
growth "case 3" { value = function(a) return a.x end }
disqualify "case 4" { why = "x", when = function(a) return a.on end }
segment "case 5" { by = function(a) return a.name end }
criterion "case 6" { weight = 1, why = "x", fit = function(a) return a.n / 100 end }
growth "case 7" { value = function(a) return a.n + a.x * 2 - a.cost / 3 end }
growth "case 8" { value = function(a) return -a.n + -a.x end }
growth "case 9" { value = function(a) return a.n // 7 + a.n % 7 end }
growth "case 10" { value = function(a) return a.x // 0.3 + a.x % 0.3 end }
growth "case 11" { value = function(a) return a.n // a.seats end }
growth "case 12" { value = function(a) return a.n % a.seats end }
growth "case 13" { value = function(a) return a.x ^ 2 + a.x ^ 0.5 end }
growth "case 14" { value = function(a) return a.x - 0 end }
growth "case 15" { value = function(a) return a.n & 255 | 1 ~ a.n << 3 >> 1 end }
growth "case 16" { value = function(a) return ~a.n end }
growth "case 17" { value = function(a) return a.x | 0 end }
growth "case 18" { value = function(a) return a.n << a.n end }
growth "case 19" { value = function(a) return 1 << a.n end }
disqualify "case 20" { why = "x", when = function(a) return a.n == a.x end }
disqualify "case 21" { why = "x", when = function(a) return a.n < a.x end }
disqualify "case 22" { why = "x", when = function(a) return a.x <= a.n end }
disqualify "case 23" { why = "x", when = function(a) return a.n ~= 3.0 end }
disqualify "case 24" { why = "x", when = function(a) return a.name < 'b' end }
disqualify "case 25" { why = "x", when = function(a) return a.name == a.id end }
disqualify "case 26" { why = "x", when = function(a) return a.name == 1 end }
disqualify "case 27" { why = "x", when = function(a) return a.n < a.name end }
disqualify "case 28" { why = "x", when = function(a) return a.name + 1 > 2 end }
growth "case 29" { value = function(a) return a.name - 0 end }
growth "case 30" { value = function(a) return -a.name end }
growth "case 31" { value = function(a) return a.name & 1 end }
growth "case 32" { value = function(a) return 10 / a.n end }
criterion "case 33" { weight = 1, why = "x", fit = function(a) return a.n end }
criterion "case 34" { weight = 1, why = "x", fit = function(a) return a.word end }
disqualify "case 35" { why = "x", when = function(a) return 1 end }
disqualify "case 36" { why = "x", when = function(a) end }
criterion "case 37" { weight = 1, why = "x", fit = function(a) end }
growth "case 38" { value = function(a) end }
segment "case 39" { by = function(a) end }
segment "case 40" { by = function(a) return a.n end }
disqualify "case 41" { why = "x", when = function(a) return {} end }
criterion "case 42" { weight = 1, why = "x", fit = function(a) return a end }
growth "case 43" { value = function(a) return 0/0 end }
growth "case 44" { value = function(a) return 1/0 end }
criterion "case 45" { weight = 1, why = "x", fit = function(a) return -0.0 end }

growth "case 196" { value = function(a) return a.x % -0.7 + a.n % -3 end }
disqualify "case 197" { why = "x", when = function(a) return a.n < 2.5 or a.n > 6.5 end }
disqualify "case 198" { why = "x", when = function(a) return a.n <= 1.5 or a.n >= 9.5 end }
growth "case 199" { value = function(a) return a.cost % -2.5 end }

-- Blanks and branches.

disqualify "case 46" { why = "x", when = function(a) return a.on or a.n > 3 end }
disqualify "case 47" { why = "x", when = function(a) return a.seats == nil end }
growth "case 48" { value = function(a) return (a.seats or 3) * 100 end }
disqualify "case 49" { why = "x", when = function(a) return a.seats and a.seats > 3 end }
disqualify "case 50" { why = "x", when = function(a) return a.seats > 3 or a.x > 1 end }
disqualify "case 51" { why = "x", when = function(a) return not a.off end }
growth "case 52" {
	value = function(a)
		if a.on then return a.n end
		return a.x
	end }
criterion "case 53" { weight = 1, why = "x",
	fit = function(a)
		if a.n < 10 then
			return 0
		elseif a.n < 100 then
			return 0.5
		else
			return true
		end
	end }
growth "case 54" {
	value = function(a)
		local v = a.n
		if a.on then v = v + 1 end
		if a.off then v = v * 2 end
		return v
	end }
disqualify "case 55" { why = "x",
	when = function(a)
		local v = a.word
		if a.on then v = a.n end
		return v == 'a' or v == 3
	end }
growth "case 56" { value = function(a) return a.on and a.n or a.x end }
disqualify "case 57" { why = "x",
	when = function(a) return not (a.on and a.n > 3) == (a.x > 1) end }
disqualify "case 58" { why = "x",
	when = function(a) return a.seats ~= nil and a.seats or a.n == 1 end }
growth "case 59" {
	value = function(a)
		local x, y = a.n, a.x
		x, y = y, x
		return x - y
	end }
disqualify "case 60" { why = "x",
	when = function(a) return (a.on or a.off) == (a.off or a.on) end }
growth "case 61" {
	value = function(a)
		goto last
		do return 1 end
		::last::
		return a.n
	end }

-- Constants, functions.

growth "case 62" { value = function(a) return a.n * p.rate + p.k end }
growth "case 63" { value = function(a) return T[a.name] end }
disqualify "case 64" { why = "x", when = function(a) return T[a.n] == 10 end }
disqualify "case 65" { why = "x", when = function(a) return T[a.x] == 20 end }
segment "case 66" { by = function(a) return T[a.n] end }
growth "case 67" { value = function(a) return S[a.name][1] end }
segment "case 68" { by = function(a) return (S[a.name] or S.a).name end }
disqualify "case 69" { why = "x", when = function(a) return S[a.name] ~= nil end }
disqualify "case 70" { why = "x", when = function(a) return T[a.word] ~= nil end }
growth "case 71" { value = function(a) return inc(inc(a.n)) end }
growth "case 72" { value = function(a) return inc(a.word) end }
growth "case 73" {
	value = function(a)
		local function f(v) return v * 2 end
		return f(a.n) + f(a.x)
	end }
growth "case 74" {
	value = function(a)
		local n = 0
		local function up(d) n = n + d end
		up(a.n)
		up(1)
		return n
	end }
growth "case 195" {
	value = function(a)
		local n = 0
		local function count(x)
			if x then n = n + 1 end
		end
		count(a.on)
		count(a.off)
		count(a.x > 1)
		return n
	end }
growth "case 75" {
	value = function(a)
		local f = a.on and inc or math.abs
		return f(a.n)
	end }
growth "case 76" {
	value = function(a)
		local f = a.on and function(v) return v + 1 end or function(v) return v - 1 end
		return f(a.n)
	end }
growth "case 77" {
	value = function(a) return (function(...) return select('#', ...) end)(a.n, nil, a.x) end }
growth "case 78" {
	value = function(a)
		local function f(...)
			local x, y = ...
			return (x or 0) + (y or 0)
		end
		return f(a.n) + f(a.n, 2)
	end }
growth "case 79" {
	value = function(a)
		local function f(...)
			local s = 0
			for _, v in ipairs({ ... }) do s = s + v end
			return s
		end
		return f(a.n, a.x, 3)
	end }
growth "case 80" {
	value = function(a)
		local t = { a.n, k = a.x }
		t.k = t.k + 1
		t[2] = 5
		return t[1] + t.k + #t
	end }
growth "case 81" {
	value = function(a)
		local t = {}
		if a.on then t.v = a.n end
		return t.v or -1
	end }
growth "case 82" {
	value = function(a)
		local t = {}
		if a.on then t[#t + 1] = 1 end
		if a.off then t[#t + 1] = 2 end
		return #t
	end }
growth "case 83" {
	value = function(a)
		local t = { 1, 2, 3 }
		t[a.on and 1 or 4] = 9
		return t[1] + t[2] + t[3]
	end }
growth "case 84" {
	value = function(a)
		local t = { a = a.n, b = 2 }
		return t[a.name]
	end }
disqualify "case 85" { why = "x",
	when = function(a) local t = {} return t == t and t ~= {} end }
growth "case 86" {
	value = function(a)
		local t = a.on and { 1 } or { 2 }
		t[1] = t[1] + 1
		return t[1]
	end }
disqualify "case 87" { why = "x", when = function(a) return a.tech ~= nil and a ~= nil end }
segment "case 88" { by = function(a) return type(a) .. tostring(a.tech) end }
growth "case 89" {
	value = function(a)
		local t = a.on and L or {}
		t[1] = 2
		return t[1]
	end }
growth "case 90" {
	value = function(a)
		local f = a.on and 'n' or 'none'
		return a[f]
	end }
growth "case 91" { value = function(a) return a.n.x end }

growth "case 194" {
	value = function(a)
		local make = a.on and function(x) return { x } end or function(x) return { x, 2 } end
		local change = a.off and function(t) t[1] = t[1] + 1 end or function(t) t.k = 1 end
		local t = make(a.n)
		change(t)
		return t[1] + #t * 10 + (t.k or 0) * 100
	end }

-- Loops.

growth "case 92" {
	value = function(a)
		local s = 0
		for i = 1, 5 do s = s + i * a.n end
		return s
	end }
growth "case 93" {
	value = function(a)
		local s = 0
		for i = 1, #a.tech do s = s + #a.tech[i] end
		return s
	end }
growth "case 94" {
	value = function(a)
		for i, v in ipairs(a.tech) do
			if v == 'a' then return i end
		end
		return 0
	end }
growth "case 95" {
	value = function(a)
		local s = 0
		for k, v in pairs(T) do
			if k == a.name then s = s + v end
		end
		return s
	end }
growth "case 96" {
	value = function(a)
		local s = 0
		for k, v in pairs(a.tech) do s = s + k end
		return s
	end }
growth "case 97" {
	value = function(a)
		local s = 0
		for i = a.n, a.n + 2 do s = s + 1 end
		return s
	end }
growth "case 98" {
	value = function(a)
		local s = 0
		for i = 10, a.seats, -3 do s = s + i end
		return s
	end }
growth "case 99" {
	value = function(a)
		local s = 0
		for i = 1, a.x do
			s = s + 1
			if i > 20 then break end
		end
		return s
	end }
growth "case 100" {
	value = function(a)
		local s = 0
		for i = 0, 1, 0.25 do s = s + i * a.x end
		return s
	end }
growth "case 101" {
	value = function(a)
		local v, n = a.x, 0
		while v > 1 and n < 8 do
			v = v / 2
			n = n + 1
		end
		return n
	end }
growth "case 102" {
	value = function(a)
		local n = 0
		repeat n = n + 1 until n * a.n > 10 or n >= 5
		return n
	end }
growth "case 103" {
	value = function(a)
		local s = 0
		for i = 1, 3 do
			for j = i, 3 do
				if a.on then s = s + j end
			end
		end
		return s
	end }
growth "case 104" {
	value = function(a)
		local s = 0
		for i = 1, 4 do
			if i == 2 then goto next end
			s = s + i * a.n
			::next::
		end
		return s
	end }
growth "case 105" {
	value = function(a)
		local fs = {}
		for i = 1, 3 do fs[i] = function() return i * a.n end end
		return fs[2]()
	end }
growth "case 106" {
	value = function(a)
		local s = ''
		for _, v in ipairs({ 'x', a.name }) do s = s .. v end
		return #s
	end }
growth "case 107" {
	value = function(a)
		for i = 1, 0 do return 1 end
		for i = 1, 10, 0 do return 2 end
		return 3
	end }
growth "case 108" {
	value = function(a)
		for i = a.on, 3 do return 1 end
		return 0
	end }

growth "case 200" {
	value = function(a)
		local s = 0
		for i = 10, a.x, -1 do s = s + i end
		return s
	end }
growth "case 201" {
	value = function(a)
		local s = 0
		for i = a.n, a.n do s = s + 1 end
		for i = a.n, a.n, -1 do s = s + 1 end
		return s
	end }
growth "case 202" {
	value = function(a)
		local t, n = { a = 1, c = 3 }, 0
		if a.on then t.b = 2 end
		if a.off then t.a = nil end
		for k, v in pairs(t) do n = n * 10 + v end
		return n
	end }
growth "case 203" {
	value = function(a)
		local t = {}
		if a.on then t[1] = 1 end
		if a.on or (a.off and a.x > 5) then t[2] = 2 end
		return #t
	end }

-- Functions of Lua.

segment "case 109" { by = function(a) return type(a.seats) end }
segment "case 110" {
	by = function(a) return tostring(a.seats) .. tostring(a.x) .. tostring(a.on) end }
growth "case 111" { value = function(a) return tonumber(a.name) end }
disqualify "case 112" { why = "x", when = function(a) return tonumber(a.word) == nil end }
growth "case 113" { value = function(a) assert(a.on, 'no') return a.n end }
growth "case 114" {
	value = function(a)
		if a.on then error('no') end
		return 1
	end }
growth "case 115" { value = function(a) return (select(2, a.n, a.x)) end }
growth "case 116" { value = function(a) return select(-1, a.n, a.x) end }
growth "case 117" { value = function(a) return math.floor(a.x) + math.ceil(a.x) end }
growth "case 118" { value = function(a) return math.abs(a.n) + math.abs(a.x) end }
growth "case 119" { value = function(a) return math.max(a.n, a.x, 3) - math.min(a.n, a.x) end }
growth "case 120" { value = function(a) return math.max(a.seats, 1) end }
growth "case 121" { value = function(a) return math.sqrt(a.x) + math.exp(-a.x) end }
growth "case 122" { value = function(a) return math.log(a.x) end }
growth "case 123" {
	value = function(a) return math.log(a.x, 2) + math.log(a.x, 10) + math.log(a.x, 3) end }
growth "case 124" {
	value = function(a) return math.sin(a.x) + math.cos(a.x) + math.tan(a.x) end }
growth "case 125" {
	value = function(a) return math.asin(a.x) + math.acos(a.x) + math.atan(a.x) + math.atan(a.x,
		a.n) end }
growth "case 126" { value = function(a) return math.deg(a.x) + math.rad(a.x) end }
growth "case 127" { value = function(a) return math.fmod(a.n, 7) + math.fmod(a.x, 3) end }
growth "case 128" { value = function(a) return math.fmod(a.n, a.seats) end }
growth "case 129" {
	value = function(a)
		local i, f = math.modf(a.x)
		return i + f * 2
	end }
growth "case 130" { value = function(a) return math.tointeger(a.x) or -1 end }
segment "case 131" { by = function(a) return math.type(a.n) .. math.type(a.x) end }
disqualify "case 132" { why = "x", when = function(a) return math.ult(a.n, 100) end }
growth "case 133" { value = function(a) return math.floor(a.name) end }

-- Texts.

segment "case 134" {
	by = function(a) return a.name:lower() .. a.name:upper() .. a.name:reverse() end }
segment "case 135" {
	by = function(a) return a.name:sub(2, 3) .. a.name:sub(-2) .. a.name:sub(a.n) end }
growth "case 136" {
	value = function(a) return #a.name + a.name:len() + string.len(a.word) end }
growth "case 137" { value = function(a) return a.name:byte() or -1 end }
growth "case 138" { value = function(a) return a.name:byte(-1) or a.name:byte(a.n) or 0 end }
segment "case 139" { by = function(a) return a.name:rep(3, '-') end }
segment "case 140" { by = function(a) return a.name .. a.n .. a.x end }
segment "case 141" { by = function(a) return string.format('%s: %d%%', a.name, a.n) end }
disqualify "case 142" { why = "x", when = function(a) return a.name:find('b') ~= nil end }
growth "case 143" { value = function(a) return a.name:find('b', 1, true) or 0 end }
growth "case 144" {
	value = function(a)
		local i, j = a.name:find('bc', 2, true)
		return (i or 0) + (j or 0)
	end }
disqualify "case 145" { why = "x", when = function(a) return a.name:find('^%a+$') end }
segment "case 146" { by = function(a) return a.name:match('%d+') end }
segment "case 147" { by = function(a) return a.name:match('^(%w+)[ -](%w+)') end }
disqualify "case 148" { why = "x",
	when = function(a)
		local k, v = a.name:match('(%a)(%d)')
		return k ~= v
	end }
disqualify "case 149" { why = "x",
	when = function(a) return ('abc'):find(a.name, 1, true) ~= nil end }
segment "case 150" { by = function(a) return table.concat({ a.name, a.n, 'x' }, ',') end }
segment "case 151" { by = function(a) return string.char(65, 66) .. a.name end }
disqualify "case 152" { why = "x", when = function(a) return a.name:upper() == a.name end }

-- Helpers.

disqualify "case 153" { why = "x",
	when = function(a) return between(a.n, 1, 50) and between(a.x, 0.5, a.n) end }
disqualify "case 154" { why = "x", when = function(a) return between(a.name, 'a', 'n') end }
disqualify "case 155" { why = "x", when = function(a) return between(a.seats, 1, 2) end }
disqualify "case 156" { why = "x", when = function(a) return between(a.n, 'a', 2) end }
disqualify "case 157" { why = "x", when = function(a) return one_of(a.name, 'SAAS', 'abc') end }
disqualify "case 158" { why = "x", when = function(a) return one_of(a.name, L) end }
disqualify "case 159" { why = "x", when = function(a) return one_of(a.n, 1, 2.0, 'x') end }
disqualify "case 160" { why = "x", when = function(a) return one_of(a.word, { 'a', a.n }) end }
disqualify "case 161" { why = "x", when = function(a) return one_of(a.seats, 1, 2) end }
disqualify "case 162" { why = "x", when = function(a) return one_of(a.tech, 'a') end }
disqualify "case 164" { why = "x", when = function(a) return one_of(a.on, true) end }
disqualify "case 165" { why = "x", when = function(a) return one_of(a.n) end }
disqualify "case 166" { why = "x", when = function(a) return has(a.tech, 'a', 'B') end }
disqualify "case 167" { why = "x", when = function(a) return has(a.tags, L) end }
disqualify "case 168" { why = "x", when = function(a) return has(L, a.name) end }
disqualify "case 169" { why = "x", when = function(a) return has(a.name, 'a') end }
disqualify "case 170" { why = "x", when = function(a) return has(a.tech, 1) end }
disqualify "case 171" { why = "x", when = function(a) return has({ a.name }, 'a') end }
disqualify "case 172" { why = "x", when = function(a) return like(a.name, 'a*', '?') end }
disqualify "case 173" { why = "x",
	when = function(a) return like(a.word, { '*sales', 'ecl*' }) end }
disqualify "case 174" { why = "x", when = function(a) return like(a.n, 'a') end }
disqualify "case 175" { why = "x", when = function(a) return regex(a.name, '^[a-z]+$') end }
disqualify "case 176" { why = "x", when = function(a) return regex(a.word, '(?i)saas') end }
disqualify "case 177" { why = "x", when = function(a) return regex(a.name, '(') end }
criterion "case 178" { weight = 1, why = "x", fit = function(a) return ramp(a.x, 0, 10) end }
criterion "case 179" { weight = 1, why = "x", fit = function(a) return ramp(a.n, a.x, 3) end }
criterion "case 180" { weight = 1, why = "x", fit = function(a) return ramp(a.n, 3, 3) end }
criterion "case 181" { weight = 1, why = "x", fit = function(a) return ramp(a.seats, 0, 1) end }
growth "case 182" {
	value = function(a) return bands(a.x, { { 0, 1 }, { 10, 2.5 }, { 20, a.n } }) end }
segment "case 183" { by = function(a) return bands(a.n, { { 0, 'low' }, { 10, 'high' } }) end }
growth "case 184" { value = function(a) return bands(a.n, { { 3, 1 }, { 2, 1 } }) end }
growth "case 185" { value = function(a) return bands(a.n, { { 0, nil } }) end }
growth "case 186" { value = function(a) return days_since(a.day) end }
growth "case 187" {
	value = function(a) return months_since(a.day) * 100 + years_since(a.day) end }
growth "case 188" { value = function(a) return year(a.day) * 12 + month(a.day) end }
growth "case 189" { value = function(a) return days_since(a.left) end }
growth "case 190" { value = function(a) return year(a.n) end }
growth "case 191" { value = function(a) return month(a.x) end }
disqualify "case 192" { why = "x",
	when = function(a) return a.day > date '2026-01-31' and a.day <= as_of end }
growth "case 193" { value = function(a) return date '2026-02-31' end }

-- Calls and tables that are odd: fails as the VM fails, or answers what it answers.

disqualify "case 204" { why = "x",
	when = function(a) return a.name:find('b', 2, true) ~= nil end }
disqualify "case 205" { why = "x", when = function(a) return a.name:find('^%a') ~= nil end }
disqualify "case 206" { why = "x", when = function(a) return a.name:find('^%a') == 1 end }
segment "case 207" { by = function(a) return a.name:match('[^%d%]]+') end }
segment "case 208" { by = function(a) return a.name:match('[]x]') end }
segment "case 209" { by = function(a) return a.name:match('%f[%a]%a+') end }
segment "case 210" { by = function(a) return a.name:match('%b()') end }
segment "case 211" { by = function(a) return a.name:match('%a', 1) end }
segment "case 212" { by = function(a) return string.char(65, 66) .. a.name end }
segment "case 213" { by = function(a) return string.format('%d %s %% %i', a.n, a.name, a.n) end }
segment "case 214" { by = function(a) return string.format('%d %d', a.n) end }
segment "case 215" { by = function(a) return string.format('plain') .. a.name end }
segment "case 216" { by = function(a) return a.name:rep(3) end }
segment "case 217" { by = function(a) return a.name:rep(3, ',') end }
segment "case 218" { by = function(a) return a.name:rep(0) end }
segment "case 219" { by = function(a) return a.name:rep(2, nil) end }
disqualify "case 220" { why = "x", when = function(a) return select(-1, a.n, a.x) > 1 end }
disqualify "case 221" { why = "x", when = function(a) return select('#', a.n, a.x) == 2 end }
disqualify "case 222" { why = "x", when = function(a) return select(0, a.n) end }
disqualify "case 223" { why = "x", when = function(a) return select(5, 1, 2) == nil end }
disqualify "case 224" { why = "x", when = function(a) return next(S) ~= nil end }
disqualify "case 225" { why = "x", when = function(a) return next(S, 'a') == 'abc' end }
disqualify "case 226" { why = "x", when = function(a) return next(S, 'abc') == nil end }
disqualify "case 227" { why = "x", when = function(a) return math.log(a.x, 2) > 1 end }
disqualify "case 228" { why = "x", when = function(a) return math.log(a.x, 10) > 1 end }
disqualify "case 229" { why = "x", when = function(a) return math.log(a.x, 3.5) > 1 end }
disqualify "case 230" { why = "x", when = function(a) return math.max() > 1 end }
disqualify "case 231" { why = "x", when = function(a) return math.min(a.n, a.x, 3) > 1 end }
disqualify "case 232" { why = "x", when = function(a) return math.modf(a.x) > 1 end }
disqualify "case 233" { why = "x",
	when = function(a) local i, f = math.modf(a.x) return f > 0.5 end }
disqualify "case 234" { why = "x", when = function(a) return math.tointeger(a.x) == 3 end }
disqualify "case 235" { why = "x", when = function(a) return math.fmod(a.n, 3) == 1 end }
disqualify "case 236" { why = "x", when = function(a) return assert(a.on, 'no') end }
disqualify "case 237" { why = "x", when = function(a) assert(a.on) return true end }
disqualify "case 238" { why = "x", when = function(a) return assert(false) end }
disqualify "case 239" { why = "x", when = function(a) return assert() end }
disqualify "case 240" { why = "x",
	when = function(a) return type(a.name) == 'string' and type() end }
disqualify "case 241" { why = "x",
	when = function(a) return #table.unpack({ 'ab', 'c' }) == 2 end }
disqualify "case 242" { why = "x",
	when = function(a) local t = { a.n, a.x } return table.unpack(t) > 3 end }
disqualify "case 243" { why = "x", when = function(a) return table.unpack(L) == a.name end }
disqualify "case 244" { why = "x",
	when = function(a) return table.concat({ a.name, 'x' }) == 'x' end }
disqualify "case 245" { why = "x",
	when = function(a) return table.concat({ a.name, a.n, 'y' }, '-') == 'x' end }
disqualify "case 246" { why = "x", when = function(a) return table.concat(L, ',') == a.name end }
disqualify "case 247" { why = "x", when = function(a) return table.concat({ a.on }) == 'x' end }
disqualify "case 248" { why = "x", when = function(a) return ipairs(a.n) end }
disqualify "case 249" { why = "x", when = function(a) return math.huge end }
disqualify "case 250" { why = "x", when = function(a) return tostring(a.on) == 'true' end }
disqualify "case 251" { why = "x", when = function(a) return tostring(a.tech) == 'true' end }
disqualify "case 252" { why = "x", when = function(a) return tostring(nil) == a.name end }
disqualify "case 253" { why = "x", when = function(a) return tonumber(nil) == nil end }
disqualify "case 254" { why = "x", when = function(a) return tonumber() end }
disqualify "case 255" { why = "x", when = function(a) return error('x') end }
disqualify "case 256" { why = "x", when = function(a) error() end }
disqualify "case 257" { why = "x", when = function(a) return has(a.tech, nil) end }
disqualify "case 258" { why = "x", when = function(a) return has(a.tech, { 'a', 'b' }) end }
disqualify "case 259" { why = "x", when = function(a) return has({ 'a', a.name }, 'b', 'a') end }
disqualify "case 260" { why = "x", when = function(a) return has(nil, 'a') end }
disqualify "case 261" { why = "x", when = function(a) return has(S, 'a') end }
disqualify "case 262" { why = "x", when = function(a) return has(a.tech, S) end }
disqualify "case 263" { why = "x",
	when = function(a) return one_of(a.name, { 'x', 0/0, true, 5 }) end }
disqualify "case 264" { why = "x", when = function(a) return one_of(a.n, L) end }
disqualify "case 265" { why = "x", when = function(a) return one_of(a.n, 1, 2.5, a.x) end }
disqualify "case 266" { why = "x", when = function(a) return one_of(a.on, true, 'x') end }
disqualify "case 267" { why = "x", when = function(a) return one_of(a, 'a') end }
disqualify "case 268" { why = "x", when = function(a) return one_of(a.tech, 'a') end }
disqualify "case 269" { why = "x", when = function(a) return one_of(a.word, nil) end }
disqualify "case 270" { why = "x", when = function(a) return one_of(a.name, {}) end }
disqualify "case 271" { why = "x", when = function(a) return one_of('a', a.name) end }
disqualify "case 272" { why = "x", when = function(a) return like(a.name, {}) end }
disqualify "case 273" { why = "x", when = function(a) return like(nil, 'x') end }
disqualify "case 274" { why = "x", when = function(a) return like('abc', 'a*') and a.on end }
disqualify "case 275" { why = "x", when = function(a) return S[a.name] ~= nil end }
growth "case 276" { value = function(a) return S[a.name][1] end }
growth "case 277" { value = function(a) return (S[a.name] or S.a)[1] end }
segment "case 278" { by = function(a) return (S[a.name] or S.a).name end }
disqualify "case 279" { why = "x", when = function(a) return L[a.n] == 'a' end }
disqualify "case 280" { why = "x", when = function(a) return L[a.x] == 'a' end }
disqualify "case 281" { why = "x", when = function(a) return L[a.on] == nil end }
disqualify "case 282" { why = "x", when = function(a) return #L > a.n end }
disqualify "case 283" { why = "x", when = function(a) return #S > a.n end }
disqualify "case 284" { why = "x", when = function(a) return S.zzz == nil end }
disqualify "case 285" { why = "x", when = function(a) return S[nil] == nil end }
disqualify "case 286" { why = "x",
	when = function(a) local t = {} t[1] = a.n t[2] = 5 t.x = a.on return #t == 2 and t.x end }
disqualify "case 287" { why = "x",
	when = function(a) local t = { a.n } t[1] = nil return #t == 0 end }
disqualify "case 288" { why = "x",
	when = function(a) local t = {} t[1.0] = 5 return t[1] == a.n end }
disqualify "case 289" { why = "x",
	when = function(a) local t = {} t[2.5] = 5 t[true] = 6 return t[2.5] + t[true] == a.n end }
disqualify "case 290" { why = "x", when = function(a) local t = {} t[nil] = 5 return true end }
disqualify "case 291" { why = "x",
	when = function(a) local t = {} for i = 1, 40 do t[i] = i end return #t == a.n end }
disqualify "case 292" { why = "x",
	when = function(a) local s = 0 for k, v in pairs({ a.n, x = a.x }) do s = s + v end
		return s > 5 end }
disqualify "case 293" { why = "x",
	when = function(a) local s = 0 for k, v in pairs(S) do s = s + v[1] end return s > a.n end }
disqualify "case 294" { why = "x",
	when = function(a) local s = 0 for i, v in ipairs(L) do if v == a.name then s = i end end
		return s > 2 end }
disqualify "case 295" { why = "x",
	when = function(a) local s = 0 for i = a.n, 5 do s = s + i end return s > 2 end }
disqualify "case 296" { why = "x",
	when = function(a) local s = 0 for i = 5, 1, -1 do s = s + i * a.n end return s > 2 end }
disqualify "case 297" { why = "x",
	when = function(a) local s = 0 for i = 1.5, 4 do s = s + i * a.n end return s > 2 end }
disqualify "case 298" { why = "x",
	when = function(a) local s = 0 for i = 1, a.n do s = s + i if i > 3 then break end end
		return s > 2 end }
disqualify "case 299" { why = "x", when = function(a) for i = 1, 3, 0 do end return true end }
disqualify "case 300" { why = "x",
	when = function(a) local i = 0 repeat i = i + 1 until i > 3 or a.on return i > 2 end }
disqualify "case 301" { why = "x",
	when = function(a) local i = 0
		while i < 4 do i = i + 1 if i == a.n then goto out end end ::out:: return i > 2 end }
disqualify "case 302" { why = "x",
	when = function(a) local f = function(x) return x * 2 end return f(a.n) > 3 end }
disqualify "case 303" { why = "x",
	when = function(a) local f = a.on and inc or function(x) return x end
		return f(a.n) > 3 end }
disqualify "case 304" { why = "x",
	when = function(a) return (a.on and S.a or S.abc)[1] > a.n end }
disqualify "case 305" { why = "x",
	when = function(a) local x = a.on and a.n or a.name return x == 5 end }
disqualify "case 306" { why = "x",
	when = function(a) local x = a.on and a.tech or a.tags return #x == 2 end }
disqualify "case 307" { why = "x", when = function(a) return a.tech == a.tech end }
disqualify "case 308" { why = "x", when = function(a) return a == a end }
disqualify "case 309" { why = "x", when = function(a) return a.name .. 5 .. 2.5 == a.word end }
disqualify "case 310" { why = "x", when = function(a) return a.name .. nil == 'x' end }
disqualify "case 311" { why = "x", when = function(a) return a.on .. 'x' == 'x' end }
disqualify "case 312" { why = "x", when = function(a) return a.tech .. 'x' == 'x' end }
disqualify "case 313" { why = "x", when = function(a) return -a.on > 3 end }
disqualify "case 314" { why = "x", when = function(a) return #a.n > 3 end }
disqualify "case 315" { why = "x", when = function(a) return #a > 3 end }
disqualify "case 316" { why = "x", when = function(a) return a.n.x end }
disqualify "case 317" { why = "x", when = function(a) return a.tech.x end }
disqualify "case 318" { why = "x", when = function(a) return a.tech[1] == 'a' end }
disqualify "case 319" { why = "x", when = function(a) return a.tech[a.n] == 'a' end }
disqualify "case 320" { why = "x", when = function(a) return a.tech[a.x] == 'a' end }
disqualify "case 321" { why = "x", when = function(a) return a.tech[a.name] == 'a' end }
disqualify "case 322" { why = "x",
	when = function(a) local f = string.upper return f(a.name) == 'A' end }
disqualify "case 323" { why = "x", when = function(a) return a.name:byte(-1) == 65 end }
disqualify "case 324" { why = "x",
	when = function(a) return a.name:sub(2) == a.name:sub(2, -1) end }
disqualify "case 325" { why = "x", when = function(a) return a.name:len() == #a.name end }
growth "case 326" { value = function(a) return bands(a.n, { { 0, 1 }, { a.x, 2 } }) end }
growth "case 327" { value = function(a) return bands(a.n, { { 0, 'x' }, { 5, 2 } }) end }
growth "case 328" { value = function(a) return bands(a.seats, { { 0, 3 }, { 5, 2 } }) end }
growth "case 329" { value = function(a) return ramp(a.n, 0, 0) end }
growth "case 330" { value = function(a) return date '2020-01-01' + a.n end }
growth "case 331" { value = function(a) return days_since('x') end }
disqualify "case 332" { why = "x", when = function(a) return between(a.name, 'a', 'c') end }
disqualify "case 333" { why = "x", when = function(a) return between(a.n, a.x, 5) end }
disqualify "case 334" { why = "x", when = function(a) return between(a.seats, 1, 5) end }
disqualify "case 335" { why = "x", when = function(a) return a.n // 0 > 1 end }
disqualify "case 336" { why = "x", when = function(a) return a.n % 0 > 1 end }
disqualify "case 337" { why = "x", when = function(a) return a.x // 0 > 1 end }
disqualify "case 338" { why = "x", when = function(a) return a.n & 1.5 > 1 end }
disqualify "case 339" { why = "x", when = function(a) return 'x' < a.n end }
disqualify "case 340" { why = "x", when = function(a) return {} < a.n end }
disqualify "case 341" { why = "x",
	when = function(a) local a1 = {} a1.self = a1 return a1.self == a1 end }
disqualify "case 342" { why = "x",
	when = function(a) local t = { table.unpack(L) } return #t > a.n end }
disqualify "case 343" { why = "x",
	when = function(a) local function g(...) return select('#', ...) end
		return g(a.n, a.x, nil) == 3 end }
disqualify "case 344" { why = "x",
	when = function(a) local function g(...) local x, y = ... return y end
		return g(a.n, a.x) > 3 end }
disqualify "case 345" { why = "x",
	when = function(a) local function g(n) if n > 1 then return 1, 2 end return 3 end
		local x, y = g(a.n) return y == 2 end }
disqualify "case 346" { why = "x",
	when = function(a) local n = 0 local function up() n = n + 1 return n end up() up()
		return n == a.n end }
disqualify "case 347" { why = "x",
	when = function(a) local s = 0 for k, v in pairs(M) do s = s * 3 + v end
		return s > a.n end }
disqualify "case 349" { why = "x", when = function(a) return M[a.on] == 40 or M[a.off] == 50 end }
disqualify "case 350" { why = "x",
	when = function(a) return M[a.name] == 2 or M[a.word] == 30 end }
disqualify "case 351" { why = "x",
	when = function(a) return M[-1] == 5 and M[3.0] == 1.5 and #M > a.n end }
disqualify "case 352" { why = "x", when = function(a) return next(M) == -1 and a.on end }
disqualify "case 353" { why = "x",
	when = function(a)
		return next(M, 1) == 3 and next(M, false) == true and next(M, true) == nil and a.on end }
disqualify "case 354" { why = "x", when = function(a) return M[a.on and 1 or 'x'] == 30 end }
disqualify "case 358" { why = "x", when = function(a) return one_of(a.n, N) or has(M, a.name) end }
disqualify "case 359" { why = "x",
	when = function(a) return one_of(a.x, { 1.5, 2.5, 'x', true }) end }
disqualify "case 360" { why = "x", when = function(a) return a[a.on and 'n' or 'x'] > 5 end }
disqualify "case 361" { why = "x", when = function(a) return a[a.on and 'n' or 'zz'] > 5 end }
disqualify "case 362" { why = "x",
	when = function(a) local k = 'n' return a[k] > 5 and a['x'] > 3 end }
disqualify "case 363" { why = "x", when = function(a) return (a.on and a or S)['x'] ~= nil end }
disqualify "case 364" { why = "x",
	when = function(a) return (a.on and 'abc' or a.name):upper() == 'ABC' end }
disqualify "case 365" { why = "x",
	when = function(a) local v = nil if a.on then v = a.n else v = a.tech end
		return type(v) == 'number' end }
disqualify "case 366" { why = "x", when = function(a) return (a.on and 1 or 2.5) < a.x end }
disqualify "case 367" { why = "x", when = function(a) return (a.on or a.n) == true end }
disqualify "case 368" { why = "x", when = function(a) local x = a.on and nil return x == nil end }
disqualify "case 369" { why = "x",
	when = function(a) return ('x'):rep(-1) == '' and ('ab'):rep(2, a.name) ~= '' end }
disqualify "case 370" { why = "x",
	when = function(a) return math.max(a.n, 2) == math.max(2, a.n, a.n) end }
disqualify "case 371" { why = "x", when = function(a) return #(a.on and a.tech or 'abc') > 1 end }
disqualify "case 372" { why = "x",
	when = function(a) return math.type(math.max(a.n, a.n + 0.0)) == 'integer' end }
disqualify "case 373" { why = "x", when = function(a)
	local n = 0
	for i = math.mininteger + (a.n - a.n), math.mininteger + 1, 5 do
		if i ~= math.mininteger then return true end
		n = n + 1
	end
	return n ~= 1
end }
