/* SPDX-License-Identifier: MIT */
/*
 * Makes accounts for benchmarks: generate ROWS SEED [wide|quotes|odd] > file
 *
 * 20 columns, about 175 bytes a row (2 million rows are about 349 MB). `wide` spreads the same
 * columns among 180 others. `quotes` puts most texts in quotes, with commas, doubled quotes and
 * line ends in them. `odd` has quotes where RFC 4180 has none, which libcsv takes as data or drops:
 * its rows are as many and its cells as many a row. The same seed gives the same bytes
 * everywhere: whole numbers only, no locale, no library but stdio.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum shape { PLAIN,
	WIDE,
	QUOTES,
	ODD };

#define N_FILLERS 180
#define N_FIELDS 20

/* --- random numbers ----------------------------------------------------------------------- */

static uint64_t state;

/* splitmix64 (public domain, S. Vigna): every seed gives a good sequence. */
static uint64_t next(void)
{
	uint64_t z = state += 0x9e3779b97f4a7c15u;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

/* 0 .. n - 1. The upper half times n: no division. */
static unsigned below(unsigned n)
{
	return (unsigned)(((next() >> 32) * n) >> 32);
}

/* Small values far more often than large ones, as money and people are. */
static unsigned skewed(unsigned n)
{
	return (unsigned)(((uint64_t)below(n) * below(n)) / n);
}

/* --- output ------------------------------------------------------------------------------- */

static char out[1 << 20];
static size_t n_out;
static size_t cell_start;

static void flush(void)
{
	if (fwrite(out, 1, n_out, stdout) != n_out) {
		perror("generate");
		exit(1);
	}
	n_out = 0;
}

static void put(char c)
{
	out[n_out++] = c;
}

static void text(const char *s)
{
	size_t n = strlen(s);
	memcpy(out + n_out, s, n);
	n_out += n;
}

static void number(unsigned n, unsigned width)
{
	char digits[12];
	unsigned i = sizeof(digits);
	do {
		digits[--i] = (char)('0' + n % 10);
		n /= 10;
	} while (n || sizeof(digits) - i < width);
	memcpy(out + n_out, digits + i, sizeof(digits) - i);
	n_out += sizeof(digits) - i;
}

static void cents(unsigned n)
{
	number(n / 100, 1);
	put('.');
	number(n % 100, 2);
}

static void date(unsigned first_year, unsigned n_years)
{
	number(first_year + below(n_years), 4);
	put('-');
	number(1 + below(12), 2);
	put('-');
	number(1 + below(28), 2);
}

/* --- what stands in the columns ------------------------------------------------------------ */

#define PICK(list) list[below(sizeof(list) / sizeof(list[0]))]

static const char *const name_starts[] = { "Amber", "Anvil", "Birch", "Bluefin", "Borealis",
	"Bramble", "Calder", "Cobalt", "Corvid", "Drift", "Ember", "Fern", "Flint", "Fox",
	"Halcyon", "Harbour", "Heron", "Ibex", "Iron", "Juniper", "Kestrel", "Lark", "Linden",
	"Lode", "Meadow", "Mill", "Moon", "Nettle", "Night", "Nimbus", "North", "Oak", "Opal",
	"Osprey", "Pebble", "Pine", "Plover", "Quarry", "Raven", "Ridge", "Salt", "Sand",
	"Silver", "Sky", "Slate", "Stone", "Swift", "Thistle", "Tide", "Verity", "Wag", "West",
	"White", "Wild", "Willow", "Winter", "Wren", "Yarrow", "Zephyr", "Ångström", "Łódź",
	"Müller", "Élan", "São Bento" };
static const char *const name_middles[] = { "ton", "field", "gate", "line", "wood", "mark", "well",
	"bridge", "stone", "ford", "crest", "moor", "dale", "worth", "ley", "brook" };
static const char *const name_ends[] = { " Labs", " Group", " Systems", " GmbH", " Ltd", " Inc",
	" Media", " Works", " Health", " Freight", " Foods", " Pay", " Cloud", " AG", " LLC",
	" Partners" };
static const char *const industries[] = { "SaaS", "Software", "Fintech", "Media", "Retail",
	"Logistics", "Healthcare", "Manufacturing", "Education", "Construction", "Energy",
	"Insurance", "Banking", "Hotels", "Real Estate", "Non-profit", "Telecoms", "Machinery",
	"Gambling", "" };
static const char *const countries[] = { "United States", "United States", "USA", "Germany",
	"Germany", "United Kingdom", "United Kingdom", "France", "Netherlands", "Sweden",
	"Canada", "Spain", "Italy", "Poland", "India", "Japan", "Brazil", "Australia",
	"Singapore", "Iran" };
static const char *const cities[] = { "Hamburg", "Leeds", "Austin", "Lyon", "Utrecht", "Malmö",
	"Toronto", "Sevilla", "Torino", "Gdańsk", "Pune", "Osaka", "Recife", "Perth", "Denver",
	"Cork" };
static const char *const tools[] = { "Snowflake", "BigQuery", "Databricks", "Redshift", "dbt",
	"Looker", "HubSpot", "Salesforce", "Segment", "Tableau", "Excel", "SAP BW", "Fivetran",
	"Airtable", "Cognos", "Oracle" };
static const char *const owners[] = { "Ada Brook", "Bo Lindgren", "Clara Hofer", "Dag Solheim",
	"Ines Caldeira", "Jomo Waweru", "Kaja Mirek", "Maeve Corrigan", "Priya Nandan",
	"Otto Brandl", "Rosa Iglesias", "Tomas Vejle" };
static const char *const plans[] = { "Free", "Starter", "Team", "Business", "Scale", "" };
static const char *const sources[] = { "partner", "organic", "event", "outbound", "referral",
	"ads" };
static const char *const sayings[] = { "wants a second call", "budget fixed until April",
	"asks for references", "champion left", "legal reviews", "do not ring on Fridays",
	"merged with its sister company", "trial in 2023, no budget then" };

static const char *const headers[N_FIELDS] = { "Account ID", "Account Name", "Industry",
	"Country", "City", "Employees", "ARR", "Cost to serve", "Headcount growth",
	"Tech stack", "Seats", "Signup Date", "Churned on", "Founded", "Website", "Owner",
	"Plan", "Source", "Newsletter", "Last activity" };

static void name_put(unsigned start, unsigned middle, unsigned end)
{
	text(name_starts[start]);
	text(name_middles[middle]);
	if (end < 16)
		text(name_ends[end]);
}

static void website_put(unsigned start, unsigned middle)
{
	text("www.");
	for (const char *c = name_starts[start]; *c; c++)
		if ((*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z'))
			put(*c);
	text(name_middles[middle]);
	text(".example");
}

static void tools_put(void)
{
	for (unsigned i = 0, n = below(5); i < n; i++) {
		if (i)
			put(';');
		text(PICK(tools));
	}
}

/* In `quotes` every text cell may become a quoted one with something awkward in it. */
static void remark_put(void)
{
	put('"');
	text(PICK(sayings));
	switch (below(6)) {
	case 0:
		text(",\nsaid \"\"");
		text(PICK(owners));
		text("\"\"");
		break;
	case 1:
		text("\r\n- ");
		text(PICK(sayings));
		break;
	case 2:
		text(", ");
		text(PICK(sayings));
		break;
	case 3:
		text(" \"\"really\"\"");
		break;
	default:
		break;
	}
	put('"');
}

/* Puts texts before and behind what was written since from. */
static void wrap(size_t from, const char *before, const char *behind)
{
	size_t n = strlen(before);
	memmove(out + from + n, out + from, n_out - from);
	memcpy(out + from, before, n);
	n_out += n;
	text(behind);
}

/* Doubles no quotes: the texts have none. */
static void quote(size_t from)
{
	wrap(from, "\"", "\"");
}

/* To libcsv the first three are unquoted cells with quotes in them; in the next two the second
 * quote closes nothing; the last one has spaces about its quotes. */
static const char *const odd_starts[] = { "The \"", "5\" ", "", "\"", "\"", " \"" };
static const char *const odd_ends[] = { "\" Co", " plus", " 12\"", "\" Co\"", "\"Co, too\"",
	", etc.\" " };

static void quote_oddly(size_t from)
{
	unsigned first = memchr(out + from, ',', n_out - from) ? 3 : 0;
	unsigned way = first + below(6 - first);
	wrap(from, odd_starts[way], odd_ends[way]);
}

static void field_put(unsigned field, unsigned row, enum shape shape, const unsigned name[3])
{
	unsigned blank = below(100), flag;
	cell_start = n_out;
	switch (field) {
	case 0:
		text("ACC-");
		number(row, 7);
		break;
	case 1:
		name_put(name[0], name[1], name[2]);
		if (shape == QUOTES || name[2] == 13) {
			text(", ");
			text(PICK(cities));
		}
		break;
	case 2:
		text(PICK(industries));
		break;
	case 3:
		text(PICK(countries));
		break;
	case 4:
		text(PICK(cities));
		break;
	case 5:
		if (blank >= 4)
			number(1 + skewed(5000), 1);
		break;
	case 6:
		if (blank >= 10)
			cents(skewed(20000000));
		break;
	case 7:
		if (blank >= 10)
			cents(skewed(8000000));
		break;
	case 8:
		if (blank >= 8) {
			if (below(4) == 0)
				put('-');
			number(skewed(60), 1);
			put('%');
		}
		break;
	case 9:
		tools_put();
		break;
	case 10:
		if (blank >= 30)
			number(skewed(900), 1);
		break;
	case 11:
		date(2015, 11);
		break;
	case 12:
		if (blank >= 88)
			date(2024, 2);
		break;
	case 13:
		if (blank >= 3)
			number(1950 + below(75), 4);
		break;
	case 14:
		website_put(name[0], name[1]);
		break;
	case 15:
		text(PICK(owners));
		break;
	case 16:
		text(PICK(plans));
		break;
	case 17:
		if (shape == QUOTES)
			remark_put();
		else
			text(PICK(sources));
		break;
	case 18:
		flag = below(20);
		text(flag == 0 ? "" : flag < 12 ? "yes"
		                                : "no");
		break;
	default:
		date(2024, 2);
		break;
	}
	if (shape == ODD && (field == 1 || field == 4 || field == 15 || field == 17))
		quote_oddly(cell_start);
	else if (memchr(out + cell_start, ',', n_out - cell_start)
		? field != 17
		: shape == QUOTES && field != 17 && below(3) == 0)
		quote(cell_start);
}

static void filler_put(unsigned filler)
{
	switch (filler % 6) {
	case 0:
		number(below(100000), 1);
		break;
	case 1:
		cents(skewed(1000000));
		break;
	case 2:
		text(PICK(sources));
		break;
	case 3:
		break;
	case 4:
		date(2020, 6);
		break;
	default:
		text(below(2) ? "true" : "false");
		break;
	}
}

/* Fillers stand in front of, between and behind the fields: nine before each of them. */
static void fillers_put(void (*put_one)(unsigned), unsigned field)
{
	for (unsigned i = 0; i < N_FILLERS / N_FIELDS; i++) {
		put_one(field * (N_FILLERS / N_FIELDS) + i);
		put(',');
	}
}

static void filler_header_put(unsigned filler)
{
	text("custom_");
	number(filler + 1, 3);
}

static void header_put(enum shape shape)
{
	for (unsigned f = 0; f < N_FIELDS; f++) {
		if (f)
			put(',');
		if (shape == WIDE)
			fillers_put(filler_header_put, f);
		text(headers[f]);
	}
	put('\n');
}

static void row_put(unsigned row, enum shape shape)
{
	unsigned name[3] = { below(64), below(16), below(20) };
	for (unsigned f = 0; f < N_FIELDS; f++) {
		if (f)
			put(',');
		if (shape == WIDE)
			fillers_put(filler_put, f);
		field_put(f, row, shape, name);
	}
	put('\n');
	if (n_out > sizeof(out) - (1 << 16)) /* no row is longer than 64 KiB */
		flush();
}

int main(int argc, char **argv)
{
	enum shape shape = PLAIN;
	if (argc == 4 && !strcmp(argv[3], "wide"))
		shape = WIDE;
	else if (argc == 4 && !strcmp(argv[3], "quotes"))
		shape = QUOTES;
	else if (argc == 4 && !strcmp(argv[3], "odd"))
		shape = ODD;
	else if (argc != 3) {
		fprintf(stderr, "usage: generate ROWS SEED [wide|quotes|odd] > file\n");
		return 2;
	}
	unsigned n_rows = (unsigned)strtoul(argv[1], NULL, 10);
	state = strtoull(argv[2], NULL, 10);
	header_put(shape);
	for (unsigned row = 1; row <= n_rows; row++)
		row_put(row, shape);
	flush();
	return fflush(stdout) ? 1 : 0;
}
