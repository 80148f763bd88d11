-- What random functions find around them: see tests/support/writer.h.

fields {
	id = 'key', name = 'text', kind = { 'text' }, topt = { 'text', optional = true },
	tdef = { 'text', default = 'Gold' }, int = 'integer', iopt = { 'integer', optional = true },
	idef = { 'integer', default = 7 }, num = 'number', nopt = { 'number', optional = true },
	ndef = { 'number', default = 0 }, money = { 'money', unit = 'USD' }, pct = 'percent',
	flag = 'flag', fopt = { 'flag', optional = true }, day = 'date',
	dopt = { 'date', optional = true }, list = 'list', lopt = { 'list', optional = true }
}

local p = params { k = 5, x = 2.5, word = 'abc', on = true }
local NUM = { M = 1, Q = 0.5, SaaS = 3, Gold = 2, ['10'] = 10, abc = -1 }
local ARR = { 5, 2.5, 7, 100, 0 }
local ARR2 = { 'one', 'two' }
local WORD = { M = 'monthly', Q = 'quarterly', a = 'x', abc = 'abc' }
local MIX = { M = 1, a = 'text', abc = true, [1] = 'one', [2] = 2, SaaS = { 1 }, A = false }
local DEEP = { M = { 1, 2, name = 'm' }, Q = { 3, 4, name = 'q' }, a = { 5, name = 7 } }
local SET = { SaaS = true, Fintech = true, a = true, ['10'] = true }
local FLAGS = { [true] = false, [false] = 1 }
local LIST = { 'SaaS', 'a', 'Gold', '10' }
local WORDS = { 'a', 'b', 'c', 'abc', 'SaaS', 'silver', 'x', 'k', 'q', 3, 10.0 }
local GLOBS = { 'vp *', '*north*', 'a?c', 'é*' }
local BANDS = { { 0, 1 }, { 10, 2 }, { 50.5, 3 }, { 1000, 4 } }
local function half(x) return x / 2 end
local function twice(x) return x + x end
local FNS = { half = half, twice = twice }
local function clamp(x, lo, hi)
	if x < lo then return lo end
	if x > hi then return hi end
	return x
end
local function pick(...)
	local b = ...
	for i = 2, select('#', ...) do
		local v = select(i, ...)
		if v > b then b = v end
	end
	return b
end
local function sum(...)
	local s = 0
	for _, v in ipairs({ ... }) do s = s + v end
	return s
end
local function count(l)
	local n = 0
	for _, v in ipairs(l) do
		if #v > 1 then n = n + 1 end
	end
	return n
end
local function grade(x)
	if x > 100 then
		return 'A'
	elseif x > 10 then
		return 'B'
	end
end
local function join(...) return table.concat({ ... }, '/') end
local function first(x, ...) return x end
local function is_big(a) return a.int > 100 end
local function weigh(a) return a.num * 2 + (a.iopt or 0) end
local function two(x)
	if x > 10 then return x, 'big' end
	return x
end
local function adder(x) return function(y) return x + y end end
local function pipe(f, g) return function(x) return g(f(x)) end end
local function counter(x)
	local n = 0
	local function up(d) n = n + d end
	up(1)
	up(x)
	return n
end
local function single(x) return { x } end
local function pair(x) return { x, x + 1 } end
local function bump(t) t[1] = t[1] + 1 end
local function note(t) t.k = t[1] end
local function choose(c, x)
	local make, change = c and single or pair, x > 3 and bump or note
	local t = make(x)
	change(t)
	return t[1] + (t.k or 0)
end
local function last(...) return (select(-1, ...)) end
local function whole(a, ...)
	local s = 0
	for _, f in ipairs({ ... }) do s = s + a[f] end
	return s
end
local function nth(l, i) return l[i] and #l[i] or 0 end
local function longest(l)
	local n = 0
	for _, v in ipairs(l) do n = math.max(n, #v) end
	return n
end
local function steps(x)
	local n = 0
	while x > 1 do
		x = x // 2
		n = n + 1
		if n > 20 then break end
	end
	return n
end
local function holes(x, y)
	local t = {}
	if x > 1 then t[1] = x end
	if y > 1 then t[2] = y end
	return t
end
local function keys(t)
	local n = 0
	for k, v in pairs(t) do n = n + 1 end
	return n
end
local function concat2(x, y)
	local t = { x }
	table.insert(t, y)
	return table.concat(t, '+')
end
local function each(x)
	local s = ''
	for _, c in ipairs({ 'a', 'b' }) do s = s .. c .. x end
	return s
end
local function picked(c, x)
	local t = c and LIST or ARR2
	return t[1] .. x
end
local function some(l, test)
	for _, v in ipairs(l) do
		if test(v) then return true end
	end
	return false
end
local function all(l)
	for i, v in ipairs(l) do
		if v == '' or i > 3 then return false end
	end
	return true
end

tiers { A = 50, B = 0 }
