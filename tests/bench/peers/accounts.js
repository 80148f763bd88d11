// SPDX-License-Identifier: MIT
// The benchmark's accounts as objects with typed fields, for rule engines that have no reader.
// A blank is null.
'use strict';
const fs = require('fs');

// Cells of one CSV text, row by row: quotes as RFC 4180 has them.
function* rows(text) {
	let row = [], at = 0;
	while (at < text.length) {
		let cell, end;
		if (text[at] === '"') {
			end = at + 1;
			while (text[end] !== '"' || text[end + 1] === '"')
				end += text[end] === '"' ? 2 : 1;
			cell = text.slice(at + 1, end).replaceAll('""', '"');
			end++;
		} else {
			for (end = at; text[end] !== ',' && text[end] !== '\n'; end++);
			cell = text.slice(at, end);
		}
		row.push(cell);
		if (text[end] === '\n') {
			yield row;
			row = [];
		}
		at = end + 1;
	}
}

const number = (cell) => (cell === '' ? null : Number(cell));
const text = (cell) => (cell === '' ? null : cell);

exports.read = (path) => {
	const all = rows(fs.readFileSync(path, 'utf8'));
	const header = all.next().value;
	const accounts = [];
	for (const cells of all) {
		const cell = (name) => cells[header.indexOf(name)];
		accounts.push({
			id: cell('Account ID'),
			name: cell('Account Name'),
			industry: text(cell('Industry')),
			country: text(cell('Country')),
			employees: number(cell('Employees')),
			hiring: cell('Headcount growth') === '' ? null : parseInt(cell('Headcount growth')) / 100,
			tech: cell('Tech stack') === '' ? null : cell('Tech stack').split(';'),
			seats: Number(cell('Seats')),
			signed_year: Number(cell('Signup Date').slice(0, 4)),
			founded: number(cell('Founded')),
			website: cell('Website'),
			plan: text(cell('Plan')),
			newsletter: cell('Newsletter') === '' ? null : cell('Newsletter') === 'yes',
		});
	}
	return accounts;
};

exports.write = (path, accounts, scores) => {
	fs.writeFileSync(path, 'Account ID,icp_score\n' +
		scores.map((score, i) => `${accounts[i].id},${score.toFixed(2)}\n`).join(''));
};
