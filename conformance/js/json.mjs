// JSON as the protocol signs it: UTF-8, no member twice, whole numbers only, a bounded depth. JSON.parse takes the last of
// two members of a name, which a reader elsewhere may not.
const DEEPEST = 32;

/** Returns the value, or throws. */
export function parseStrict(buffer) {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(buffer);
  const reader = { text, at: 0 };
  const value = parse(reader, 0);
  space(reader);
  if (reader.at !== text.length) throw new SyntaxError('nothing follows a value');
  return value;
}

function space(reader) {
  while (' \t\r\n'.includes(reader.text[reader.at] ?? 'x')) reader.at += 1;
}

function take(reader, token) {
  space(reader);
  if (!reader.text.startsWith(token, reader.at)) return false;
  reader.at += token.length;
  return true;
}

function need(reader, token) {
  if (!take(reader, token)) throw new SyntaxError(`${token} is missing`);
}

function parse(reader, depth) {
  if (depth > DEEPEST) throw new SyntaxError('too deep');
  if (take(reader, '{')) return object(reader, depth);
  if (take(reader, '[')) return list(reader, depth);
  if (take(reader, 'true')) return true;
  if (take(reader, 'false')) return false;
  space(reader);
  return reader.text[reader.at] === '"' ? string(reader) : number(reader);
}

function object(reader, depth) {
  const members = {};
  if (take(reader, '}')) return members;
  do {
    space(reader);
    const name = string(reader);
    if (Object.hasOwn(members, name) || name === '__proto__') throw new SyntaxError('a member twice');
    need(reader, ':');
    members[name] = parse(reader, depth + 1);
  } while (take(reader, ','));
  need(reader, '}');
  return members;
}

function list(reader, depth) {
  const items = [];
  if (take(reader, ']')) return items;
  do {
    items.push(parse(reader, depth + 1));
  } while (take(reader, ','));
  need(reader, ']');
  return items;
}

function string(reader) {
  const found = /^"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/.exec(reader.text.slice(reader.at));
  if (!found) throw new SyntaxError('a text is missing');
  reader.at += found[0].length;
  return JSON.parse(found[0]);
}

function number(reader) {
  const found = /^-?(?:0|[1-9][0-9]*)(?![0-9.eE])/.exec(reader.text.slice(reader.at));
  if (!found || !Number.isSafeInteger(Number(found[0]))) throw new SyntaxError('a whole number is missing');
  reader.at += found[0].length;
  return Number(found[0]);
}
