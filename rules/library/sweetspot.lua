---@meta sweetspot

-- What an editor with the Lua language server shows while a rule file is written: every word with
-- its keys, every helper, and the part of Lua's own library that rules may call. Nothing else is
-- there. This file is for editors only and is never run.

-- Types ------------------------------------------------------------------------------------

---The account: one row, read field by field. A blank field that is neither `optional` nor has a
---`default` ends the rule with the answer *unknown*.
---@class sweetspot.Account
---@field [string] any

---A record of a rollup table.
---@class sweetspot.Record
---@field [string] any

---A contact, in rules of `role`.
---@class sweetspot.Contact
---@field [string] any

---An event, in rules of `engagement`.
---@class sweetspot.Event
---@field contact sweetspot.Contact the contact who did it; blank where unknown
---@field [string] any

---A list cell: `has(list, "x")`, `#list` and `ipairs(list)` work on it.
---@alias sweetspot.List string[]

---A date: whole days since 1970-01-01.
---@alias sweetspot.Date integer

---A whole number and `d`, `w`, `m` or `y`: `"90d"`, `"6w"`, `"3m"`, `"1y"`.
---@alias sweetspot.Duration string

---@alias sweetspot.Type
---| "key"     # the account's identity, never a number, not blank
---| "text"    # trimmed text
---| "integer" # 1,200   1 200   1.2k
---| "number"  # 12.5; with format = "1.234,5" decimal comma
---| "money"   # $1,200.50   (1,200)   18.3 MM   €1.200,50 by format
---| "percent" # 12% and 0.12 are 0.12; with format = "hundredths" a bare 12 too
---| "flag"    # yes/no, true/false, y/n, 1/0, x
---| "date"    # 2026-01-31, 14 Mar 2024, Mar 14, 2024; else by format
---| "list"    # items split at sep

---@class sweetspot.Field
---@field [1]? sweetspot.Type the type; only a field that varies another may leave it out
---@field from? string|integer|(string|integer)[] header names (the first wins) or a column number
---@field unit? string "USD", "EUR" …: a cell with another currency is unreadable
---@field doc? string what it means
---@field blank? string|string[] further texts that mean blank
---@field default? any what a blank reads as
---@field optional? boolean a blank reads as nil, and plain Lua decides
---@field sep? string between the items of a list; default ";"
---@field format? string "1.234,5" | "hundredths" | "hundredths 1.234,5" | in strptime terms: "%d/%m/%Y"
---@field known? "after" known only once the outcome is: no rule that predicts may use it
---@field cost? number what it costs to fill a blank

---@alias sweetspot.Fields table<string, sweetspot.Type|sweetspot.Field>

-- Words ------------------------------------------------------------------------------------

---@class sweetspot.Profile
---@field seller? string
---@field purpose? string
---@field problem? string
---@field owner? string
---@field reviewed? string a day, "2026-11-01"
---@field review_every? sweetspot.Duration
---@field objectives? string|string[]
---@field notes? string|string[]

---Who this file is for: the head of the one-page profile.
---@param name string
---@return fun(t: sweetspot.Profile)
function profile(name) end

---The columns that the rules may read.
---@param t sweetspot.Fields
function fields(t) end

---Knobs: numbers, texts and booleans, overridden by `--set name=value` and by a hypothesis.
---@generic T: table<string, number|string|boolean>
---@param t T
---@return T params read-only
function params(t) end

---@class sweetspot.Criterion
---@field weight number points at full fit; negative: a penalty
---@field fit fun(a: sweetspot.Account): boolean|number|nil true, false or 0 to 1
---@field why string the reason, shown with every result
---@field group? string
---@field unknown? "zero"|"skip"|number what a blank counts: nothing, not at all, or that fit

---Points for fit.
---@param name string
---@return fun(t: sweetspot.Criterion)
function criterion(name) end

---@class sweetspot.Group
---@field cap? number the most that its criteria may add up to
---@field floor? number the least; not above 0
---@field doc? string

---Limits what the criteria of a group add up to.
---@param name string
---@return fun(t: sweetspot.Group)
function group(name) end

---@class sweetspot.Disqualifier
---@field when fun(a: sweetspot.Account): boolean|nil
---@field why string
---@field unknown? "pass"|"disqualify" what a blank does; pass: it is reported as unchecked

---A bad fit whatever the score.
---@param name string
---@return fun(t: sweetspot.Disqualifier)
function disqualify(name) end

---@class sweetspot.Growth
---@field value fun(a: sweetspot.Account): number
---@field unit? string the same in all growth formulas of a file, "USD/year"
---@field why? string

