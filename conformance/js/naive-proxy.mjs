// A deliberately naive proxy: right about the line and the protocol, and with a short list of fields to be protected. It
// shows what the suite says to somebody who has read half of the specification. Never use it for anything else.
import { createHash, createSign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http2 from 'node:http2';
import { treated } from './tokens.mjs';
import { Messages, bytesField, fields, first, framed, message, numberField } from './wire.mjs';

const SUBMIT = '/smp.v1.SubmissionService/Submit';
const PLAN = 'application/vnd.smp.plan.v1+protobuf';
const COUNTS = 'application/vnd.smp.counts.v1+protobuf';
const CLASSES = [
  'CORE', 'IMMIGRATION_HINT', 'MSIS_ID', 'CASE_ID', 'CLAIM_ID', 'OTHER_ID', 'SSN', 'MEDICARE_ID', 'NAME', 'CONTACT',
  'BIRTH', 'ADDRESS', 'GEOGRAPHY', 'IMMIGRATION', 'IMMIGRATION_PROXY', 'THIRD_PARTY', 'FREE_TEXT',
];
const TREATMENTS = { BLANK: 1, TOKEN: 2, 'GENERALIZE(month)': 3, COPY: 5 };
const CIPHERS =
  'TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384';

const sha256 = (...parts) => {
  const hash = createHash('sha256');
  parts.forEach((p) => hash.update(p));
  return hash.digest();
};

export class NaiveProxy {
  constructor(order, signing) {
    this.policy = order.policy;
    this.key = { ...order.policy, root: Buffer.from(order.root_key, 'hex') };
    this.signing = signing;
    this.plan = this.declared();
    this.upstream = order.upstream;
    const tls = order.tls;
    this.server = http2.createSecureServer({
      cert: readFileSync(tls.certificates),
      key: readFileSync(tls.key),
      ca: readFileSync(tls.trust),
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      ciphers: CIPHERS,
    });
    this.server.on('stream', (stream, headers) => this.call(stream, headers));
    this.server.on('sessionError', () => {});
  }

  listen() {
    return new Promise((done) => this.server.listen(0, '127.0.0.1', () => done(this.server.address().port)));
  }

  // The plan that is declared; what this proxy does is less.
  declared() {
    const policySha = sha256(JSON.stringify(this.policy));
    const { state, domain, epoch, treatments, blank_elements: blank } = this.policy;
    let text = `smp1 plan\npolicy ${policySha.toString('hex')}\nstate ${state}\ndomain ${domain}\nepoch ${epoch}\n`;
    text += 'dictionary 4\n';
    CLASSES.forEach((name) => (text += `class ${name} ${treatments[name]}\n`));
    [...blank].sort().forEach((name) => (text += `blank ${name}\n`));
    this.planSha = sha256(text);
    return Buffer.concat([
      bytesField(1, policySha),
      bytesField(2, this.planSha),
      ...CLASSES.map((name, i) => {
        const month = treatments[name] === 'GENERALIZE(month)' ? numberField(3, 1) : Buffer.alloc(0);
        return message(3, Buffer.concat([numberField(1, i + 1), numberField(2, TREATMENTS[treatments[name]]), month]));
      }),
      bytesField(4, domain),
      bytesField(5, epoch),
      ...[...blank].sort().map((name) => bytesField(7, name)),
    ]);
  }

  signed(type, payload) {
    const encoding = Buffer.concat([
      Buffer.from(`DSSEv1 ${type.length} ${type} ${payload.length} `, 'ascii'),
      payload,
    ]);
    const signature = createSign('sha256').update(encoding).sign(this.signing.privateKey);
    return Buffer.concat([bytesField(1, type), bytesField(2, payload), bytesField(3, signature)]);
  }

  call(stream, headers) {
    stream.on('error', () => {});
    if (headers[':path'] !== SUBMIT) {
      end(stream, 12, 'there is no such method', '');
      return;
    }
    const names = stream.session.socket.getPeerCertificate()?.subjectaltname ?? '';
    if (!names.includes(`URI:urn:smp:role:1:submitter:${this.policy.state}`)) {
      end(stream, 7, 'ROLE: certificate: is a submitter of this state', 'ROLE');
      return;
    }
    new Stream(this, stream).begin();
  }

  stop() {
    this.server.close();
  }
}

function end(stream, status, text, reason) {
  if (stream.destroyed || stream.closed) {
    return;
  }
  const trailers = { 'grpc-status': String(status), 'grpc-message': encodeURI(text) };
  if (reason) {
    trailers['smp-reason'] = reason;
  }
  if (stream.headersSent) {
    stream.once('wantTrailers', () => stream.sendTrailers(trailers));
    stream.end();
  } else {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...trailers }, { endStream: true });
  }
}

// One file on its way.
class Stream {
  constructor(proxy, down) {
    Object.assign(this, { proxy, down, up: undefined, client: undefined, over: false });
    Object.assign(this, { chunks: 0, sentRows: 0, inRows: 0, chain: Buffer.alloc(32) });
  }

  begin() {
    const messages = new Messages((body) => this.guarded(() => this.request(body)));
    this.down.on('data', (bytes) => messages.take(bytes));
    this.down.on('close', () => this.finish());
  }

  guarded(work) {
    try {
      work();
    } catch {
      this.fail(3, 'WIRE: request: can be read', 'WIRE');
    }
  }

