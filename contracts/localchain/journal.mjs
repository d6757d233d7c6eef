// The chain's memory: one append-only file, one record a line, on disk before anyone is told about it.
//
// A line is `<digest> <json>\n`; the digest covers the digest of the line before, so a line that was changed, removed or
// moved is noticed. Records hold the accepted message and everything it caused, so opening the file runs no code.
import { createHash } from 'node:crypto';
import { closeSync, existsSync, fdatasyncSync, fsyncSync, ftruncateSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const digestLength = 16;
const newline = 0x0a;

/** The file is not what this program wrote. The message names the file and says what to do. */
export class JournalCorruptError extends Error {}

export class Journal {
  #fd;
  #length;
  #digest;

  constructor(fd, length, digest) {
    this.#fd = fd;
    this.#length = length;
    this.#digest = digest;
  }

  /**
   * Opens or creates the file at `path`. Returns { journal, records, cutBytes }; `cutBytes` > 0 says that an unfinished
   * last line, which nobody was told about, has been cut off.
   */
  static open(path) {
    const isNew = !existsSync(path);
    const fd = openSync(path, isNew ? 'wx+' : 'r+', 0o600);
    if (isNew) syncDirectory(dirname(path));
    try {
      const content = readFileSync(fd);
      const { records, validLength, digest } = parse(content, path);
      if (validLength < content.length) {
        ftruncateSync(fd, validLength);
        fsyncSync(fd);
      }
      return { journal: new Journal(fd, validLength, digest), records, cutBytes: content.length - validLength };
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  /** Returns when the record is on disk. A failed write leaves no trace, or throws an error with `fatal` set. */
  append(record) {
    const json = JSON.stringify(record);
    const digest = digestOf(this.#digest, json);
    const line = Buffer.from(`${digest} ${json}\n`);
    try {
      for (let done = 0; done < line.length;) done += writeSync(this.#fd, line, done, line.length - done, this.#length + done);
      fdatasyncSync(this.#fd);
    } catch (error) {
      this.#undo(error);
      throw error;
    }
    this.#length += line.length;
    this.#digest = digest;
  }

  close() {
    closeSync(this.#fd);
  }

  #undo(error) {
    try {
      ftruncateSync(this.#fd, this.#length);
      fdatasyncSync(this.#fd);
    } catch {
      // Half a line may be in the file now, so nothing may follow it; the next start cuts it off.
      error.fatal = true;
    }
  }
}

/** Renames the file at `path`, if there is one, so that a new one can begin. Returns its new path, or null. */
export function moveAside(path, now) {
  if (!existsSync(path)) return null;
  const stamp = now.toISOString().replace(/[-:]/g, '').replace(/\..*/, 'Z');
  let target = join(dirname(path), `${basename(path)}.${stamp}.old`);
  for (let i = 2; existsSync(target); i++) target = join(dirname(path), `${basename(path)}.${stamp}-${i}.old`);
  renameSync(path, target);
  syncDirectory(dirname(path));
  return target;
}

function parse(content, path) {
  const records = [];
  let digest = '';
  let start = 0;
  while (start < content.length) {
    const end = content.indexOf(newline, start);
    if (isUnfinished(content, start, end)) break;
    const line = content.toString('utf8', start, end);
    const json = line.slice(digestLength + 1);
    if (line.slice(0, digestLength) !== digestOf(digest, json)) throw corrupt(path, records.length + 1);
    digest = line.slice(0, digestLength);
    records.push(JSON.parse(json));
    start = end + 1;
  }
  return { records, validLength: start, digest };
}

/** A line without an end, or a last line with NULs: a file system may grow a file before it writes all of its blocks. */
function isUnfinished(content, start, end) {
  if (end < 0) return true;
  return end === content.length - 1 && content.subarray(start, end).includes(0);
}

function corrupt(path, line) {
  return new JournalCorruptError(
    `${path} is damaged at line ${line}, before its end, so the chain's state cannot be trusted. ` +
    'Restore the file from a copy, or start anew with --fresh (it keeps the damaged file under another name).');
}

function digestOf(previous, json) {
  return createHash('sha256').update(previous).update(json).digest('hex').slice(0, digestLength);
}

/** Makes a new name in the directory durable. Windows has no such call; it journals names itself. */
function syncDirectory(path) {
  if (process.platform === 'win32') return;
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
