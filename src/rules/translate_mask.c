/* SPDX-License-Identifier: MIT */
/*
 * Masks. The builder finds equal nodes and folds constants; here it is found out what one mask
 * tells of another ("blank" is false in all lanes of "not blank and x"), since a lane's past is in
 * its mask: a second read of a field, or a use of what was tested before, then costs nothing. What
 * is not found out costs a node, no more, so the search is cut short.
 */
#include "rules/translate_internal.h"

enum { FALSE, TRUE, UNTOLD };
enum { MAX_LOOKS = 60 };

static int opposite(int told)
{
	return told == UNTOLD ? UNTOLD : !told;
}

static int tell(const struct spot_translator *t, uint32_t mask, bool truth, uint32_t what,
    unsigned *n_left);

/* What is told by lanes in which a has that truth and b has that one; any: or, not and. */
static int tell_two(const struct spot_translator *t, const struct spot_node *n, bool truth_a,
    bool truth_b, bool any, uint32_t what, unsigned *n_left)
{
	int told = tell(t, n->a, truth_a, what, n_left);

	if (any)
		return told != UNTOLD && tell(t, n->b, truth_b, what, n_left) == told ? told
		    : UNTOLD;
	return told != UNTOLD ? told : tell(t, n->b, truth_b, what, n_left);
}

/* What the lanes in which the mask has that truth tell of one node. */
static int tell(const struct spot_translator *t, uint32_t mask, bool truth, uint32_t what,
    unsigned *n_left)
{
	const struct spot_node *n = node_of(t, mask);

	if (mask == what)
		return truth ? TRUE : FALSE;
	/* Operands are less than their node: it is not in there. */
	if (mask < what || *n_left == 0)
		return UNTOLD;
	--*n_left;
	switch ((int)n->op) {
	case SPOT_OP_NOT:
		return tell(t, n->a, !truth, what, n_left);
	case SPOT_OP_AND:
		return tell_two(t, n, truth, truth, !truth, what, n_left);
	case SPOT_OP_ANDNOT:
		return tell_two(t, n, truth, !truth, !truth, what, n_left);
	case SPOT_OP_OR:
		return tell_two(t, n, truth, truth, truth, what, n_left);
	default:
		return UNTOLD;
	}
}

/* The same, looking into what is asked too. */
static int tell_of(const struct spot_translator *t, uint32_t mask, uint32_t what, unsigned *n_left)
{
	int told = tell(t, mask, true, what, n_left), a, b;
	const struct spot_node *n = node_of(t, what);

	if (told != UNTOLD || *n_left == 0)
		return told;
	--*n_left;
	switch ((int)n->op) {
	case SPOT_OP_BOOL:
		return n->imm.flag ? TRUE : FALSE;
	case SPOT_OP_NOT:
		return opposite(tell_of(t, mask, n->a, n_left));
	case SPOT_OP_AND:
	case SPOT_OP_ANDNOT:
		a = tell_of(t, mask, n->a, n_left);
		b = tell_of(t, mask, n->b, n_left);
		if (n->op == SPOT_OP_ANDNOT)
			b = opposite(b);
		return a == FALSE || b == FALSE ? FALSE : a == TRUE && b == TRUE ? TRUE : UNTOLD;
	case SPOT_OP_OR:
		a = tell_of(t, mask, n->a, n_left);
		b = tell_of(t, mask, n->b, n_left);
		return a == TRUE || b == TRUE ? TRUE : a == FALSE && b == FALSE ? FALSE : UNTOLD;
	default:
		return UNTOLD;
	}
}

static int ask(const struct spot_translator *t, uint32_t mask, uint32_t what)
{
	unsigned n_left = MAX_LOOKS;

	if (mask == SPOT_NODE_NONE || what == SPOT_NODE_NONE)
		return UNTOLD;
	return tell_of(t, mask, what, &n_left);
}

uint32_t spot_translate_known(struct spot_translator *t, uint32_t mask, uint32_t truth)
{
	int told = ask(t, mask, truth);

	return told == UNTOLD ? truth : told == TRUE ? t->yes : t->no;
}

uint32_t spot_translate_not(struct spot_translator *t, uint32_t a)
{
	return op1(t, SPOT_OP_NOT, a);
}

