// The known answers of the suite, against this implementation.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { tokenKey, treated } from './tokens.mjs';

const WIDTHS = {
  'ELG00002.MSIS-IDENTIFICATION-NUM': 20,
  'ELG00003.SSN': 9,
  'ELG00003.MEDICARE-BENEFICIARY-IDENTIFIER': 12,
  'ELG00005.MSIS-CASE-NUM': 12,
  'CIP00002.ICN-ORIG': 50,
  'CIP00002.PATIENT-CONTROL-NUM': 20,
};

for (const name of ['token', 'normalize']) {
  const file = new URL(`../suites/vectors/${name}.json`, import.meta.url);
  const suite = JSON.parse(readFileSync(file, 'utf8'));
  for (const group of suite.testGroups) {
    const key = { ...group.key, root: Buffer.from(group.key.root, 'hex') };
    for (const one of group.tests) {
      test(`${one.id} ${one.comment}`, () => {
        const width = WIDTHS[one.element];
        assert.ok(width, `${one.element} has a width here`);
        assert.deepEqual(treated(key, one.class, one.input, width), { result: one.result, answer: one.answer });
      });
    }
  }
}

test('the token key of the specification', () => {
  const root = Buffer.from([...Array(32).keys()]);
  assert.equal(
    tokenKey(root, 'CA', 'cms.tmsis', 'A', 'msis-id').toString('hex'),
    '2943f706c7d95e4ae9a06662b984b62041d29595ab3786c22c408d9375051040',
  );
});
