/** The project's own programs as a deployer starts them: its gateway alone, or the whole embedded run. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { JVM, PORTS, Refusal, ROOT, WORK, awaitAnswer, start, startJava, stop, tail } from './children.mjs';

const run = promisify(execFile);
const HOME = `${WORK}/suite`;
export const DEPARTMENT = 'YF-XZSP';
export const YEAR = 2021;

/**
 * The embedded run starts its JVMs with settings for a quick start; the JVM reads this variable after
 * the command line, so that all compilers work and the heap is that of the other contestants.
 */
const ENVIRONMENT = {
  SUITE_HOME: HOME,
  JAVA_HOME: process.env.BENCH_JAVA_HOME,
  _JAVA_OPTIONS: ['-XX:TieredStopAtLevel=4', ...JVM.filter((flag) => flag.startsWith('-Xm'))].join(' '),
};

/** Limits high enough that no benchmark meets them; the counting that they cost stays. */
export const GENEROUS = Object.fromEntries(['CLIENT', 'DEPARTMENT', 'ADDRESS', 'FAILURES'].map((who) => [`GATEWAY_RATES_${who}`, '1000000/1S']));

/** For comparisons with those who write no access log either. */
export const NO_ACCESS_LOG = { QUARKUS_LOG_CATEGORY_ACCESS_LEVEL: 'OFF' };

async function suite(...words) {
  const { stdout } = await run(`${ROOT}/suite`, words, { env: { ...process.env, SUITE_HOME: HOME, JAVA_HOME: process.env.BENCH_JAVA_HOME } });
  return stdout.trim();
}

export async function token(role, ...departments) {
  mkdirSync(HOME, { recursive: true, mode: 0o700 });
  return suite('token', role, ...departments);
}

/** What a service must know to accept the tokens of this run. */
export function trust(anyToken) {
  const claims = JSON.parse(Buffer.from(anyToken.split('.')[1], 'base64url'));
  return { publicKey: `${HOME}/keys/public-key.pem`, issuer: claims.iss, audience: [claims.aud].flat()[0] };
}

/**
 * The gateway in front of the static upstream, which plays all services.
 *
 * @param loops event loops; the framework's own number if not given
 */
export async function startGateway(name, port, { issuer, audience, publicKey }, { loops, env = {}, flags = [] } = {}) {
  const upstream = `http://127.0.0.1:${PORTS.upstream}`;
  const routes = Object.fromEntries(['BUDGET', 'EVALUATION', 'REPORT'].flatMap((service) => [
    [`GATEWAY_ROUTES_${service}_URL`, upstream], [`GATEWAY_ROUTES_${service}_MANAGEMENT_URL`, upstream]]));
  const child = startJava(name, [...flags, '-jar', `${ROOT}/gateway/target/quarkus-app/quarkus-run.jar`], {
    GATEWAY_HTTP_HOST: '127.0.0.1', GATEWAY_HTTP_PORT: String(port),
    // a checkout from before the gateway had a server of its own
    QUARKUS_HTTP_HOST: '127.0.0.1', QUARKUS_HTTP_PORT: String(port),
    QUARKUS_MANAGEMENT_HOST: '127.0.0.1', QUARKUS_MANAGEMENT_PORT: String(port + 1),
    // the tokens are those of the embedded run, which production does not take
    QUARKUS_PROFILE: 'local',
    MP_JWT_VERIFY_PUBLICKEY_LOCATION: `file:${publicKey}`, MP_JWT_VERIFY_ISSUER: issuer, MP_JWT_VERIFY_AUDIENCES: audience,
    ...routes, ...GENEROUS, ...(loops ? { GATEWAY_HTTP_LOOPS: String(loops), QUARKUS_VERTX_EVENT_LOOPS_POOL_SIZE: String(loops) } : {}), ...env,
  });
  await awaitAnswer(child, `http://127.0.0.1:${port + 1}/q/health/ready`);
  return child;
}

export function password(role) {
  return readFileSync(`${HOME}/keys/passwords.properties`, 'utf8').match(new RegExp(`^${role}=(.*)$`, 'm'))[1];
}

/** A query as the superuser; rows of text fields. */
export async function sql(database, query) {
  const { stdout } = await run('psql', ['-X', '-A', '-t', '-F', '\t', '-h', '127.0.0.1', '-p', String(PORTS.suite + 32),
    '-U', 'postgres', '-d', database, '-c', query], { env: { ...process.env, PGPASSWORD: password('postgres') } });
  return stdout.trim().split('\n').filter((line) => line !== '').map((line) => line.split('\t'));
}

export async function suiteUp(name, ...words) {
  const child = start(name, `${ROOT}/suite`, ['up', '--port', String(PORTS.suite), ...words], { ...ENVIRONMENT, ...GENEROUS });
  const end = Date.now() + 240_000;
  while (!/ ready: http/.test(readFileSync(`${WORK}/${name}.log`, 'utf8'))) {
    if (child.exitCode !== null || Date.now() > end) throw new Refusal(`The suite does not start:\n${tail(name)}`);
    await pause(200);
  }
  return child;
}

export function pidOf(part) {
  return Number(readFileSync(`${HOME}/run/pids`, 'utf8').match(new RegExp(`^${part}\\b\\D*(\\d+)`, 'm'))[1]);
}

/** The whole suite with the demo's data, its database counting statements. */
export async function startSuite() {
  const others = ['gateway', 'budget-service', 'evaluation-service', 'report-service'];
  // the counter is a library that the database loads at its start only
  const first = await suiteUp('suite-first', ...others.flatMap((service) => ['--without', service]));
  await sql('postgres', "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'");
  await stop(first);
  const child = await suiteUp('suite');
  const output = await suite('demo', '--port', String(PORTS.suite));
  if (!output.includes('All of it held.')) throw new Refusal(`The demo failed:\n${output}`);
  await sql('postgres', 'CREATE EXTENSION pg_stat_statements');
  const pids = Object.fromEntries([...others, 'postgres'].map((part) => [part, pidOf(part)]));
  return { child, pids };
}

/** Deletes the data of a suite that has ended. */
export function forgetSuite() {
  rmSync(HOME, { recursive: true, force: true });
}

/** The three readings that are measured: the service behind each, its path, and a token where one is needed. */
export async function readings() {
  const officer = await token('budget-officer', DEPARTMENT);
  const evaluator = await token('evaluator', DEPARTMENT);
  const list = `http://127.0.0.1:${PORTS.suite}/api/v1/evaluations`;
  const answer = await fetch(list, { headers: { Authorization: `Bearer ${evaluator}` } });
  const page = await answer.json();
  const id = page.items?.[0]?.id;
  if (!id) throw new Refusal(`There is no evaluation: ${JSON.stringify(page)}`);
  return [
    { name: 'report', service: 'report-service', offset: 3, database: 'report', path: `/reports/${DEPARTMENT}/${YEAR}/v1.json`, headers: {} },
    { name: 'statement', service: 'budget-service', offset: 1, database: 'budget', path: `/api/v1/departments/${DEPARTMENT}/fiscal-years/${YEAR}/statement`,
      headers: { Authorization: `Bearer ${officer}` } },
    { name: 'evaluation', service: 'evaluation-service', offset: 2, database: 'evaluation', path: `/api/v1/evaluations/${id}`,
      headers: { Authorization: `Bearer ${evaluator}` } },
  ];
}
