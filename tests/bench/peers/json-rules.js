// SPDX-License-Identifier: MIT
// The benchmark's ten criteria in json-rules-engine: node json-rules.js DATA OUT TIMES
// Accounts are parsed before; TIMES 0 evaluates nothing: the difference is the evaluation.
'use strict';
const { Engine, Operator } = require('json-rules-engine');
const { read, write } = require('./accounts');

const [data, out, times] = process.argv.slice(2);
const engine = new Engine([], { allowUndefinedFacts: true, replaceFactsInEventParams: true });

// The last argument tells which values are known: others are false.
const isNumber = (value) => typeof value === 'number';
for (const operator of [
	new Operator('hasAny', (list, items) => items.some((item) => list.includes(item)), Array.isArray),
	new Operator('startsWith', (text, start) => text.startsWith(start)),
	new Operator('atLeast', (a, b) => a >= b, isNumber),
	new Operator('atMost', (a, b) => a <= b, isNumber),
	new Operator('under', (a, b) => a < b, isNumber),
])
	engine.addOperator(operator);

// What a condition cannot say: one fact made from others.
engine.addFact('seats_each', async (_, almanac) => {
	const employees = await almanac.factValue('employees');
	return employees === null ? null : await almanac.factValue('seats') / employees;
});
engine.addFact('hiring_points', async (_, almanac) =>
	12 * Math.min(Math.max(await almanac.factValue('hiring') / 0.3, 0), 1));

const is = (fact, operator, value) => ({ fact, operator, value });
const rule = (points, ...all) => engine.addRule({ conditions: { all }, event: { type: 'points', params: { points } } });

rule(20, is('employees', 'atLeast', 50), is('employees', 'atMost', 1000));
rule(15, is('industry', 'in', ['SaaS', 'Software', 'Fintech', 'Media', 'Banking', 'Insurance']));
rule(10, is('country', 'in', ['Germany', 'France', 'Netherlands', 'Sweden', 'Spain']));
rule(5, is('country', 'in', ['United States', 'USA', 'United Kingdom', 'Canada']));
rule(12, is('tech', 'hasAny', ['Snowflake', 'BigQuery', 'Databricks']));
rule({ fact: 'hiring_points' }, is('hiring', 'atLeast', 0));
rule(4, { any: [is('website', 'startsWith', 'www.North'), is('name', 'startsWith', 'Amber')] });
rule(8, is('founded', 'atMost', 2016));
rule(9, is('signed_year', 'atMost', 2021));
rule(4.5, is('signed_year', 'atLeast', 2022), is('signed_year', 'atMost', 2024));
rule(0.9, is('signed_year', 'atLeast', 2025));
rule(10, is('seats_each', 'under', 0.4));
rule(-6, is('plan', 'equal', 'Free'), is('newsletter', 'equal', false));

(async () => {
	const accounts = read(data);
	let scores = [];
	for (let i = 0; i < Number(times); i++) {
		scores = [];
		for (const account of accounts) {
			const { events } = await engine.run(account);
			scores.push(events.reduce((sum, event) => sum + event.params.points, 0));
		}
	}
	write(out, accounts, scores);
})();
