// Encodings of the points of small order, in the order of "Taming the many EdDSAs" (Chalkias, Garillot, Nikolaenko 2020), table 1.
const hex = text => Buffer.from(text, 'hex');
const withSign = key => Buffer.concat([key.subarray(0, 31), Buffer.of(key[31] | 0x80)]);
const canonical = [
  ['identity', hex(`01${'00'.repeat(31)}`)],
  ['order 2', hex(`ec${'ff'.repeat(30)}7f`)],
  ['zero, order 4', Buffer.alloc(32)],
  ['order 8', hex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a')],
  ['order 8, other', hex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05')],
  ['zero, not canonical', hex(`ed${'ff'.repeat(30)}7f`)],
  ['identity, not canonical', hex(`ee${'ff'.repeat(30)}7f`)],
];

/** [name, 32 bytes]: each with the sign of x clear and set. */
export const smallOrderKeys = canonical.flatMap(([name, key]) => [[name, key], [`${name}, sign of x set`, withSign(key)]]);
