// What a front end does with the API: page through a list, create with an idempotency key, tell a conflict by its code,
// change with an entity tag. Run: node clients/build/typescript/typescript/example.js GATEWAY OFFICER-TOKEN EVALUATOR-TOKEN CODE
import createClient from 'openapi-fetch';
import type { components, paths } from '../build/api.js';

type Problem = components['schemas']['Problem'];

const [gateway, officer, evaluator, department] = process.argv.slice(2);
if (!gateway || !officer || !evaluator || !department) {
  throw new Error('usage: example.js GATEWAY OFFICER-TOKEN EVALUATOR-TOKEN DEPARTMENT-CODE');
}

const as = (token: string) =>
  createClient<paths>({ baseUrl: gateway, headers: { Authorization: `Bearer ${token}`, 'Accept-Language': 'en' } });
const budget = as(officer);
const evaluation = as(evaluator);

/** The data of an answer, or its problem thrown: whoever calls looks at the code, never at the sentence. */
function must<T>(answer: { data?: T; error?: Problem; response: Response }): T {
  if (answer.data === undefined) {
    throw new Error(`${answer.response.status} ${answer.error?.code ?? 'without a code'} ${answer.error?.requestId ?? ''}`);
  }
  return answer.data;
}

// create: the same key twice is one department
const created = { params: { header: { 'Idempotency-Key': `example-ts-${department}` } }, body: { code: department, name: '示例部门' } };
const first = await budget.POST('/api/v1/departments', created);
const again = await budget.POST('/api/v1/departments', created);
console.log('created', must(first).code, 'and again', must(again).code, 'replayed', again.response.headers.get('Idempotency-Replayed'));

// conflict: told by its code
const taken = await budget.POST('/api/v1/departments', {
  params: { header: { 'Idempotency-Key': `example-ts-${department}-2` } },
  body: { code: department, name: '另一个名称' },
});
if (taken.error?.code !== 'DEPARTMENT_EXISTS') {
  throw new Error(`expected a conflict, got ${taken.response.status}`);
}
console.log('conflict', taken.response.status, taken.error.code);

// list: page after page, until there is no next one
for (const name of ['甲', '乙', '丙']) {
  const code = `${department}-${name === '甲' ? 1 : name === '乙' ? 2 : 3}`;
  must(await budget.POST('/api/v1/departments/{department}/projects', {
    params: { path: { department }, header: { 'Idempotency-Key': `example-ts-${code}` } },
    body: { code, name: `项目${name}` },
  }));
}
const projects: components['schemas']['Project'][] = [];
for (let cursor: string | undefined; ; ) {
  const page = must(await budget.GET('/api/v1/departments/{department}/projects', {
    params: { path: { department }, query: { limit: 2, ...(cursor === undefined ? {} : { cursor }) } },
  }));
  projects.push(...page.items);
  cursor = page.nextCursor;
  if (cursor === undefined) {
    break;
  }
}
console.log('projects', projects.map((project) => project.code).join(' '));

// change: with the entity tag that was read; a stale one is refused
const opened = await evaluation.POST('/api/v1/evaluations', {
  params: { header: { 'Idempotency-Key': `example-ts-${department}` } },
  body: { departmentCode: department, departmentName: '示例部门', fiscalYear: 2021, kind: 'DEPARTMENT' },
});
const id = must(opened).id;
const tag = opened.response.headers.get('ETag') ?? '';
const form = { title: '部门整体支出绩效自评表', fiscalYear: 2021, departmentName: '示例部门' };
const changed = await evaluation.PUT('/api/v1/evaluations/{id}/form', { params: { path: { id }, header: { 'If-Match': tag } }, body: form });
console.log('form', must(changed).status, 'tag', tag, '→', changed.response.headers.get('ETag'));
const stale = await evaluation.PUT('/api/v1/evaluations/{id}/form', { params: { path: { id }, header: { 'If-Match': tag } }, body: form });
if (stale.error?.code !== 'STALE') {
  throw new Error(`expected STALE, got ${stale.response.status}`);
}
console.log('stale', stale.response.status, stale.error.code);
console.log('all of it held');
