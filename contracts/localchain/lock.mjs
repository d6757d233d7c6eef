// Keeps two processes out of one state directory. The lock file names its holder; a holder that died is not obeyed.
import { randomUUID } from 'node:crypto';
import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';

export class StateInUseError extends Error {}

export class StateLock {
  #path;
  #content;

  constructor(path, content) {
    this.#path = path;
    this.#content = content;
  }

  /** Throws StateInUseError while another living process holds the lock. */
  static acquire(path) {
    const content = JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid), token: randomUUID() });
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        writeFileSync(path, content, { flag: 'wx', mode: 0o600 });
        return new StateLock(path, content);
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      refuseIfHeld(path);
      removeIfThere(path);
    }
    throw inUse(path, 'another process');
  }

  /** Two processes may take over a dead one's lock at once; the one that finds the other's name here gives way. */
  confirm() {
    if (readIfThere(this.#path) !== this.#content) throw inUse(this.#path, 'another process');
  }

  release() {
    if (readIfThere(this.#path) === this.#content) removeIfThere(this.#path);
  }
}

function refuseIfHeld(path) {
  const content = readIfThere(path);
  if (content === null) return;
  let holder;
  try {
    holder = JSON.parse(content);
  } catch {
    return; // Its writer died while writing it.
  }
  if (isAlive(holder.pid) && startOf(holder.pid) === holder.startedAt) throw inUse(path, `process ${holder.pid}`);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Start time of a process in kernel ticks, to tell a holder from a later process with its number; null off Linux. */
function startOf(pid) {
  const stat = readIfThere(`/proc/${pid}/stat`);
  // The second field is the program's name in brackets and may hold blanks; the start time is the 22nd field.
  return stat === null ? null : stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return null;
    throw error;
  }
}

function removeIfThere(path) {
  try {
    unlinkSync(path);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

function inUse(path, holder) {
  return new StateInUseError(`The state behind ${path} is in use by ${holder}. Stop it first, or choose another --state directory.`);
}
