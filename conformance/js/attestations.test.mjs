// The known answers of the suite about bundles, against this implementation.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { checkBundle } from './attestations.mjs';

const answers = JSON.parse(readFileSync(new URL('../suites/attestations.json', import.meta.url), 'utf8'));

for (const one of answers.tests) {
  test(`${one.id} ${one.comment}`, () => {
    const verdict = checkBundle(answers, one);
    if (one.classes) {
      assert.deepEqual(verdict, { granted: true, classes: one.classes });
    } else {
      assert.equal(verdict.granted, false);
      assert.ok(one.reasons.includes(verdict.reason), `${verdict.reason} is one of ${one.reasons}`);
    }
  });
}
