# What strangers write in cells and rule files stays text, in every verb and format. One world of
# data and rules is full of formulas, markup and terminal escapes; its twin holds a harmless word of
# the same width in each of their places. What is written of both is parsed back and must be the
# same but for those words.
import collections, csv, html.parser, io, json, os, pty, re, shutil, subprocess, sys

SPOT, T = os.environ["SPOT"], os.environ["T"]
FULL = "FULL" in os.environ
bad = 0

def fail(*words):
    global bad
    bad += 1
    if bad < 12:
        print(*words)

# For names of rules, which are one line without control characters, and for all other text.
NAMES = r"""
=cmd|'/C calc'!A00
+1+cmd01|x
-2+3+cmd02
@SUM(03)
＝1＋04
<script>alert(05)</script>
</script><!--06
"><img src=x onerror=07>
' onload='08
]]>&amp;&#x3c;09
{"a":"\b\u0041"10}
zero|width11|x
|pipe|12\|
[l](javascript:13)
`co`de``14
**b** _i_ #15
$(x)%s%n%16
http://x.example/17?<>
- list 18
> quote 19
### 20
21. 1
<![CDATA[22]]>
--]] ]=] 23
\\24\
~~25~~ ==x==
<style>*{}</style>26
![i](data:27)
a==b?c:d'28'"''
""".strip().split("\n")
NAMES[11] = "zero\u200bwidth11\ufeff"
TEXTS = NAMES + ["\x1b[31m40\x1b[0m", "a\x1b]0;t41\x07", "a\u009b31m42", "\u202e43\u202c",
    "\u206644\u2069", "\u200f54\u061c",
    "two\nlines45", "a\u2028b\u202946", "a\r\nb47", "a\tb48", "a\x7f\x08\x0849", "\U0001F60050",
        "a\x0c\x0b51",
    "a\x85b52", "x\n=1+53"]
TURNS = "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f" + TURNS + "]")

def harmless(text):
    """As wide, with white space where text has it."""
    out = ""
    for c in text:
        if c in "\r\n\t ":
            out += " "
        elif c in "\u200b\ufeff":
            out += ""
        elif ord(c) > 0xff00:
            out += "qq"
        else:
            out += c if c.isalnum() and c.isascii() else "q"
    return out

TWINS = {t: harmless(t) for t in TEXTS}
assert len(set(TWINS.values())) == len(TEXTS)

def lua(text):
    plain = lambda b: b < 128 and chr(b).isalnum() or b == 32
    return '"' + "".join(chr(b) if plain(b) else "\\%03d" % b for b in text.encode()) + '"'

# --- the worlds ------------------------------------------------------------------------------

def write_csv(path, header, rows):
    with open(path, "w", newline="", encoding="utf-8") as out:
        csv.writer(out, lineterminator="\n").writerows([header] + rows)

