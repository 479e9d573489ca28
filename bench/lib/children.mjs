/** Everything that a run starts: on its own ports, noted, and ended with the run. */
import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export const WORK = process.env.BENCH_WORK;
export const ROOT = process.env.BENCH_ROOT;
const BASE = Number(process.env.BENCH_PORT ?? 18800);
const FOLDER = new URL('..', import.meta.url).pathname;

export const PORTS = {
  upstream: BASE, verifier: BASE + 1, nginx: BASE + 2, nginxPerCore: BASE + 3, spring: BASE + 4,
  duties: BASE + 5, dutiesCached: BASE + 6,
  // one nginx before each of the three services
  nginxServices: BASE + 20,
  oneLoop: BASE + 10, default: BASE + 12, guarded: BASE + 14,
  // the suite counts from here
  suite: BASE + 100,
};

const started = [];

/** Ends the run with a sentence instead of a stack trace. */
export class Refusal extends Error {}

/** Somebody else's server on one of our ports would be measured in place of ours. */
export async function requireFree(...ports) {
  for (const port of ports) {
    await new Promise((resolve, reject) => {
      const server = net.createServer();
      server.once('error', () => reject(new Refusal(`Port ${port} is taken. BENCH_PORT moves all ports; it is ${BASE} now.`)));
      server.listen(port, '127.0.0.1', () => server.close(resolve));
    });
  }
}

/** Starts a program whose command line names the work folder, so that it can be recognised. */
export function start(name, command, args, env = {}) {
  const log = openSync(`${WORK}/${name}.log`, 'w');
  const child = spawn(command, args, { cwd: WORK, stdio: ['ignore', log, log], env: { ...process.env, ...env } });
  child.title = name;
  child.once('error', (e) => { child.failure = e; });
  appendFileSync(`${WORK}/pids`, `${child.pid}\n`);
  started.push(child);
  return child;
}

export async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  await ended;
  clearTimeout(timer);
}

export async function stopAll() {
  // the last one first: gateways before what they stand in front of
  while (started.length > 0) await stop(started.pop());
}

export async function awaitAnswer(child, url, headers = {}) {
  const end = Date.now() + 90_000;
  for (;;) {
    if (child.exitCode !== null || child.failure) throw new Refusal(`${child.title} has ended:\n${tail(child.title)}`);
    try {
      const answer = await fetch(url, { headers });
      await answer.arrayBuffer();
      if (answer.status === 200) return;
    } catch {
      // not listening yet
    }
    if (Date.now() > end) throw new Refusal(`${child.title} does not answer ${url}:\n${tail(child.title)}`);
    await pause(100);
  }
}

export function tail(name) {
  return readFileSync(`${WORK}/${name}.log`, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
}

/** An nginx of our own in the foreground; ${NAME} in its configuration is replaced. */
export function startNginx(name, template, values) {
  const folder = `${WORK}/${name}`;
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const text = readFileSync(`${FOLDER}nginx/${template}`, 'utf8')
    .replace(/\$\{([A-Z_]+)\}/g, (whole, key) => {
      const value = { FOLDER: folder, ...values }[key];
      if (value === undefined) throw new Error(`${template} wants ${key}`);
      return value;
    });
  writeFileSync(`${folder}/nginx.conf`, text);
  return start(name, 'nginx', ['-p', folder, '-c', `${folder}/nginx.conf`, '-e', `${folder}/error.log`]);
}

/** The heap of a small container, the collector that the JVM chooses for two processors, all compilers. */
export const JVM = ['-Xms256m', '-Xmx256m', '-XX:+UseSerialGC', '-Dfile.encoding=UTF-8'];

export function startJava(name, args, env) {
  return start(name, `${process.env.BENCH_JAVA_HOME}/bin/java`, [`-Dbench=${WORK}`, ...JVM, ...args], env);
}