uint32_t spot_translate_and(struct spot_translator *t, uint32_t a, uint32_t b)
{
	int told = ask(t, a, b);

	if (told != UNTOLD)
		return told == TRUE ? a : t->no;
	if (ask(t, b, a) == TRUE)
		return b;
	return op2(t, SPOT_OP_AND, a, b);
}

uint32_t spot_translate_but(struct spot_translator *t, uint32_t a, uint32_t b)
{
	int told = ask(t, a, b);

	if (told != UNTOLD)
		return told == TRUE ? t->no : a;
	return op2(t, SPOT_OP_ANDNOT, a, b);
}

/* Whether they are x and c, and x and not c; then *x. */
static bool are_halves(const struct spot_translator *t, uint32_t a, uint32_t b, uint32_t *x)
{
	const struct spot_node *n = node_of(t, a), *m = node_of(t, b);

	if (n->op != SPOT_OP_AND || m->op != SPOT_OP_ANDNOT)
		return false;
	*x = m->a;
	return (n->a == m->a && n->b == m->b) || (n->b == m->a && n->a == m->b);
}

uint32_t spot_translate_or(struct spot_translator *t, uint32_t a, uint32_t b)
{
	uint32_t both;

	if (ask(t, a, b) == TRUE)
		return b;
	if (ask(t, b, a) == TRUE)
		return a;
	if (are_halves(t, a, b, &both) || are_halves(t, b, a, &both))
		return both;
	return op2(t, SPOT_OP_OR, a, b);
}

uint32_t spot_translate_choose(struct spot_translator *t, uint32_t mask, uint32_t yes, uint32_t no)
{
	const struct spot_node *n = node_of(t, mask);

	if (n->op == SPOT_OP_BOOL)
		return n->imm.flag ? yes : no;
	yes = spot_translate_known(t, mask, yes);
	if (yes == no)
		return yes;
	if (no == t->no)
		return spot_translate_and(t, mask, yes);
	if (yes == t->no)
		return spot_translate_but(t, no, mask);
	if (yes == t->yes)
		return spot_translate_or(t, mask, no);
	return op3(t, SPOT_OP_SELECT_B, mask, yes, no);
}

static void leave(struct spot_translator *t, uint32_t mask, uint32_t *where_to)
{
	uint32_t leaving = live(t, mask);

	if (leaving == t->no)
		return;
	*where_to = spot_translate_or(t, *where_to, leaving);
	t->active = spot_translate_but(t, t->active, mask);
}

void spot_translate_unknown(struct spot_translator *t, uint32_t mask)
{
	leave(t, mask, &t->unknown);
}

void spot_translate_fail_meant(struct spot_translator *t, uint32_t mask)
{
	leave(t, mask, &t->failed);
}

void spot_translate_fail(struct spot_translator *t, uint32_t mask)
{
	bool anybody = t->active != t->no;

	leave(t, mask, &t->failed);
	/* Where lanes were split, others may be elsewhere. */
	if (anybody && t->active == t->no && t->n_splits == 0 && !t->out->failing.file &&
	    !t->is_stopped) {
		t->out->failing = spot_translate_place(t);
		t->out->is_answer_failing = !t->frame;
	}
}

void spot_translate_hand_over(struct spot_translator *t, uint32_t mask)
{
	leave(t, mask, &t->hand_over);
}

uint32_t spot_translate_enter(struct spot_translator *t, uint32_t mask)
{
	uint32_t elsewhere = spot_translate_but(t, t->active, mask);

	t->active = live(t, mask);
	if (elsewhere == t->no)
		return elsewhere;
	if (t->n_splits == SPOT_SYM_MAX_SPLITS)
		spot_translate_refuse(t, "it chooses between functions and tables %d deep",
		    SPOT_SYM_MAX_SPLITS);
	else
		t->splits[t->n_splits++] = ++t->last_split;
	return elsewhere;
}

void spot_translate_leave(struct spot_translator *t, uint32_t elsewhere)
{
	if (elsewhere != t->no && t->n_splits > 0)
		t->n_splits--;
	t->active = spot_translate_or(t, elsewhere, t->active);
}
