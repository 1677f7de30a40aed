// Bundles of attestations, checked as section 14 of SPEC.md says, in its order. Written from that page.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { parseStrict } from './json.mjs';

const SKEW = 60;
const DAY = 86400;
const LATEST = 253402300799;
const CLASSES = ['CORE', 'MSIS_ID', 'SSN', 'MEDICARE_ID', 'CASE_ID', 'CLAIM_ID', 'OTHER_ID', 'NAME', 'CONTACT', 'BIRTH',
  'ADDRESS', 'GEOGRAPHY', 'IMMIGRATION', 'IMMIGRATION_PROXY', 'IMMIGRATION_HINT', 'THIRD_PARTY', 'FREE_TEXT'];
const FILES = ['ELG', 'CIP', 'CLT', 'COT', 'CRX', 'MCR', 'PRV', 'TPL', 'FTX'];
const ROLES = ['PRIVACY_OFFICER', 'DATA_STEWARD', 'COUNSEL', 'AGENCY_HEAD'];
const BASES = ['REQUIRED_BY_LAW', 'HEALTH_OVERSIGHT', 'OPERATIONS', 'PAYMENT', 'PUBLIC_HEALTH', 'JUDICIAL', 'LDS', 'DEIDENTIFIED'];
const ALWAYS = ['NO_IMMIGRATION_ENFORCEMENT', 'NO_REIDENTIFY', 'NO_ONWARD_EXCEPT_LISTED'];
const COVENANTS = [...ALWAYS, 'NO_CONTACT', 'VERIFY_BEFORE_ACTION'];
const NO_CONTACT = ['PLAN_OVERSIGHT', 'AUDIT', 'QUALITY', 'RESEARCH_LDS', 'STATISTICS_DEID', 'RELINK', 'SYSTEM_TEST'];
const APPROVED = ['SSN', 'NAME', 'CONTACT', 'ADDRESS', 'IMMIGRATION', 'IMMIGRATION_PROXY', 'THIRD_PARTY'];
const STRICTNESS = ['BLANK', 'TOKEN', 'GENERALIZE', 'LISTED', 'COPY'];
const PURPOSE = 'urn:smp:purpose:1:';
const TYPES = ['purpose-attestation+jwt', 'release-approval+jwt'];

class Denied extends Error {}

function unless(holds, reason) {
  if (!holds) throw new Denied(reason);
}

/** Returns {granted: true, classes} or {granted: false, reason}. */
export function checkBundle(context, test) {
  try {
    return { granted: true, classes: granted(context, test) };
  } catch (e) {
    if (e instanceof Denied) return { granted: false, reason: e.message };
    throw e;
  }
}

function granted(context, test) {
  const { bundle } = test;
  unless(bundle.length >= 1 && bundle.length <= 5, 'SIZE');
  unless(bundle.every((t) => t.length <= 8192) && bundle.join('').length <= 32768, 'SIZE');
  const tokens = bundle.map((text, i) => header(text, TYPES[Math.min(i, 1)]));
  tokens.forEach((token, i) => key(context, token, i === 0 ? 'ATTESTATION' : 'APPROVAL'));
  tokens.forEach(signature);
  tokens.forEach((token) => {
    token.claims = json(token.payload, 'SCHEMA');
  });
  tokens.forEach((t) => unless(t.claims.iss === t.key.iss, 'ISSUER'));
  tokens.forEach((t) => unless(t.claims.aud === context.policy.attestations.audience, 'AUDIENCE'));
  tokens.forEach((t, i) => times(context.now, t.claims, i === 0));
  attestationClaims(tokens[0].claims);
  tokens.slice(1).forEach((t) => approvalClaims(t.claims));
  const claims = tokens[0].claims;
  const purpose = claims.purpose.slice(PURPOSE.length);
  const listed = context.policy.purposes[purpose];
  unless(tokens[0].key.purposes.includes(purpose) && listed.enabled, 'PURPOSE');
  recipient(context, tokens[0], purpose);
  const row = opened(context.policy, listed, claims.classes);
  scope(context, test, claims, listed, row, purpose);
  agreement(context, tokens[0], purpose);
  const asked = [...ALWAYS, ...covenant(purpose)];
  unless(asked.every((c) => claims.covenants.includes(c)), 'COVENANT');
  status(context, claims);
  approvals(context, test, tokens, row, purpose);
  return claims.classes.filter((c) => tokens.slice(1).every((t) => t.claims.classes.includes(c))).sort();
}

