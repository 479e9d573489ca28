/** What the kernel says: who used how much processor time, and what machine this is. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import os from 'node:os';

const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** Every process with its parent and its processor time, that of its reaped children included. */
function processes() {
  const all = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const text = readFileSync(`/proc/${name}/stat`, 'utf8');
      // the name in parentheses may itself hold spaces and parentheses
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
      const ticks = [11, 12, 13, 14].reduce((sum, i) => sum + Number(fields[i]), 0);
      all.set(Number(name), { parent: Number(fields[1]), ticks });
    } catch {
      // it has ended meanwhile
    }
  }
  return all;
}

/** A process and all below it. */
function tree(all, root) {
  const children = new Map();
  for (const [pid, { parent }] of all) {
    if (!children.has(parent)) children.set(parent, []);
    children.get(parent).push(pid);
  }
  const found = [];
  const open = [root];
  while (open.length > 0) {
    const pid = open.pop();
    found.push(pid);
    open.push(...(children.get(pid) ?? []));
  }
  return found;
}

function ticksOfTree(all, root) {
  return tree(all, root).reduce((sum, pid) => sum + (all.get(pid)?.ticks ?? 0), 0);
}

/** Which processors, by number as taskset takes them, a process and all below it may use from now on. */
export function place(root, processors) {
  for (const pid of tree(processes(), root)) {
    // one of them can end meanwhile
    spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', processors, String(pid)], { stdio: 'ignore' });
  }
}

/** A moment: the machine's counters and those of the given processes with all below them. */
export function snapshot(pids) {
  const counters = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0].trim().split(/\s+/).slice(1).map(Number);
  const [user, nice, system, idle, iowait, irq, softirq, steal] = counters;
  const all = processes();
  return {
    total: user + nice + system + idle + iowait + irq + softirq + steal,
    busy: user + nice + system,
    steal,
    own: ticksOfTree(all, process.pid),
    of: pids.map((pid) => ticksOfTree(all, pid)),
  };
}

/** What happened between two moments. */
export function between(before, after) {
  return {
    total: after.total - before.total,
    busy: after.busy - before.busy,
    steal: after.steal - before.steal,
    own: after.own - before.own,
    cpuSeconds: after.of.map((ticks, i) => (ticks - before.of[i]) / TICKS),
  };
}

function firstLine(command, ...args) {
  try {
    // nginx and java write their versions to the error stream
    return execFileSync('sh', ['-c', '"$0" "$@" 2>&1 | head -n 1', command, ...args], { encoding: 'utf8' }).trim();
  } catch {
    return `${command} unknown`;
  }
}

export function description() {
  const java = firstLine(`${process.env.BENCH_JAVA_HOME}/bin/java`, '-version').match(/"(.+?)"/)?.[1] ?? 'unknown';
  const nginx = firstLine('nginx', '-v').replace(/^.*\//, '');
  return `${os.cpus().length} CPUs ${os.cpus()[0].model}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, `
    + `Linux ${os.release().replace(/-.*/, '')}, Java ${java}, nginx ${nginx}`;
}
