// Tokens of the State Minimization Protocol, from section 6 of SPEC.md.
import { createCipheriv, createHmac } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const lengthAndText = (text) => {
  const bytes = Buffer.from(text, 'utf8');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

export function tokenKey(root, state, domain, epoch, tokenClass) {
  return createHmac('sha256', root)
    .update(Buffer.from([0, 0, 0, 1]))
    .update('smp1/token')
    .update(Buffer.from([0]))
    .update(Buffer.concat([state, domain, epoch, tokenClass].map(lengthAndText)))
    .update(Buffer.from([0, 0, 1, 0]))
    .digest();
}

const aesBlock = (key, block) => {
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]);
};

const doubled = (block) => {
  const number = BigInt('0x' + block.toString('hex')) << 1n;
  const reduced = number >> 128n ? (number & ((1n << 128n) - 1n)) ^ 0x87n : number;
  return Buffer.from(reduced.toString(16).padStart(32, '0'), 'hex');
};

const xor = (a, b) => Buffer.from(a.map((byte, i) => byte ^ b[i]));

export function cmac(key, message) {
  const first = doubled(aesBlock(key, Buffer.alloc(16)));
  const blocks = Math.max(1, Math.ceil(message.length / 16));
  const tail = message.subarray((blocks - 1) * 16);
  const last =
    tail.length === 16
      ? xor(tail, first)
      : xor(Buffer.concat([tail, Buffer.from([0x80]), Buffer.alloc(15 - tail.length)]), doubled(first));
  let state = Buffer.alloc(16);
  for (let i = 0; i < blocks - 1; i++) {
    state = aesBlock(key, xor(state, message.subarray(i * 16, i * 16 + 16)));
  }
  return aesBlock(key, xor(state, last));
}

export function normalized(tokenClass, value) {
  const bare = value.replace(/^ +| +$/g, '');
  if (tokenClass === 'ssn') {
    const digits = bare.replace(/[- ]/g, '');
    return /^[0-9]{9}$/.test(digits) ? digits : bare;
  }
  return tokenClass === 'medicare-id'
    ? bare.replace(/[- ]/g, '').replace(/[a-z]/g, (c) => c.toUpperCase())
    : bare;
}

// What becomes of a value: {result: 'token' | 'blank' | 'refused', answer}.
export function treated({ root, state, domain, epoch }, tokenClass, value, width) {
  if (/[^\x20-\x7e]/.test(value.replace(/^ +| +$/g, ''))) {
    return { result: 'refused', answer: 'CHARACTER' };
  }
  const normal = normalized(tokenClass, value);
  if (normal.length > width) {
    return { result: 'refused', answer: 'WIDTH' };
  }
  if (normal === '' || (normal.length === width && /^(0+|8+|9+)$/.test(normal))) {
    return { result: 'blank', answer: '' };
  }
  const tag = cmac(tokenKey(root, state, domain, epoch, tokenClass), Buffer.from(normal, 'utf8'));
  let bits = '';
  for (const byte of tag) {
    bits += byte.toString(2).padStart(8, '0');
  }
  let token = 'T' + epoch;
  for (let i = 0; i < 18; i++) {
    token += BASE32[parseInt(bits.slice(i * 5, i * 5 + 5), 2)];
  }
  const notOnePerson = tokenClass === 'msis-id' && normal.startsWith('&');
  return { result: 'token', answer: notOnePerson ? '&' + token.slice(0, 19) : token };
}