function bytes(part, reason) {
  unless(/^[A-Za-z0-9_-]*$/.test(part) && part.length > 0, reason);
  const decoded = Buffer.from(part, 'base64url');
  unless(decoded.toString('base64url') === part, reason);
  return decoded;
}

function json(buffer, reason) {
  try {
    const value = parseStrict(buffer);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value;
  } catch {
    // Falls through: what is not strict JSON is refused.
  }
  throw new Denied(reason);
}

function header(text, type) {
  const parts = text.split('.');
  unless(parts.length === 3, 'HEADER');
  const [head, payload, signed] = parts.map((p) => bytes(p, 'HEADER'));
  const found = json(head, 'HEADER');
  unless(Object.keys(found).sort().join() === 'alg,kid,typ', 'HEADER');
  unless(['ES256', 'ES384'].includes(found.alg) && found.typ === type, 'HEADER');
  unless(typeof found.kid === 'string' && /^[A-Za-z0-9_-]{43}$/.test(found.kid), 'HEADER');
  return { text, header: found, payload, signature: signed, signed: `${parts[0]}.${parts[1]}` };
}

function key(context, token, kind) {
  token.key = context.trust.entries.find((e) => e.kid === token.header.kid);
  unless(token.key && token.key.kinds.includes(kind), 'KEY');
  unless(context.now >= token.key.not_before && context.now < token.key.not_after, 'KEY');
  unless(token.header.alg === (token.key.jwk.crv === 'P-256' ? 'ES256' : 'ES384'), 'KEY');
}

function signature(token) {
  const hash = token.header.alg === 'ES256' ? 'sha256' : 'sha384';
  const publicKey = createPublicKey({ key: token.key.jwk, format: 'jwk' });
  const length = token.header.alg === 'ES256' ? 64 : 96;
  const holds =
    token.signature.length === length &&
    verify(hash, Buffer.from(token.signed, 'ascii'), { key: publicKey, dsaEncoding: 'ieee-p1363' }, token.signature);
  unless(holds, 'SIGNATURE');
}

const second = (value) => Number.isSafeInteger(value) && value >= 0 && value <= LATEST;

function times(now, claims, attests) {
  const { iat, nbf, exp } = claims;
  unless([iat, nbf, exp].every(second), 'TIME');
  unless(iat <= now + SKEW && nbf <= now + SKEW && exp > now - SKEW && nbf < exp, 'TIME');
  const longest = !attests ? 3 * DAY : claims.use === 'recurring' ? 92 * DAY : 7 * DAY;
  unless(exp - nbf <= longest, 'TIME');
}

const text = (most, least = 1) => (v) => typeof v === 'string' && v.length >= least && v.length <= most && !/[\u0000-\u001f\u007f-\u009f]/.test(v);
const https = (v) => text(255)(v) && /^https:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?(\/[A-Za-z0-9._~/-]*)?$/.test(v);
const digest = (v) => typeof v === 'string' && /^[A-Za-z0-9_-]{43}$/.test(v) && Buffer.from(v, 'base64url').toString('base64url') === v;
const whole = (least, most) => (v) => Number.isSafeInteger(v) && v >= least && v <= most;
const word = (...words) => (v) => words.includes(v);
const list = (item, least, most) => (v) => Array.isArray(v) && v.length >= least && v.length <= most && v.every(item);
const words = (from, least, most) => (v) => list(word(...from), least, most)(v) && new Set(v).size === v.length;
const month = (v) => typeof v === 'string' && /^[0-9]{4}-(0[1-9]|1[0-2])$/.test(v);
const date = (v) => typeof v === 'string' && /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(v) && !Number.isNaN(Date.parse(v));
const id = (v) => typeof v === 'string' && /^[A-Za-z0-9_-]{22,64}$/.test(v);
const object = (shape, optional = []) => (v) =>
  v !== null && typeof v === 'object' && !Array.isArray(v) &&
  Object.keys(v).every((name) => name in shape) &&
  Object.entries(shape).every(([name, fits]) => (name in v ? fits(v[name]) : optional.includes(name)));

