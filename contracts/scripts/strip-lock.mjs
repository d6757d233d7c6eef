// package-lock.json names no host: which registry serves the packages is the business of the machine, not of the
// repository. `--omit-lockfile-registry-resolved` leaves the archives' addresses out, this the sponsors' pages.
import { readFileSync, writeFileSync } from 'node:fs';

const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8'));
for (const entry of Object.values(lock.packages)) delete entry.funding;
const text = `${JSON.stringify(lock, null, 2)}\n`;
if (/[a-z]+:\/\//.test(text)) throw new Error('package-lock.json still holds an address; look for "://" in it.');
writeFileSync(path, text);