RULES = """
profile %(n0)s { seller = %(t30)s, purpose = %(t31)s, problem = %(t32)s, objectives = %(t33)s,
	owner = %(n23)s, notes = %(t35)s, reviewed = "2026-01-01", review_every = "90d" }
fields { id = { "key", from = %(n1)s }, name = { "text", from = %(n2)s, doc = %(t36)s },
	industry = { "text", from = %(n3)s }, size = { "integer", doc = %(t37)s },
	arr = { "money", default = 0 }, tech = { "list", sep = "," },
	out = { "date", optional = true },
	kicked = { "date", optional = true } }
contacts { key = "id", id = "c", fields = { title = "text" } }
events { key = "id", contact = "contact", at = "day", fields = { day = "date", what = "text" } }
group %(n4)s { cap = 60, doc = %(t38)s }
criterion %(n5)s { weight = 30, group = %(n4)s, why = %(t39)s,
    fit = function(a) return a.size > 50 end }
criterion %(n6)s { weight = 40, group = %(n4)s, why = %(t40)s,
	fit = function(a) return one_of(a.industry, %(t41)s, %(n7)s) end }
criterion %(n8)s { weight = 9, why = %(t42)s, fit = function(a) return has(a.tech, %(n9)s) end }
disqualify %(n10)s { why = %(t28)s, when = function(a) return a.size > 400 end }
growth %(n11)s { unit = %(n13)s, why = %(n0)s, value = function(a) return a.size * 2 end }
tiers { [%(n12)s] = 60, [%(n14)s] = 30, [%(n21)s] = 0 }
exception %(n16)s { account = %(n17)s, tier = %(n12)s, by = %(t38)s, why = %(t39)s,
    expires = "2027-01-01" }
exception %(n18)s { account = "nobody", tier = %(n12)s, by = %(t40)s, why = %(t41)s,
    expires = "2026-01-01" }
cohort %(n19)s { doc = %(t30)s, when = function(a) return a.size %% 3 == 0 end }
cohort %(n20)s { doc = %(t31)s, when = function(a) return a.size %% 3 ~= 0 end }
cohort "churned" { when = function(a) return a.out ~= nil end }
economics { ltv = function(a) return a.arr * 4 end,
    cost_to_serve = function(a) return a.arr * 2 end }
segment %(n21)s { by = function(a) return a.industry end }
role %(n22)s { match = { %(n23)s, "CEO" }, needed = true, cares_about = { %(t32)s },
    found_at = { %(t33)s } }
role %(n24)s { match = function(c) return like(c.title, "*2*") end }
engagement %(n25)s { points = 10, half_life = "30d",
    when = function(e) return e.what == %(t34)s end }
levels { [%(n26)s] = 5, [%(n27)s] = 0 }
stage { { %(n0)s, function(a) return a.arr > 0 end }, { %(n3)s,
    function(a) return a.arr <= 0 end } }
content %(n28)s { role = %(n22)s, stage = %(n0)s, url = %(t35)s, why = %(t36)s }
content %(n2)s { role = %(n24)s, stage = { %(n0)s, %(n3)s }, kind = "sales tool",
    url = "javascript:alert(1)" }
step %(n1)s { owner = %(t37)s, within = "1m", done = "kicked", why = %(t38)s }
acceptance %(n3)s { why = %(t39)s, when = function(a) return a.arr > 10 end }
hypothesis %(n7)s { why = %(t40)s, weights = { [%(n5)s] = 10 } }
hypothesis %(n9)s { why = %(t41)s, tiers = { [%(n12)s] = 50 } }
test %(n17)s { account = { size = 60, industry = %(n7)s, tech = %(n9)s },
    expect = { tier = %(n21)s } }
"""

