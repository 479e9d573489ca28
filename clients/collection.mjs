// Makes the collections of requests from the API document: an HTTP file for editors and a Postman collection (which Bruno
// imports, too). Usage: node collection.mjs OPENAPI OUTPUT-FOLDER
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const [source, folder] = process.argv.slice(2);
const document = JSON.parse(readFileSync(source, 'utf8'));
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const resolve = (node) => (node?.$ref ? node.$ref.slice(2).split('/').reduce((at, key) => at[key.replaceAll('~1', '/')], document) : node);

const camel = (text) => text.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

function exampleOf(parameter) {
  const schema = resolve(parameter.schema);
  return parameter.example ?? schema?.examples?.[0] ?? schema?.default ?? schema?.enum?.[0] ?? '';
}

/** What differs from reader to reader, with the value of the examples. */
const variables = new Map();
function variable(name, value) {
  if (!variables.has(name)) {
    variables.set(name, String(value));
  }
  return `{{${name}}}`;
}

/** An id stands for the thing that the folder before it names: /evaluations/{id} has evaluationId, /jobs/budget/{id} has budgetJobId. */
function nameOfId(path, name) {
  if (name !== 'id') {
    return name;
  }
  const before = path.slice(0, path.indexOf('{id}') - 1).split('/').slice(-3);
  const thing = { evaluations: 'evaluationId', entries: `${before[1]}EntryId` }[before[2]];
  return thing ?? `${before[2]}JobId`;
}

/** A role needs a token of its own: whoever audits, sets the rules or does the work may not do the others. */
function tokenOf(operation) {
  const roles = operation.security[0].bearer;
  return variable(`${camel(roles.find((role) => role !== 'auditor') ?? roles[0] ?? 'auditor')}Token`, '');
}

/** What is sent, and what it is: JSON where the operation takes it, else the first kind of file that the document shows as text. */
function mediaOf(operation) {
  const content = resolve(operation.requestBody)?.content ?? {};
  return content['application/json'] ? 'application/json'
    : Object.keys(content).find((type) => typeof firstOf(content[type])?.value === 'string');
}

const firstOf = (media) => Object.values(media.examples ?? {})[0];

/** The first example of the request; a body that nothing shows is empty. */
function bodyOf(operation, type) {
  if (!type) {
    return undefined;
  }
  const first = firstOf(resolve(operation.requestBody).content[type]);
  if (type !== 'application/json') {
    return first.value;
  }
  const department = variables.get('department');
  return JSON.stringify(first?.value ?? {}, (key, value) => {
    const place = { appropriationId: 'appropriationId', agencyCode: 'agency', implementingAgencyCode: 'agency' }[key]
      ?? (value === department && (key === 'code' || key === 'departmentCode') ? 'department' : undefined);
    return place ? `{{${place}}}` : value;
  }, 2);
}

/** What a request leaves for those that follow it: the id of what was made, or of the first in a list. */
function keeps(id) {
  const name = {
    createAppropriation: 'appropriationId', listAppropriations: 'appropriationId', createMovement: 'movementId', createPayment: 'paymentId',
    createEvaluation: 'evaluationId', listEvaluations: 'evaluationId',
  }[id] ?? id.replace(/^list(.*)AuditEntries$|^export(.*)AuditTrail$|.*/, (_, entries, trail) => (entries ? `${entries.toLowerCase()}EntryId` : trail ? `${trail.toLowerCase()}JobId` : ''));
  return name && [
    'const body = pm.response.code < 300 ? pm.response.json() : {};',
    'const id = body.id ?? body.items?.[0]?.id;',
    `if (id) pm.collectionVariables.set('${name}', id);`,
  ];
}

const requests = [];
variable('gateway', 'http://127.0.0.1:18700');
variable('department', exampleOf(resolve(document.paths['/api/v1/departments/{department}'].get.parameters[0])));
for (const [path, item] of Object.entries(document.paths)) {
  for (const method of METHODS.filter((one) => item[one])) {
    const operation = item[method];
    const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(resolve);
    const inPath = (text, parameter) => text.replace(`{${parameter.name}}`, variable(nameOfId(path, parameter.name), exampleOf(parameter)));
    const address = parameters.filter((one) => one.in === 'path').reduce(inPath, path);
    const query = parameters.filter((one) => one.in === 'query').map((one) => ({
      key: one.name, value: String(exampleOf(one)), description: one.description, disabled: !one.required,
    }));
    const asked = query.filter((one) => !one.disabled).map((one) => `${one.key}=${encodeURIComponent(one.value)}`).join('&');
    const headers = [];
    if ((operation.security ?? []).length > 0) {
      headers.push({ key: 'Authorization', value: `Bearer ${tokenOf(operation)}` });
    }
    for (const one of parameters.filter((header) => header.in === 'header' && header.required)) {
      headers.push({ key: one.name, value: one.name === 'Idempotency-Key' ? '{{$guid}}' : String(exampleOf(one)), description: one.description });
    }
    const type = mediaOf(operation);
    const body = bodyOf(operation, type);
    if (body !== undefined) {
      headers.push({ key: 'Content-Type', value: type });
    }
    requests.push({ id: operation.operationId, summary: operation.summary, tag: path.endsWith('/close') ? 'Closing' : operation.tags?.[0] ?? 'API', method: method.toUpperCase(), address, asked: asked && `?${asked}`, query, headers, type, body });
  }
}

// what closes a year comes last: nothing could be entered after it
requests.sort((one, other) => (one.tag === 'Closing') - (other.tag === 'Closing'));

function httpFile() {
  const lines = [
    `# ${document.info.title} ${document.info.version}: one request for each operation, made by clients/collection.mjs`,
    '# For the HTTP clients of IntelliJ IDEA and Visual Studio Code. Tokens: ./suite token ROLE DEPARTMENT',
    ...[...variables].map(([name, value]) => `@${name} = ${value || 'paste-a-token-here'}`),
  ];
  for (const one of requests) {
    lines.push('', `### ${one.id}: ${one.summary}`, `${one.method} {{gateway}}${one.address}${one.asked}`);
    one.headers.forEach((header) => lines.push(`${header.key}: ${header.value}`));
    if (one.body !== undefined) {
      lines.push('', one.body);
    }
  }
  return `${lines.join('\n')}\n`;
}

function postman() {
  const folders = new Map();
  for (const one of requests) {
    const items = folders.get(one.tag) ?? [];
    folders.set(one.tag, items);
    items.push({
      name: `${one.id}: ${one.summary}`,
      ...(keeps(one.id) ? { event: [{ listen: 'test', script: { type: 'text/javascript', exec: keeps(one.id) } }] } : {}),
      request: {
        method: one.method,
        header: one.headers,
        url: { raw: `{{gateway}}${one.address}${one.asked}`, host: ['{{gateway}}'], path: one.address.slice(1).split('/'), query: one.query },
        ...(one.body === undefined ? {} : { body: { mode: 'raw', raw: one.body, options: { raw: { language: one.type === 'application/json' ? 'json' : 'text' } } } }),
      },
    });
  }
  return {
    info: {
      name: `${document.info.title} ${document.info.version}`,
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    variable: [...variables].map(([key, value]) => ({ key, value })),
    item: [...folders].map(([name, item]) => ({ name, item })),
  };
}

mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}/jixiao.http`, httpFile());
writeFileSync(`${folder}/jixiao.postman_collection.json`, `${JSON.stringify(postman(), null, 2)}\n`);
console.log(`${requests.length} requests in ${folder}`);