---An amount; the account's growth potential is the sum of them.
---@param name string
---@return fun(t: sweetspot.Growth)
function growth(name) end

---Names with the least score of each: `tiers { A = 80, B = 60, C = 0 }`.
---@param t table<string, number>
function tiers(t) end

---The share of the market that may be in the top two tiers: `target_share { 0.05, 0.30 }`.
---@param t { [1]: number, [2]: number }
function target_share(t) end

---@class sweetspot.Exception
---@field account string the account's key
---@field tier string
---@field by string who decided
---@field why string
---@field expires string the last day on which it holds, "2028-03-31"

---Overrides the tier of one account until a day.
---@param name string
---@return fun(t: sweetspot.Exception)
function exception(name) end

---@class sweetspot.Cohort
---@field when fun(a: sweetspot.Account): boolean|nil
---@field doc? string

---A set of accounts: healthy, churned, won, lost …
---@param name string
---@return fun(t: sweetspot.Cohort)
function cohort(name) end

---@class sweetspot.Economics
---@field ltv? fun(a: sweetspot.Account): number lifetime value
---@field cac? fun(a: sweetspot.Account): number cost to acquire
---@field cost_to_serve? fun(a: sweetspot.Account): number
---@field deals? string the name of a rollup
---@field won? fun(r: sweetspot.Record): boolean|nil
---@field lost? fun(r: sweetspot.Record): boolean|nil
---@field days? fun(r: sweetspot.Record): number days the deal took

---The money and speed figures by segment.
---@param t sweetspot.Economics
function economics(t) end

---@class sweetspot.Segment
---@field by? fun(a: sweetspot.Account): string|nil
---@field bands? table

---A way of grouping the market.
---@param name string
---@return fun(t: sweetspot.Segment)
function segment(name) end

---@class sweetspot.Derived
---@class sweetspot.Aggregate
---@field [1]? string the column
---@field when? fun(r: sweetspot.Record): boolean|nil which records count
---@field by? string first, last: the column that orders

---@class sweetspot.Rollup
---@field key string the column with the account's key
---@field fields sweetspot.Fields
---@field [string] sweetspot.Derived

---Summarises a second table (`--with NAME=FILE`) into fields of the account, read flat: `a.won`.
---@param name string
---@return fun(t: sweetspot.Rollup)
function rollup(name) end

---How many records; of a column: how many that are not blank.
---@param t? sweetspot.Aggregate
---@return sweetspot.Derived
function count(t) end

---@param t sweetspot.Aggregate
---@return sweetspot.Derived
function sum(t) end

---@param t sweetspot.Aggregate
---@return sweetspot.Derived
function mean(t) end

---@param t sweetspot.Aggregate
---@return sweetspot.Derived
function min(t) end

---@param t sweetspot.Aggregate
---@return sweetspot.Derived
function max(t) end

---The earliest record's value, by the column `by`, else in the file's order.
---@param t sweetspot.Aggregate
---@return sweetspot.Derived
function first(t) end

---The latest record's value, by the column `by`, else in the file's order.
---@param t sweetspot.Aggregate
---@return sweetspot.Derived
function last(t) end

---How many different values.
---@param t sweetspot.Aggregate
---@return sweetspot.Derived
function distinct(t) end

---@class sweetspot.Role
---@field match fun(c: sweetspot.Contact): boolean|nil or titles as for like()
---@field needed? boolean|number
---@field cares_about? string|string[]
---@field found_at? string|string[]
---@field groups? string|string[]
---@field events? string|string[]

---A buying role, found among the contacts. The first match in file order wins.
---@param name string
---@return fun(t: sweetspot.Role)
function role(name) end

---@class sweetspot.Engagement
---@field points number
---@field when fun(e: sweetspot.Event): boolean|nil
---@field half_life? sweetspot.Duration
---@field role? string|string[] only what these roles did
---@field cap? number

---Points for what a contact did, fading by half every half_life.
---@param name string
---@return fun(t: sweetspot.Engagement)
function engagement(name) end

---@class sweetspot.Records
---@field key string the column with the account's key
---@field id? string contacts: the column with the contact's own key
---@field contact? string events: the column with the contact's key
---@field at? string events: the column with the day
---@field fields sweetspot.Fields

---The second table of people, `--with contacts=FILE`.
---@param t sweetspot.Records
function contacts(t) end

---The second table of what happened, `--with events=FILE`.
---@param t sweetspot.Records
function events(t) end

---Names with the least engagement of each: `levels { hot = 60, warm = 25, cold = 0 }`.
---@param t table<string, number>
function levels(t) end

---@class sweetspot.Content
---@field role string|string[]
---@field stage string|string[]
---@field kind? "content"|"sales tool"
---@field url? string
---@field why? string