def world(folder, show):
    os.makedirs(folder)
    t = [show(text) for text in TEXTS]
    words = {"n%d" % i: lua(show(n)) for i, n in enumerate(NAMES)}
    words.update({"t%d" % i: lua(show(text)) for i, text in enumerate(TEXTS)})
    with open(folder + "/r.lua", "w", encoding="utf-8") as out:
        out.write(RULES % words)
    n = len(t)
    rows = []
    for i in range(2 * n):
        rows.append([t[i] if i < n else "A%d" % i, t[(i + 1) % n], t[40 + i % 3] if i % 9 else t[7],
            i * 17 % 500, i * 13 % 70 if i % 4 else "", t[i % 2 + 8] + "," + t[12],
            "2026-%02d-02" % (i % 9 + 1) if i % 7 == 0 else "", "", t[(i + 5) % n]])
    rows[5][4] = rows[6][4] = t[0]
    rows.append(["ragged", t[1]])
    rows.append([t[0]] * 11)
    header = [t[1], t[2], t[3], "size", "arr", "tech", "out", "kicked", t[5]]
    write_csv(folder + "/a.csv", header, rows)
    write_csv(folder + "/b.csv", header, rows[: n + n // 2])
    write_csv(folder + "/good.csv", header, [r for r in rows[:-2]])
    with open(folder + "/semicolon.csv", "w", encoding="utf-8", newline="") as out:
        out.write(";".join(w.replace(";", "") for w in header[:3]) + ";size;tech\r\n")
        for cell in ("=1", " =2", '"=3;x"', "-4", "-4,5%", "-a", "+49 30", '" \t@5"', '"\n=6"',
                "'=7", '" =""8"""', "="):
            out.write(cell + ";" + cell + ";" + t[5] + ";5;" + cell + "\r\n")
    write_csv(folder + "/c.csv", ["c", "id", "title"],
        [[t[i], t[i], t[(i + 3) % n]] for i in range(n)])
    write_csv(folder + "/e.csv", ["id", "contact", "day", "what"],
        [[t[i], t[i], "2026-05-%02d" % (i % 28 + 1), t[34] if i % 3 else t[35]] for i in range(n)])

# --- what is written, parsed back ---------------------------------------------------------------

class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.shape, self.texts, self.odd = collections.Counter(), collections.Counter(), []
        self.feed(text)
        self.close()
    def handle_starttag(self, tag, attrs):
        self.shape[tag] += 1
        for name, value in attrs:
            self.shape[tag, name] += name not in ("x", "y", "transform") # by the letters' widths
            if name.startswith("on") or name in ("href",
                "src") and not re.match("#|https?:|data:,$", value):
                self.odd.append((tag, name, value))
            if name in ("title", "aria-label", "alt", "content", "href"):
                self.texts[" ".join(value.split())] += 1
    def handle_data(self, data):
        if data.strip():
            self.texts[" ".join(data.split())] += 1
    def handle_comment(self, data):
        self.odd.append(data)
    handle_decl = lambda self, decl: self.shape.update(["!" + decl])
    handle_pi = unknown_decl = handle_comment

def mapped(texts, show):
    """The twin's texts with its words replaced by what shows of the hostile ones."""
    words = {twin: show(text) for text, twin in TWINS.items()}
    words.update({twin.strip(): show(text.strip()) for text, twin in TWINS.items()})
    find = re.compile("|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)))
    return collections.Counter(
        {find.sub(lambda m: words[m.group()], text): n for text, n in texts.items()})

def shown(text):
    return " ".join(re.sub("[\x00-\x1f\x7f-\x9f" + TURNS + "]",
        lambda m: " " if m.group() in "\r\n\t" else "\ufffd", text).split(" "))

def compare(what, hostile, twin, show):
    want = mapped(twin, show)
    at_line = lambda text: re.sub(":\\d+:", ":LINE:", text)
    hostile, want = (collections.Counter(map(at_line, t.elements())) for t in (hostile, want))
    if hostile != want:
        fail(what, "\n  only there:", list((hostile - want).items())[:4], "\n  not there:",
            list((want - hostile).items())[:4])

def squeezed(show):
    return lambda text: " ".join(show(text).split())

def html_check(what, a, b):
    hostile, twin = Page(a), Page(b)
    if hostile.shape != twin.shape:
        fail(what, "other elements", hostile.shape - twin.shape, twin.shape - hostile.shape)
    if hostile.odd:
        fail(what, "live markup", hostile.odd[:3])
    compare(what, hostile.texts, twin.texts, squeezed(shown))

def strings(value, out):
    if isinstance(value, dict):
        for key, member in value.items():
            out[key] += 1
            strings(member, out)
    elif isinstance(value, list):
        for member in value:
            strings(member, out)
    elif isinstance(value, str) and not re.fullmatch("[0-9a-f]{16}", value): # a fingerprint
        out[value] += 1
    return out

def json_check(what, a, b):
    if re.search("[<\u2028\u2029\x7f]", a):
        fail(what, "not for a page's script")
    values = lambda t: map(json.loads, t.split("\n")[:-1] if what.endswith("jsonl") else [t])
    a, b = (strings(list(values(t)), collections.Counter()) for t in (a, b))
    compare(what, a, b, str)

def csv_check(what, a, b):
    rows = lambda t: csv.reader(io.StringIO(t, newline=""))
    cells = lambda t: collections.Counter(c for row in rows(t) for c in row if not c.isdigit())
    compare(what, cells(a), cells(b), str)

def unescaped(text):
    """Markdown without what is escaped and what stands in code."""
    out, at = [], 0
    for m in re.finditer(r"\\[!-/:-@\[-`{-~]|&(#\d+|\w+);|(?P<ticks>`+)", text):
        if m.start() < at:
            continue
        out.append(text[at:m.start()])
        at = m.end()
        if m["ticks"]:
            end = re.compile("(?<!`)" + m["ticks"] + "(?!`)").search(text, at)
            out.append("`" if end else m["ticks"] + " never ends")
            if end and text[text.rfind("\n", 0, at) + 1] == "|": # in a cell, which a bare pipe ends
                out += re.findall(r"(?<!\\)\|", text[at:end.start()])
            at = end.end() if end else at
    return "".join(out) + text[at:]

def md_check(what, a, b):
    marks = lambda t: collections.Counter(c for c in unescaped(t) if c in "<>|`[]*_~\n&")
    if marks(a) != marks(b):
        fail(what, "other markup", marks(a) - marks(b), marks(b) - marks(a))
    begin = re.compile(r"(?m)^ *([-+>#]+ |\d+[.)] |=+$|-+$)")
    heads = lambda t: collections.Counter(begin.findall(t))
    if heads(a) != heads(b):
        fail(what, "other blocks", heads(a) - heads(b), heads(b) - heads(a))

def text_check(what, a, b):
    if a.count("\n") != b.count("\n"):
        fail(what, "%d lines, not %d" % (a.count("\n"), b.count("\n")))

CHECKS = {"html": html_check, "json": json_check, "jsonl": json_check, "csv": csv_check,
    "md": md_check}

# --- the runs -----------------------------------------------------------------------------------

def run(folder, args):
    done = subprocess.run([SPOT] + args, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True)
    texts = [text.decode(errors="surrogateescape") for text in (done.stdout, done.stderr)]
    if re.search("[\ud800-\udfff]", "".join(texts)):
        fail(args, "what is written is not UTF-8")
    return done.returncode, *texts

def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        return file.read()

def obeyed_check(what, text):
    found = OBEYED.search(text)
    if found:
        fail(what, "obeyed", repr(text[max(0, found.start() - 40):][:80]))

def both(verb, fmt, *more, files=()):
    made = []
    for folder, show in WORLDS:
        args = [verb] + [show(m) if m in TWINS else m for m in more]
        if fmt:
            args += ["--format", fmt]
        made.append(run(folder, args) + tuple(read(folder + "/" + f) for f in files))
    what = " ".join((verb, *more, fmt or ""))
    if made[0][0] != made[1][0] or made[0][0] > 4:
        fail(what, "status", made[0][0], made[1][0], made[0][2], made[1][2])
    for text in made[0][1 + (fmt == "csv"):3]: # CSV is data
        obeyed_check(what, text)
    text_check(what + ": stderr", made[0][2], made[1][2])
    CHECKS.get(fmt, text_check)(what, made[0][1], made[1][1])
    for i, name in enumerate(files):
        csv_check(what + ": " + name, made[0][3 + i], made[1][3 + i])

WORLDS = [(T + "/hostile", str), (T + "/harmless", lambda text: TWINS.get(text, text))]
for folder, show in WORLDS:
    world(folder, show)
R = ["-r", "r.lua", "--as-of", "2026-06-01"]
PEOPLE = ["--with", "contacts=c.csv", "--with", "events=e.csv"]
KEY, UP, DOWN = NAMES[17], NAMES[19], NAMES[20]
ROWS = ["--rejects", "rejects"]

def few_runs():
    """Each verb and each format once, and what writes a side file."""
    moved = ("--replicates", "200", "--no-ledger", "--disagree", "moved")
    both("score", "csv", *R, *ROWS, "--explain", "a.csv", files=["rejects"])
    both("score", "jsonl", *R, *ROWS, "a.csv")
    both("score", "table", *R, *ROWS, "a.csv")
    both("explain", "table", *R, "--account", KEY, "good.csv")
    both("check", "table", *R, "a.csv", *PEOPLE)
    both("test", None, "-r", "r.lua", "--suggest", "good.csv")
    both("init", None, "good.csv")
    both("derive", None, "--value", "arr", "--top", "30%", "good.csv")
    both("trial", "html", *R, "--outcome", UP, "--against", DOWN, *moved, "good.csv",
        files=["moved"])
    both("contrast", "md", *R, "--a", UP, "--b", DOWN, "good.csv")
    both("drift", "html", *R, "good.csv", "b.csv", *ROWS)
    both("segment", "json", *R, "--territories", "3", "--assign", "assigned", *ROWS, "a.csv",
        files=["assigned"])
    both("engage", "md", *R, *PEOPLE, "good.csv")
    both("plan", "html", *R, *PEOPLE, "--bad-fit", "good.csv")
    both("onepage", "html", *R, *PEOPLE, *ROWS, "a.csv")

def all_runs():
    for fmt in "csv", "jsonl", "json", "table":
        both("score", fmt, *R, *ROWS, "--explain", "a.csv", files=["rejects"])
    both("score", None, *R, "a.csv")
    both("score", None, *R, "--strict", "b.csv")
    both("test", None, "-r", "r.lua", "--suggest", "good.csv")
    both("init", None, "good.csv")
    both("derive", None, "--value", "arr", "--top", "30%", "good.csv")
    for fmt in "table", "json":
        both("explain", fmt, *R, "--account", KEY, "good.csv")
        both("check", fmt, *R, "a.csv", *PEOPLE)
        both("test", fmt, *R)
    for fmt in "table", "json", "html", "md":
        both("trial", fmt, *R, "--outcome", UP, "--against", DOWN, "--replicates", "200",
            "--no-ledger", "--disagree", "moved", "good.csv", files=["moved"])
        both("contrast", fmt, *R, "--a", UP, "--b", DOWN, "good.csv")
        both("drift", fmt, *R, "good.csv", "b.csv", *ROWS)
        both("segment", fmt, *R, "--territories", "3", "--keep", "industry", "--assign", "assigned",
            *ROWS, "a.csv", files=["assigned"])
        both("engage", fmt, *R, *PEOPLE, "good.csv")
        both("plan", fmt, *R, *PEOPLE, "--bad-fit", "good.csv")
        if fmt != "json":
            both("onepage", fmt, *R, *PEOPLE, *ROWS, "a.csv")
    both("segment", "csv", *R, *ROWS, "a.csv")
    for fmt in "csv", "jsonl":
        for per in "account", "contact", "title":
            both("engage", fmt, *R, *PEOPLE, "--per", per, "good.csv")
        both("plan", fmt, *R, *PEOPLE, "good.csv")

# --- formulas ------------------------------------------------------------------------------------

LIVE = re.compile("[\t\r\n]|\\s*[=+@\\-＝＋－＠]")
NUMBER = re.compile(r"\s*[-+]\.?\d[\d.,%]*([eE][-+]?\d+)?%?\s*")

def is_live(text):
    return bool(LIVE.match(text)) and not NUMBER.fullmatch(text) and text.strip("-") != ""

def made_safe(text, mark):
    """And what a program with another separator would cut out of the cell."""
    cuts = "".join(c for c in ";,\t\r\n" if c != mark)
    head, *pieces = re.split("([" + cuts + "])", text)
    for i in range(1, len(pieces), 2):
        pieces[i] = "'" * is_live(pieces[i].lstrip(' "')) + pieces[i]
    return "'" * is_live(text) + head + "".join(pieces)

def guarded(verb, *more, files=()):
    """With --spreadsheet-safe no cell is live, and nothing else differs."""
    texts = []
    for safe in [], ["--spreadsheet-safe"]:
        status, out, err = run(T + "/hostile", [verb, *R, *more, *safe])
        if status != 0:
            fail(verb, *more, "status", status, err)
        texts.append([out] + [read(T + "/hostile/" + f) for f in files])
    mark = ";" if "semicolon.csv" in more else ","
    cells = lambda t: sum(csv.reader(io.StringIO(t, newline=""), delimiter=mark), [])
    n = 0
    for plain, safe in zip(*texts):
        for was, now in zip(cells(plain), cells(safe), strict=True):
            n += is_live(was)
            if now not in [made_safe(was, mark), made_safe(was.strip(" \t"), mark)]:
                fail(verb, *more, "--spreadsheet-safe", repr(was), "became", repr(now))
    if n < 3:
        fail(verb, *more, "only", n, "cells were live")

def guards():
    guarded("score", *ROWS, "--explain", "a.csv", files=["rejects"])
    guarded("score", "semicolon.csv")
    if FULL:
        guarded("score", "--top", "30", "good.csv")
        guarded("score", "--columns", "result", "semicolon.csv")
        guarded("engage", *PEOPLE, "--format", "csv", "--per", "title", "good.csv")
    guarded("engage", *PEOPLE, "--format", "csv", "good.csv")
    guarded("plan", *PEOPLE, "--format", "csv", "good.csv")
    guarded("segment", "--format", "csv", "--territories", "3", "--assign", "assigned",
        "good.csv", files=["assigned"])
    guarded("trial", "--outcome", UP, "--against", DOWN, "--no-ledger", "--replicates", "200",
        "--disagree", "moved", "-o", "/dev/null", "good.csv", files=["moved"])

# --- names of files, and words of the command line -----------------------------------------------

def shown_names():
    odd = "<b>\x1b[31m\u202e\u009b'\n;|&=x"
    shutil.copy(T + "/hostile/r.lua", T + "/hostile/" + odd + ".lua")
    shutil.copy(T + "/hostile/a.csv", T + "/hostile/" + odd + ".csv")
    R, data = ["-r", odd + ".lua"], odd + ".csv"
    few = (["score", *R, *ROWS, data], ["score", *R, "--set", odd + "=" + odd],
        ["score", *R, "good.csv", "-o", odd + "/x"], [odd], ["check", *R, data], ["test", *R],
        ["init", data], ["onepage", *R, *PEOPLE, *ROWS, data, "--format", "html"])
    more = (["score", *R, data], ["score", *R, "no" + data], ["score", "-r", "no" + odd],
        ["score", *R, "--with", odd + "=" + odd], ["score", *R, "--as-of", odd],
        ["score", *R, "--only", odd, "good.csv"], ["score", "--" + odd], ["--completion", odd],
        ["drift", *R, data, "good.csv"], ["segment", *R, "--by", odd, "good.csv"],
        ["explain", *R, "--account", odd, "good.csv"])
    for args in few + more * FULL:
        status, out, err = run(T + "/hostile", args)
        obeyed_check(args, err if args[0] == "score" else err + out)
        if status not in (0, 1, 2, 3, 4, 5):
            fail(args, "status", status)
        if args[-1] == "html" and Page(out).odd:
            fail(args, "live markup")

# --- colours -------------------------------------------------------------------------------------

STYLED = """
fields { id = "key", n = "integer" }
criterion "size" { weight = 10, why = "w", fit = function(a) return a.n > 1 end }
tiers { A = 50, B = 0 }
exception "x" { account = "q\\27[8m1\\27[1m2", tier = "A", by = "me", why = "w",
    expires = "2999-01-01" }
"""

def styles():
    """On a terminal the program's own styles pass, and no stranger's, be it the same."""
    folder, odd = T + "/styles", "q\x1b[8m1\x1b[1m2"
    os.mkdir(folder)
    for name, text in (odd + ".lua", STYLED), (odd + ".csv", "id,n\na,1\n"):
        with open(folder + "/" + name, "w") as out:
            out.write(text)
    for verb in "score", "check":
        near, far = pty.openpty()
        done = subprocess.run([SPOT, verb, "-r", odd + ".lua", odd + ".csv"], cwd=folder,
            stdin=subprocess.DEVNULL, stderr=far if verb == "score" else subprocess.DEVNULL,
            stdout=far if verb == "check" else subprocess.DEVNULL,
            env={k: v for k, v in os.environ.items() if k != "NO_COLOR"} | {"TERM": "xterm"})
        text = os.read(near, 1 << 16).decode()
        os.close(near)
        os.close(far)
        if done.returncode != 0 or "\x1b[1m" not in text or text.count("q\ufffd[8m1\ufffd[1m2") < 3:
            fail(verb, "in colour", done.returncode, repr(text))
        obeyed_check((verb, "in colour"), re.sub("\x1b\\[[012]m", "", text).replace("\r\n", "\n"))

def long_note():
    """What is too long for a line ends between two characters, and says so."""
    os.mkdir(T + "/hostile/é")
    for pad in "", "./":
        out = pad + "é/../" * 500 + "made%d.lua" % len(pad)
        status, _, err = run(T + "/hostile", ["init", "good.csv", "-o", out])
        if status != 0 or "é/../" * 300 not in err or not err.endswith("…\n"):
            fail("init -o", "status", status, repr(err[-40:]))

if FULL:
    all_runs()
else:
    few_runs()
guards()
shown_names()
styles()
long_note()
sys.exit(bad > 0)