const PURPOSES = ['PLAN_OVERSIGHT', 'ELIGIBILITY_DETERMINATION', 'STATUS_VERIFICATION', 'DUPLICATE_ENROLLMENT',
  'PAYMENT_ACCURACY', 'SERVICE_COORDINATION', 'PROGRAM_INTEGRITY', 'AUDIT', 'QUALITY', 'PUBLIC_HEALTH', 'RESEARCH_LDS',
  'STATISTICS_DEID', 'COURT_ORDER', 'RELINK', 'SYSTEM_TEST'];

const ATTESTATION = object(
  {
    ver: word('1'), iss: https, sub: text(255), aud: https, iat: second, nbf: second, exp: second, jti: id,
    official: object({ name: text(255), title: text(255), contact: text(255), address: text(255) }),
    purpose: word(...PURPOSES.map((p) => PURPOSE + p)), basis: word(...BASES), authority: list(text(120), 1, 8),
    agreement: object({ type: word('DUA', 'CMA', 'IEA', 'MOU', 'STATUTE', 'ORDER'), id: text(120), sha256: digest, expires: date }),
    routine_use: object({ sorn: text(40), fr: text(40), ru: text(40) }),
    recipient: https, classes: words(CLASSES, 1, 16), files: words(FILES, 1, 9), period: object({ from: month, to: month }),
    subjects: object({ count: whole(1, 1000000), sha256: digest }), rows: word('ALL', 'LISTED'),
    use: word('single', 'recurring'), max_uses: whole(1, 13), onward: list(https, 0, 16), retain_days: whole(1, 3650),
    dispose: word('DESTROY', 'RETURN'), covenants: words(COVENANTS, 0, 5), min_necessary: word(true), penalty_ack: word(true),
    status: object({ status_list: object({ idx: whole(0, 4194303), uri: https }) }),
  },
  ['routine_use', 'subjects', 'rows', 'status'],
);

const APPROVAL = object(
  {
    ver: word('1'), iss: https, sub: text(255), role: word(...ROLES), aud: https, iat: second, nbf: second, exp: second, jti: id,
    att_sha256: digest, submission_id: (v) => typeof v === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(v),
    manifest_sha256: digest, policy_sha256: digest, classes: words(CLASSES, 1, 16), decision: word('APPROVE'), note: text(500, 0),
  },
  ['note'],
);

function months({ from, to }) {
  const count = (m) => Number(m.slice(0, 4)) * 12 + Number(m.slice(5));
  return count(to) - count(from) + 1;
}

function attestationClaims(claims) {
  unless(ATTESTATION(claims), 'SCHEMA');
  unless(claims.use === 'recurring' || claims.max_uses === 1, 'SCHEMA');
  unless('subjects' in claims === 'rows' in claims, 'SCHEMA');
  unless(claims.exp - claims.nbf <= 7 * DAY || 'status' in claims, 'SCHEMA');
  unless(months(claims.period) >= 1 && months(claims.period) <= 84, 'SCHEMA');
}

function approvalClaims(claims) {
  unless(APPROVAL(claims), 'SCHEMA');
}

function recipient(context, token, purpose) {
  const { claims } = token;
  const bound = context.trust.recipients.find((r) => r.uri === claims.recipient);
  unless(bound && token.key.recipients.includes(bound.uri) && bound.purpose === purpose, 'RECIPIENT');
  unless(bound.linkage_domain !== context.policy.linkage_domain && bound.endpoint === context.endpoint, 'RECIPIENT');
  const known = [...context.trust.recipients.map((r) => r.uri), ...context.trust.entries.map((e) => e.iss)];
  unless(claims.onward.every((uri) => known.includes(uri)), 'RECIPIENT');
}

