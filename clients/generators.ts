// Reads the departments with each generated client: generators.ts GATEWAY TOKEN, run by clients/check-generators.
import { client } from './build/generators/hey-api/client.gen.ts';
import { listDepartments as heyApi } from './build/generators/hey-api/sdk.gen.ts';
import { listDepartments as orval } from './build/generators/orval/api.ts';
import { Configuration, DepartmentsApi } from './build/generators/typescript-fetch/index.ts';

const [gateway, token] = process.argv.slice(2) as [string, string];
const names: Record<string, string | undefined> = {};

client.setConfig({ baseUrl: gateway, auth: () => token });
names['hey-api'] = (await heyApi({ query: { limit: 1 } })).data?.items[0]?.name;

const configuration = new Configuration({ basePath: gateway, accessToken: token });
names['typescript-fetch'] = (await new DepartmentsApi(configuration).listDepartments({ limit: 1 })).items[0]?.name;

// orval's plain fetch client has no base address and knows no token: its users give it a fetch of their own
const plain = globalThis.fetch;
globalThis.fetch = (path, options) => plain(new URL(String(path), gateway), options);
const answer = await orval({ limit: 1 }, { headers: { Authorization: `Bearer ${token}` } });
names['orval'] = answer.status === 200 ? answer.data.items[0]?.name : undefined;

for (const [generator, name] of Object.entries(names)) {
  console.log(`clients/check-generators: ${generator} read ${name}`);
  if (!name) {
    process.exitCode = 1;
  }
}
