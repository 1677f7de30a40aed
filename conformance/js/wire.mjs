// As much of Protocol Buffers and of gRPC as a naive proxy needs.

export function varint(value) {
  const bytes = [];
  let rest = BigInt(value);
  do {
    const more = rest >> 7n;
    bytes.push(Number(rest & 0x7fn) | (more ? 0x80 : 0));
    rest = more;
  } while (rest);
  return Buffer.from(bytes);
}

export const bytesField = (field, value) => {
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(value, 'utf8');
  return bytes.length === 0 ? bytes : message(field, bytes);
};

// A message is sent also when it is empty.
export const message = (field, bytes) => Buffer.concat([varint((field << 3) | 2), varint(bytes.length), bytes]);

export const numberField = (field, value) =>
  value ? Buffer.concat([varint(field << 3), varint(value)]) : Buffer.alloc(0);

// Returns the fields of a message in order: {field, wire, value, raw}.
export function fields(bytes) {
  const found = [];
  let at = 0;
  const number = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      if (at >= bytes.length) {
        throw new Error('a number ends inside its message');
      }
      const byte = bytes[at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        return Number(value);
      }
    }
  };
  while (at < bytes.length) {
    const from = at;
    const tag = number();
    const wire = tag & 7;
    let value = 0;
    if (wire === 0) {
      value = number();
    } else if (wire === 2) {
      const length = number();
      value = bytes.subarray(at, at + length);
      at += length;
    } else {
      at += wire === 1 ? 8 : 4;
    }
    found.push({ field: tag >>> 3, wire, value, raw: bytes.subarray(from, at) });
  }
  return found;
}

export const first = (list, field) => list.find((f) => f.field === field)?.value;

// Cuts a stream of bytes into gRPC messages.
export class Messages {
  constructor(handle) {
    this.handle = handle;
    this.held = Buffer.alloc(0);
  }

  take(bytes) {
    this.held = Buffer.concat([this.held, bytes]);
    while (this.held.length >= 5) {
      const length = this.held.readUInt32BE(1);
      if (this.held.length < 5 + length) {
        return;
      }
      const body = this.held.subarray(5, 5 + length);
      this.held = this.held.subarray(5 + length);
      this.handle(body);
    }
  }
}

export function framed(body) {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}