const rank = (rule) => STRICTNESS.indexOf(rule.replace(/\(.*/, ''));

function opened(policy, listed, classes) {
  const row = {};
  for (const name of CLASSES) {
    const most = listed.release[name];
    const none = policy.none[name];
    const stricter = most === none ? most : rank(most) === rank(none) ? 'BLANK' : rank(most) < rank(none) ? most : none;
    row[name] = classes.includes(name) ? most : stricter;
  }
  return row;
}

const releases = (rule) => rule === 'COPY' || rule === 'LISTED';

function scope(context, test, claims, listed, row, purpose) {
  unless(claims.classes.every((c) => listed.release[c] !== 'BLANK'), 'SCOPE');
  const status = ['IMMIGRATION', 'IMMIGRATION_PROXY'].some((c) => releases(row[c]));
  const place = ['ADDRESS', 'GEOGRAPHY', 'CONTACT'].some((c) => releases(row[c]));
  unless(!(status && place) || purpose === 'COURT_ORDER', 'SCOPE');
  unless(test.files.every((f) => claims.files.includes(f)), 'SCOPE');
  unless(claims.period.from <= context.period && context.period <= claims.period.to, 'SCOPE');
  unless(!Object.values(row).includes('LISTED') || claims.subjects, 'SCOPE');
  const sorted = test.subjects.every((t, i) => /^(T[A-Z][A-Z2-7]{18}|&T[A-Z][A-Z2-7]{17})$/.test(t) && (i === 0 || t > test.subjects[i - 1]));
  const sha256 = createHash('sha256').update(test.subjects.map((t) => `${t}\n`).join('')).digest('base64url');
  const same = claims.subjects
    ? claims.subjects.count === test.subjects.length && claims.subjects.sha256 === sha256
    : test.subjects.length === 0;
  unless(sorted && same && test.subjects.length <= context.policy.attestations.listed_cap, 'SCOPE');
  unless(purpose !== 'COURT_ORDER' || claims.rows === 'LISTED', 'SCOPE');
  unless(claims.retain_days <= context.policy.attestations.max_retain_days, 'SCOPE');
}

function agreement(context, token, purpose) {
  const { claims } = token;
  const end = Date.parse(claims.agreement.expires) / 1000 + DAY;
  unless(claims.exp <= end && context.now < end, 'AGREEMENT');
  const court = purpose === 'COURT_ORDER';
  unless((claims.agreement.type === 'ORDER') === court && (claims.basis === 'JUDICIAL') === court, 'AGREEMENT');
  unless(purpose !== 'RESEARCH_LDS' || claims.agreement.type === 'DUA', 'AGREEMENT');
  unless(claims.routine_use || !token.key.federal, 'AGREEMENT');
  const use = claims.routine_use;
  unless(!use || context.policy.attestations.routine_uses.some((n) => n.sorn === use.sorn && n.fr === use.fr), 'AGREEMENT');
}

function covenant(purpose) {
  if (purpose === 'COURT_ORDER') return [];
  return NO_CONTACT.includes(purpose) ? ['NO_CONTACT'] : ['VERIFY_BEFORE_ACTION'];
}

function status(context, claims) {
  if (!claims.status) return;
  const { idx, uri } = claims.status.status_list;
  const found = context.status_lists[uri];
  unless(found, 'STALE');
  unless(idx < found.entries, 'STATUS');
}

function approvals(context, test, tokens, row, purpose) {
  const given = tokens.slice(1);
  const sha256 = createHash('sha256').update(test.bundle[0]).digest('base64url');
  for (const { claims } of given) {
    unless(claims.att_sha256 === sha256 && claims.submission_id === context.submission_id, 'APPROVAL');
    unless(claims.manifest_sha256 === context.manifest_sha256 && claims.policy_sha256 === context.policy_sha256, 'APPROVAL');
  }
  for (const token of given) {
    unless(token.key.roles.includes(token.claims.role) && token.claims.iss !== tokens[0].claims.iss, 'APPROVAL');
  }
  for (const name of ['sub', 'jti']) {
    unless(new Set(tokens.map((t) => t.claims[name])).size === tokens.length, 'APPROVAL');
  }
  unless(new Set(tokens.map((t) => t.header.kid)).size === tokens.length, 'APPROVAL');
  const court = purpose === 'COURT_ORDER';
  const needed = APPROVED.some((c) => releases(row[c]));
  const longer = months(tokens[0].claims.period) > 12;
  unless(given.length >= (needed ? context.policy.attestations.approvals : court || longer ? 2 : 0), 'APPROVAL');
  const roles = given.map((t) => t.claims.role);
  unless(!court || ['COUNSEL', 'PRIVACY_OFFICER'].every((r) => roles.includes(r)), 'APPROVAL');
}
