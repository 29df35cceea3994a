import { addExtension, Decoder } from 'cbor-x/decode-no-eval'

/** What CBOR holds, or why it cannot be read. */
export type DecodedCbor = { value: unknown } | { fault: string }

/** Big enough for any 128-bit number; making one of a whole payload would take minutes. */
const LARGEST_BIGNUM_BYTES = 16

/** Sharing, packing, records, sets, typed arrays and objects of classes: no measurement needs them. */
const REFUSED_TAGS = [
  6,
  14,
  15,
  25,
  27,
  28,
  29,
  51,
  105,
  256,
  258,
  259,
  ...Array.from({ length: 24 }, (_, i) => 64 + i),
]

onTag(2, (bytes) => toBigInt(bytes))
onTag(3, (bytes) => -1n - toBigInt(bytes))
for (const tag of REFUSED_TAGS) {
  onTag(tag, () => {
    throw new Error(`tag ${tag} is not taken`)
  })
}

/**
 * Reads CBOR from anybody. Keys of maps become text, so the label −2 is `'-2'`.
 *
 * The build of the library that makes no code of what it reads, and a decoder for each payload: nothing one sender
 * defined is there for the next.
 */
export function decodeCbor(bytes: Uint8Array): DecodedCbor {
  try {
    return { value: new Decoder({ useRecords: false, mapsAsObjects: true }).decode(bytes) as unknown }
  } catch (cause) {
    return { fault: `not CBOR: ${(cause as Error).message}` }
  }
}

function onTag(tag: number, decode: (content: unknown) => unknown): void {
  // The library wants a class and an encoder too; reading uses neither.
  addExtension({ tag, decode } as unknown as Parameters<typeof addExtension>[0])
}

function toBigInt(content: unknown): bigint {
  if (!(content instanceof Uint8Array) || content.length > LARGEST_BIGNUM_BYTES) throw new Error('a number too long')
  return BigInt(`0x0${Buffer.from(content).toString('hex')}`)
}
