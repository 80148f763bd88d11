/* SPDX-License-Identifier: MIT */
/* What is said of a rule that failed on a row. Nothing here asks for Lua's memory. */
#include <lauxlib.h>
#include <math.h>

#include "base/buf.h"
#include "base/date.h"
#include "rules/internal.h"
#include "rules/subject.h"
#include "rules/vm_internal.h"

#define MAX_READS_SHOWN 12
#define MAX_TEXT_SHOWN 60 /* bytes of one value */

/* What a function of each kind must answer. */
static const char *const answers_wanted[SPOT_ANSWER_N] = {
	[SPOT_ANSWER_FIT] = "true, false or a number from 0 to 1",
	[SPOT_ANSWER_WHEN] = "true or false", [SPOT_ANSWER_AMOUNT] = "a finite number",
	[SPOT_ANSWER_TEXT] = "text" };

static void print_text(struct spot_buf *buf, struct spot_view text)
{
	size_t len = text.len;

	if (len > MAX_TEXT_SHOWN) {
		len = MAX_TEXT_SHOWN;
		while (len > 0 && ((unsigned char)text.ptr[len] & 0xc0) == 0x80)
			len--;
	}
	spot_buf_char(buf, '"');
	/* The message would end at a NUL. */
	for (size_t i = 0; i < len; i++)
		if (text.ptr[i])
			spot_buf_char(buf, text.ptr[i]);
		else
			spot_buf_text(buf, "\\0");
	spot_buf_text(buf, len < text.len ? "…\"" : "\"");
}

/* The wrong answer at the top, for the message. */
static void print_answer(struct spot_buf *buf, lua_State *L)
{
	struct spot_list list;
	struct spot_view text;
	double number;

	switch (lua_type(L, -1)) {
	case LUA_TNIL:
		spot_buf_text(buf, "nothing");
		break;
	case LUA_TBOOLEAN:
		spot_buf_text(buf, lua_toboolean(L, -1) ? "true" : "false");
		break;
	case LUA_TNUMBER:
		number = lua_tonumber(L, -1);
		if (lua_isinteger(L, -1))
			spot_buf_integer(buf, lua_tointeger(L, -1));
		else if (isnan(number))
			spot_buf_text(buf, "not-a-number (0/0)");
		else if (isinf(number))
			spot_buf_text(buf, number > 0 ? "infinity" : "-infinity");
		else
			spot_buf_shortest(buf, number);
		break;
	case LUA_TSTRING:
		text.ptr = lua_tolstring(L, -1, &text.len);
		spot_buf_text(buf, "the text ");
		print_text(buf, text);
		break;
	case LUA_TUSERDATA:
		spot_buf_text(buf, spot_account_list(L, -1, &list) ? "a list" : "the account");
		break;
	default:
		spot_buf_printf(buf, "a %s", luaL_typename(L, -1));
	}
}

void spot_vm_tell_answer(struct spot_error *err, lua_State *L, const struct spot_function *fn)
{
	struct spot_buf got = SPOT_BUF_INIT;

	print_answer(&got, L);
	spot_error_set(err, SPOT_ERULES, "%s returned %s; it must be %s",
	    fn->key ? fn->key : fn->word, spot_buf_str(&got), answers_wanted[fn->answer]);
	spot_error_place(err, fn->place.file, fn->place.line, NULL);
	spot_buf_reset(&got);
}

static void print_value(struct spot_buf *buf, const struct spot_field *field,
    const struct spot_value *value)
{
	char day[SPOT_DATE_TEXT_SIZE];

	switch (value->kind) {
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
		spot_buf_text(buf, "blank");
		break;
	case SPOT_KIND_BOOL:
		spot_buf_text(buf, value->as.flag ? "true" : "false");
		break;
	case SPOT_KIND_INT:
		if (field->type == SPOT_TYPE_DATE) {
			spot_date_print(value->as.integer, day);
			spot_buf_text(buf, day);
		} else {
			spot_buf_integer(buf, value->as.integer);
		}
		break;
	case SPOT_KIND_FLOAT:
		spot_buf_shortest(buf, value->as.number);
		break;
	case SPOT_KIND_TEXT:
		print_text(buf, value->as.text);
		break;
	case SPOT_KIND_LIST:
		spot_buf_char(buf, '{');
		for (size_t i = 0; i < value->as.list.n_items && i < MAX_READS_SHOWN; i++) {
			spot_buf_text(buf, i ? ", " : " ");
			print_text(buf, value->as.list.items[i]);
		}
		spot_buf_text(buf, value->as.list.n_items > MAX_READS_SHOWN ? ", … }" : " }");
		break;
	case SPOT_KIND_N:
		break;
	}
}

void spot_vm_tell_reads(struct spot_buf *buf, const struct spot_account *account,
    const struct spot_batch *batch, size_t row_idx)
{
	const struct spot_schema *schema = batch->schema;
	const uint32_t *reads;
	size_t n;

	reads = spot_account_reads(account, &n);
	for (size_t i = 0; i < n && i < MAX_READS_SHOWN; i++) {
		struct spot_value value = spot_batch_get(batch, reads[i], row_idx);

		spot_buf_printf(buf, "%s%s = ", i ? ", " : "; it read ",
		    schema->fields[reads[i]].name);
		print_value(buf, &schema->fields[reads[i]], &value);
	}
	if (n > MAX_READS_SHOWN)
		spot_buf_printf(buf, " and %zu more", n - MAX_READS_SHOWN);
}

void spot_vm_tell_rule(struct spot_buf *buf, const struct spot_rules *rules,
    const struct spot_function *fn)
{
	spot_buf_text(buf, fn->word);
	if (fn->owner && fn->owner[0])
		spot_buf_printf(buf, " \"%s\"", fn->owner);
	if (rules->hypothesis)
		spot_buf_printf(buf, " under hypothesis \"%s\"", rules->hypothesis);
}

int spot_vm_tell_failure(struct spot_error *err, const struct spot_rules *rules, int fn_id,
    const char *account, const struct spot_error *why, const char *reads)
{
	const struct spot_function *fn = &rules->functions[fn_id];
	struct spot_buf what = SPOT_BUF_INIT;
	int rc;

	spot_vm_tell_rule(&what, rules, fn);
	if (account)
		spot_buf_printf(
		    &what, " failed for %s %s", spot_subject_name(fn->subject), account);
	spot_buf_printf(&what, ": %s%s", why->what, reads);
	rc = spot_buf_failed(&what) ? spot_error_nomem(err)
				    : spot_error_set(err, SPOT_ERULES, "%s", spot_buf_str(&what));
	spot_buf_reset(&what);
	spot_error_place(err, why->file[0] ? why->file : fn->place.file,
	    why->file[0] ? why->line : fn->place.line, NULL);
	spot_error_hint(err, "%s", why->hint[0] ? why->hint :
	    "mend the rule, or use --keep-going to count it as unknown");
	return rc;
}
