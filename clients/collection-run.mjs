// Runs the Postman collection, request by request, and fails for an answer that the document does not name or that only a
// wrong request gets. Usage: node collection-run.mjs OPENAPI COLLECTION gateway=ADDRESS department=CODE ROLE=TOKEN…
import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';

const [source, file, ...given] = process.argv.slice(2);
const document = JSON.parse(readFileSync(source, 'utf8'));
const collection = JSON.parse(readFileSync(file, 'utf8'));
const resolve = (node) => (node?.$ref ? node.$ref.slice(2).split('/').reduce((at, key) => at[key.replaceAll('~1', '/')], document) : node);
const operations = new Map(Object.values(document.paths).flatMap((item) => Object.values(item)).filter((one) => one.operationId).map((one) => [one.operationId, one]));
const variables = new Map(collection.variable.map(({ key, value }) => [key, value]));
const camel = (text) => text.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
for (const one of given) {
  const [name, value] = [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)];
  variables.set(variables.has(name) ? name : `${camel(name)}Token`, value);
}

/** A sound request with a good token never gets these. */
const WRONG = new Set([400, 401, 403, 405, 406, 413, 415, 500, 502, 503, 504]);

function filled(text) {
  return text.replaceAll(/\{\{([^}]+)\}\}/g, (place, name) => (name === '$guid' ? randomUUID() : variables.get(name) ?? place));
}

function keep(item, code, text) {
  const pm = { response: { code, json: () => JSON.parse(text) }, collectionVariables: { set: (name, value) => variables.set(name, value) } };
  (item.event ?? []).forEach((event) => new Function('pm', event.script.exec.join('\n'))(pm));
}

/** Names of headers whose values are not what the document says. */
function strangeHeaders(operation, answer) {
  return Object.entries(operation.responses[answer.status]?.headers ?? {}).filter(([name, header]) => {
    const pattern = resolve(header).schema?.pattern;
    return pattern && answer.headers.has(name) && !new RegExp(pattern).test(answer.headers.get(name));
  }).map(([name]) => `${name}: ${answer.headers.get(name)}`);
}

let wrong = 0;
for (const item of collection.item.flatMap((folder) => folder.item)) {
  const { method, url, header, body } = item.request;
  const answer = await fetch(filled(url.raw), {
    method,
    redirect: 'manual',
    headers: Object.fromEntries(header.map(({ key, value }) => [key, filled(value)])),
    ...(body ? { body: filled(body.raw) } : {}),
  });
  const text = await answer.text();
  keep(item, answer.status, text);
  const operation = operations.get(item.name.split(':')[0]);
  const code = (answer.headers.get('content-type') ?? '').startsWith('application/problem+json') ? JSON.parse(text).code : '';
  const documented = operation.responses[answer.status] !== undefined
    && (code === '' || operation['x-error-codes']?.[answer.status]?.includes(code));
  const strange = strangeHeaders(operation, answer);
  const held = documented && !WRONG.has(answer.status) && strange.length === 0;
  wrong += held ? 0 : 1;
  console.log(`${held ? 'held ' : 'WRONG'} ${answer.status} ${operation.operationId} ${code}${held ? '' : ` ${strange.join(' ')} ${text.slice(0, 500)}`}`);
}
console.log(wrong === 0 ? 'all of it held' : `${wrong} did not hold`);
process.exitCode = wrong === 0 ? 0 : 1;
