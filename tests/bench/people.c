/* SPDX-License-Identifier: MIT */
/*
 * Makes what engage reads for benchmarks: people accounts|contacts|events ACCOUNTS > file
 *
 * Five contacts an account and ten events a contact. The same number gives the same bytes
 * everywhere.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONTACTS 5
#define EVENTS 10

static uint64_t state;

/* splitmix64 (public domain, S. Vigna). */
static unsigned below(unsigned n)
{
	uint64_t z = state += 0x9e3779b97f4a7c15u;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	z ^= z >> 31;
	return (unsigned)(((z >> 32) * n) >> 32);
}

#define PICK(list) list[below(sizeof(list) / sizeof(list[0]))]

static void accounts(unsigned n)
{
	printf("Account ID,Account Name,Employees,ARR\n");
	for (unsigned i = 0; i < n; i++)
		printf("ACC-%07u,Company %u,%u,%u\n", i, i, 1 + below(2000), below(90000));
}

static void contacts(unsigned n)
{
	static const char *const titles[] = { "VP Sales", "Head of Operations", "Sales Manager",
		"Chief Revenue Officer", "RevOps Analyst", "Account Executive", "Receptionist",
		"Vertriebsleiter", "Directeur commercial", "Data Engineer", "Controller", "" };

	printf("Contact ID,Account ID,Job Title\n");
	for (unsigned i = 0; i < n * CONTACTS; i++)
		printf("C-%08u,ACC-%07u,%s\n", i, i / CONTACTS, PICK(titles));
}

static void events(unsigned n)
{
	static const char *const kinds[] = { "login", "login", "login", "email click", "webinar",
		"demo request", "meeting", "unsubscribe", "page view", "download" };

	printf("Event ID,Account ID,Contact ID,Date,Event\n");
	for (unsigned i = 0; i < n * CONTACTS * EVENTS; i++) {
		unsigned contact = below(n * CONTACTS);

		printf("E-%09u,ACC-%07u,", i, contact / CONTACTS);
		if (below(20) > 0)
			printf("C-%08u", contact);
		printf(",202%u-%02u-%02u,%s\n", 4 + below(3), 1 + below(12), 1 + below(28),
		    PICK(kinds));
	}
}

int main(int argc, char **argv)
{
	unsigned n = argc == 3 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;

	if (n > 0 && strcmp(argv[1], "accounts") == 0)
		accounts(n);
	else if (n > 0 && strcmp(argv[1], "contacts") == 0)
		contacts(n);
	else if (n > 0 && strcmp(argv[1], "events") == 0)
		events(n);
	else
		return fprintf(stderr, "people accounts|contacts|events ACCOUNTS\n") < 0 ? 1 : 2;
	return fflush(stdout) != 0;
}
