// Makes the collections of requests from the API document: an HTTP file for editors and a Postman collection (which Bruno
// imports, too). Usage: node collection.mjs OPENAPI OUTPUT-FOLDER
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const [source, folder] = process.argv.slice(2);
const document = JSON.parse(readFileSync(source, 'utf8'));
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const resolve = (node) => (node?.$ref ? node.$ref.slice(2).split('/').reduce((at, key) => at[key.replaceAll('~1', '/')], document) : node);

function exampleOf(parameter) {
  return parameter.example ?? parameter.schema?.examples?.[0] ?? parameter.schema?.default ?? '';
}

/** The first example of the request; a body that nothing shows is empty. */
function bodyOf(operation) {
  const media = resolve(operation.requestBody)?.content?.['application/json'];
  if (!media) {
    return undefined;
  }
  const first = Object.values(media.examples ?? {})[0];
  return JSON.stringify(first?.value ?? {}, null, 2);
}

const requests = [];
for (const [path, item] of Object.entries(document.paths)) {
  for (const method of METHODS.filter((one) => item[one])) {
    const operation = item[method];
    const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(resolve);
    const inPath = (text, parameter) => text.replace(`{${parameter.name}}`, encodeURIComponent(exampleOf(parameter)));
    const address = parameters.filter((one) => one.in === 'path').reduce(inPath, path);
    const query = parameters.filter((one) => one.in === 'query').map((one) => ({
      key: one.name, value: String(exampleOf(one)), description: one.description, disabled: !one.required,
    }));
    const headers = [];
    if ((operation.security ?? []).length > 0) {
      headers.push({ key: 'Authorization', value: 'Bearer {{token}}' });
    }
    for (const one of parameters.filter((header) => header.in === 'header' && header.required)) {
      headers.push({ key: one.name, value: one.name === 'Idempotency-Key' ? '{{$guid}}' : String(exampleOf(one)), description: one.description });
    }
    const body = bodyOf(operation);
    if (body !== undefined) {
      headers.push({ key: 'Content-Type', value: 'application/json' });
    }
    requests.push({ id: operation.operationId, summary: operation.summary, tag: operation.tags?.[0] ?? 'API', method: method.toUpperCase(), address, query, headers, body });
  }
}

function httpFile() {
  const lines = [
    `# ${document.info.title} ${document.info.version}: one request for each operation, made by clients/collection.mjs`,
    '# For the HTTP clients of IntelliJ IDEA and Visual Studio Code. Token: ./suite token ROLE DEPARTMENT',
    '@gateway = http://127.0.0.1:18700',
    '@token = paste-a-token-here',
  ];
  for (const one of requests) {
    lines.push('', `### ${one.id}: ${one.summary}`, `${one.method} {{gateway}}${one.address}`);
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
      request: {
        method: one.method,
        header: one.headers,
        url: { raw: `{{gateway}}${one.address}`, host: ['{{gateway}}'], path: one.address.slice(1).split('/'), query: one.query },
        ...(one.body === undefined ? {} : { body: { mode: 'raw', raw: one.body, options: { raw: { language: 'json' } } } }),
      },
    });
  }
  return {
    info: {
      name: `${document.info.title} ${document.info.version}`,
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    variable: [{ key: 'gateway', value: 'http://127.0.0.1:18700' }, { key: 'token', value: '' }],
    item: [...folders].map(([name, item]) => ({ name, item })),
  };
}

mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}/jixiao.http`, httpFile());
writeFileSync(`${folder}/jixiao.postman_collection.json`, `${JSON.stringify(postman(), null, 2)}\n`);
console.log(`${requests.length} requests in ${folder}`);