---One piece of the content map.
---@param name string
---@return fun(t: sweetspot.Content)
function content(name) end

---@class sweetspot.StageEntry
---@field [1] string
---@field when fun(a: sweetspot.Account): boolean|nil

---@class sweetspot.Stage
---@field by? fun(a: sweetspot.Account): string|nil
---@field [integer] sweetspot.StageEntry

---Where an account is in its life cycle: a function, or a list in which the first that holds wins.
---@param t sweetspot.Stage
function stage(t) end

---@class sweetspot.Step
---@field owner string
---@field within? sweetspot.Duration
---@field when? fun(a: sweetspot.Account): boolean|nil
---@field done? fun(a: sweetspot.Account): boolean|nil
---@field why? string

---One step of the success plan.
---@param name string
---@return fun(t: sweetspot.Step)
function step(name) end

---@class sweetspot.Acceptance
---@field when fun(a: sweetspot.Account): boolean|nil
---@field why? string

---What Customer Success must see before a booking is accepted.
---@param name string
---@return fun(t: sweetspot.Acceptance)
function acceptance(name) end

---@class sweetspot.Hypothesis
---@field params? table<string, number|string|boolean>
---@field weights? table<string, number> by criterion
---@field tiers? table<string, number>
---@field disable? string|string[] criteria and disqualifiers to leave out
---@field fields? sweetspot.Fields
---@field why? string

---A variation of this file to be trialled against it.
---@param name string
---@return fun(t: sweetspot.Hypothesis)
function hypothesis(name) end

---@class sweetspot.Expect
---@field tier? string a tier or "bad fit"
---@field score? number
---@field score_low? number
---@field score_high? number
---@field coverage? number percent of the weight that is known
---@field growth? number|"unknown"
---@field disqualified? boolean|string[] whether, or by which
---@field unknown? string[] the rules whose answer is unknown

---@class sweetspot.TestRow
---@field account table<string, any>
---@field expect sweetspot.Expect

---@class sweetspot.Test
---@field account? table<string, any> texts are read as cells would be; what is not given is blank
---@field rows? sweetspot.TestRow[]
---@field expect? sweetspot.Expect
---@field as_of? string the day that the test takes for today

---A test of the rules, run by `sweetspot test`.
---@param name string
---@return fun(t: sweetspot.Test)
function test(name) end

---Starts from another rule file: words of the same name replace, `drop` removes.
---@param path string
function extends(path) end

---Removes a word, field or tier of the extended file.
---@param name string
function drop(name) end

---Runs a file of plain values and functions, below this file's folder, and returns what it returns.
---@param path string
---@return any
function include(path) end

-- Helpers ----------------------------------------------------------------------------------

---The run's as-of day; the only clock there is.
---@type sweetspot.Date
as_of = 0

---low <= x and x <= high: both ends belong to it.
---@param x number
---@param low number
---@param high number
---@return boolean
function between(x, low, high) end

---x equals one of them; text without regard to case. False for nil.
---@param x any
---@param ... any the values, or one list of them
---@return boolean
function one_of(x, ...) end

---The list holds any of the items, without regard to case. False for nil.
---@param list sweetspot.List?
---@param ... string
---@return boolean
function has(list, ...) end

---A glob (`*` any text, `?` one character) matches the whole text, without regard to case and
---accents. False for nil.
---@param text string?
---@param ... string
---@return boolean
function like(text, ...) end

---A Perl-compatible regular expression matches somewhere; "(?i)" in front ignores case.
---@param text string
---@param pattern string
---@return boolean
function regex(text, pattern) end

---0 at from, 1 at to, linear between; from > to slopes down.
---@param x number
---@param from number
---@param to number
---@return number
function ramp(x, from, to) end

---The value of the last limit <= x, nil below the first:
---`bands(x, { { 0, "small" }, { 50, "large" } })`.
---@generic T
---@param x number
---@param list { [1]: number, [2]: T }[]
---@return T|nil
function bands(x, list) end

---Whole days from d to the as-of day.
---@param d sweetspot.Date
---@return integer
function days_since(d) end

---Whole months from d to the as-of day.
---@param d sweetspot.Date
---@return integer
function months_since(d) end

---Whole years from d to the as-of day.
---@param d sweetspot.Date
---@return integer
function years_since(d) end

---A day written as text: `date "2026-01-31"`.
---@param text string
---@return sweetspot.Date
function date(text) end

---@param d sweetspot.Date
---@return integer
function year(d) end

---@param d sweetspot.Date
---@return integer month 1 to 12
function month(d) end

-- Lua's own --------------------------------------------------------------------------------

---@generic T
---@param v? T
---@param message? any
---@return T
function assert(v, message, ...) end

