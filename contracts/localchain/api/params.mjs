// Parameters of a call. GET has strings only, so every reader takes a string as well as the JSON type.
import { Address } from '@ton/core';
import { parseBoc } from '../cells.mjs';
import { ApiError, invalid } from '../errors.mjs';

export function address(params, name = 'address') {
  try {
    return Address.parse(required(params, name));
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError(416, 'Incorrect address');
  }
}

/** { cell, bytes } of a base64 bag of cells with one root. */
export function boc(params, name) {
  const bytes = Buffer.from(String(required(params, name)), 'base64');
  try {
    return { cell: parseBoc(bytes), bytes: bytes.length };
  } catch (error) {
    throw invalid(`${name} is not a base64 bag of cells: ${error.message}`);
  }
}

export const optionalBoc = (params, name) => params[name] ? boc(params, name).cell : null;

export function integer(params, name, { fallback, min, max }) {
  const value = params[name] ?? fallback;
  if (value === undefined) throw missing(name);
  const text = String(value);
  if (!/^-?\d{1,15}$/.test(text) || Number(text) < min || Number(text) > max) throw invalid(`${name} must be an integer from ${min} to ${max}`);
  return Number(text);
}

/** A non-negative integer of any size, as a BigInt; null when absent. */
export function bigInteger(params, name) {
  const value = params[name];
  if (value === undefined || value === null || value === '') return null;
  if (!/^\d{1,40}$/.test(String(value))) throw invalid(`${name} must be a non-negative integer, sent as a string`);
  return BigInt(value);
}

/** A 32-byte hash in hex, base64 or base64url, as base64; null when absent. */
export function hash(params, name) {
  if (!params[name]) return null;
  // A plus sign that was not escaped arrives as a blank.
  const value = String(params[name]).replaceAll(' ', '+');
  const bytes = Buffer.from(value, /^[0-9a-f]{64}$/i.test(value) ? 'hex' : 'base64');
  if (bytes.length !== 32) throw invalid(`${name} must be 32 bytes in hex or base64`);
  return bytes.toString('base64');
}

export function required(params, name) {
  const value = params[name];
  if (value === undefined || value === null || value === '') throw missing(name);
  return value;
}

const missing = name => invalid(`parameter ${name} is missing`);