  fail(status, text, reason) {
    if (!this.over) {
      this.over = true;
      end(this.down, status, text, reason);
      this.finish();
    }
  }

  finish() {
    this.client?.destroy();
  }

  request(body) {
    const envelope = fields(body)[0];
    if (envelope.field === 1) {
      this.open(fields(envelope.value));
    } else if (envelope.field === 2) {
      this.chunk(fields(envelope.value));
    } else {
      this.close();
    }
  }

  open(list) {
    this.id = first(list, 1).toString();
    this.file = first(list, 4).toString();
    const manifest = fields(first(list, 3)).map((f) => fields(f.value));
    const text = manifest
      .map((f) => `${first(f, 3).toString('hex')} ${first(f, 2) ?? 0} ${first(f, 1).toString()}\n`)
      .join('');
    const statement = Buffer.concat([
      bytesField(1, this.proxy.policy.state),
      bytesField(2, this.id),
      bytesField(3, sha256(text)),
      bytesField(4, this.file),
      message(5, this.proxy.plan),
      bytesField(6, 'naive'),
    ]);
    // Everything is sent on as it came, but for the header's last field, its free text.
    const parts = list.map((f) => (f.field === 5 ? message(5, header(f.value)) : f.raw));
    this.connect();
    this.send(message(1, Buffer.concat([...parts, message(10, this.proxy.signed(PLAN, statement))])));
  }

  connect() {
    const { host, port, server_name: name, tls } = this.proxy.upstream;
    this.client = http2.connect(`https://${name}:${port}`, {
      host,
      servername: name,
      cert: readFileSync(tls.certificates),
      key: readFileSync(tls.key),
      ca: readFileSync(tls.trust),
      lookup: (_, options, found) => (options.all ? found(null, [{ address: host, family: 4 }]) : found(null, host, 4)),
    });
    this.client.on('error', () => this.fail(14, 'UPSTREAM: the receiver cannot be reached', 'UPSTREAM'));
    this.up = this.client.request({
      ':method': 'POST',
      ':path': SUBMIT,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const messages = new Messages((body) => this.guarded(() => this.answer(fields(body)[0])));
    this.up.on('data', (bytes) => messages.take(bytes));
    this.up.on('error', () => {});
    this.up.on('close', () => this.fail(14, 'UPSTREAM: the receiver has ended the call', 'UPSTREAM'));
  }

  send(body) {
    this.up.write(framed(body));
  }

  tally(rows) {
    return numberField(1, rows);
  }

  chunk(list) {
    const number = first(list, 1) ?? 0;
    const records = list.filter((f) => f.field === 3).map((f) => message(3, this.record(f.value)));
    const bytes = Buffer.concat(records);
    const digest = sha256(bytes);
    if (number >= this.chunks) {
      this.chunks++;
      this.sentRows += records.length;
      this.inRows += records.length;
      this.chain = sha256(this.chain, digest);
    }
    this.send(
      message(2, Buffer.concat([numberField(1, number), message(2, this.tally(records.length)), bytes])),
    );
  }

  // Tokens for people and nothing for names, where eligibility files have them. Naive: that is not all there is.
  record(record) {
    return Buffer.concat(
      fields(record).map((segment) => {
        const body = fields(segment.value)
          .filter((f) => f.field !== 3 && !(segment.field === 2 && [5, 6, 7].includes(f.field)))
          .map((f) => {
            if (f.field !== 4 || f.wire !== 2) {
              return f.raw;
            }
            const { result, answer } = treated(this.proxy.key, 'msis-id', f.value.toString('utf8'), 20);
            return result === 'token' ? bytesField(4, answer) : Buffer.alloc(0);
          });
        return message(segment.field, Buffer.concat(body));
      }),
    );
  }

  progress() {
    return Buffer.concat([
      numberField(1, this.chunks),
      numberField(2, this.sentRows),
      bytesField(3, this.chain),
      message(4, this.tally(this.inRows)),
    ]);
  }

  close() {
    const statement = Buffer.concat([
      bytesField(1, this.proxy.policy.state),
      bytesField(2, this.id),
      bytesField(3, this.file),
      bytesField(4, this.proxy.planSha),
      message(5, this.progress()),
    ]);
    const counts = message(3, this.proxy.signed(COUNTS, statement));
    this.send(message(3, Buffer.concat([numberField(1, this.chunks), numberField(2, this.sentRows), counts])));
    this.up.end();
  }

  answer(envelope) {
    const list = fields(envelope.value);
    if (envelope.field === 1) {
      this.down.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      const opened = Buffer.concat([message(1, this.proxy.plan), numberField(3, first(list, 3))]);
      this.down.write(framed(message(1, opened)));
    } else if (envelope.field === 2) {
      const outcomes = list.map((f) => message(1, Buffer.concat([f.value, message(5, this.tally(1))])));
      this.down.write(framed(message(2, Buffer.concat(outcomes))));
    } else {
      const closed = Buffer.concat([message(1, this.progress()), numberField(2, first(list, 2))]);
      this.down.write(framed(message(3, closed)));
      this.over = true;
      end(this.down, 0, '', '');
    }
  }
}

function header(record) {
  return Buffer.concat(
    fields(record).map((segment) => {
      const kept = fields(segment.value).filter((f) => f.field !== 15);
      return message(segment.field, Buffer.concat(kept.map((f) => f.raw)));
    }),
  );
}