---@param message any
---@param level? integer
function error(message, level) end

---@generic V
---@param t V[]
---@return fun(t: V[], i?: integer): integer, V
function ipairs(t) end

---Numbers upward, then texts by bytes: always the same order.
---@generic K, V
---@param t table<K, V>
---@return fun(t: table<K, V>, k?: K): K, V
function pairs(t) end

---@generic K, V
---@param t table<K, V>
---@param k? K
---@return K?, V?
function next(t, k) end

---@param n integer|"#"
---@return any
function select(n, ...) end

---@param v any
---@return "nil"|"number"|"string"|"boolean"|"table"|"function"
function type(v) end

---@param v any
---@return string
function tostring(v) end

---@param v any
---@param base? integer
---@return number?
function tonumber(v, base) end

---@class mathlib
---@field pi number
---@field huge number
---@field maxinteger integer
---@field mininteger integer
math = {}
---@param x number
---@return number
function math.abs(x) end
---@param x number
---@return number
function math.acos(x) end
---@param x number
---@return number
function math.asin(x) end
---@param y number
---@param x? number
---@return number
function math.atan(y, x) end
---@param x number
---@return integer
function math.ceil(x) end
---@param x number
---@return number
function math.cos(x) end
---@param x number
---@return number
function math.deg(x) end
---@param x number
---@return number
function math.exp(x) end
---@param x number
---@return integer
function math.floor(x) end
---@param x number
---@param y number
---@return number
function math.fmod(x, y) end
---@param x number
---@param base? number
---@return number
function math.log(x, base) end
---@param x number
---@param ... number
---@return number
function math.max(x, ...) end
---@param x number
---@param ... number
---@return number
function math.min(x, ...) end
---@param x number
---@return number whole, number rest
function math.modf(x) end
---@param x number
---@return number
function math.rad(x) end
---@param x number
---@return number
function math.sin(x) end
---@param x number
---@return number
function math.sqrt(x) end
---@param x number
---@return number
function math.tan(x) end
---@param x any
---@return integer?
function math.tointeger(x) end
---@param x any
---@return "integer"|"float"|nil
function math.type(x) end
---@param a integer
---@param b integer
---@return boolean
function math.ult(a, b) end

---@class stringlib
string = {}
---@param s string
---@param i? integer
---@param j? integer
---@return integer ...
function string.byte(s, i, j) end
---@param ... integer
---@return string
function string.char(...) end
---@param s string
---@param pattern string
---@param init? integer
---@param plain? boolean
---@return integer? from, integer? to, string ...
function string.find(s, pattern, init, plain) end
---@param format string
---@return string
function string.format(format, ...) end
---@param s string
---@param pattern string
---@return fun(): string, ...
function string.gmatch(s, pattern) end
---@param s string
---@param pattern string
---@param replacement string|table|function
---@param n? integer
---@return string text, integer count
function string.gsub(s, pattern, replacement, n) end
---@param s string
---@return integer bytes
function string.len(s) end
---@param s string
---@return string
function string.lower(s) end
---@param s string
---@param pattern string
---@param init? integer
---@return string? ...
function string.match(s, pattern, init) end
---@param s string
---@param n integer
---@param sep? string
---@return string
function string.rep(s, n, sep) end
---@param s string
---@return string
function string.reverse(s) end
---@param s string
---@param i integer
---@param j? integer
---@return string
function string.sub(s, i, j) end
---@param s string
---@return string
function string.upper(s) end

---@class utf8lib
---@field charpattern string
utf8 = {}
---@param ... integer
---@return string
function utf8.char(...) end
---@param s string
---@return fun(s: string, i: integer): integer, integer
function utf8.codes(s) end
---@param s string
---@param i? integer
---@param j? integer
---@return integer ...
function utf8.codepoint(s, i, j) end
---@param s string
---@param i? integer
---@param j? integer
---@return integer? characters
function utf8.len(s, i, j) end
---@param s string
---@param n integer
---@param i? integer
---@return integer?
function utf8.offset(s, n, i) end

---@class tablelib
table = {}
---@param list (string|number)[]
---@param sep? string
---@param i? integer
---@param j? integer
---@return string
function table.concat(list, sep, i, j) end
---@param list any[]
---@param pos any
---@param value? any
function table.insert(list, pos, value) end
---@param list any[]
---@param pos? integer
---@return any
function table.remove(list, pos) end
---@generic T
---@param list T[]
---@param less? fun(a: T, b: T): boolean
function table.sort(list, less) end
---@generic T
---@param list T[]
---@param i? integer
---@param j? integer
---@return T ...
function table.unpack(list, i, j) end
