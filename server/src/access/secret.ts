import { createHash, timingSafeEqual } from 'node:crypto'

/** Random bytes, passed in so that a test can repeat itself; `randomBytes` of the system otherwise. */
export type Random = (bytes: number) => Buffer

/** 256 random bits, in letters that pass through any header, file or form. */
export function makeSecret(random: Random): string {
  return random(32).toString('base64url')
}

/** SHA-256, hex: enough for what is random, and cheap in a storm of reconnects. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Compares two hashes in constant time. */
export function sameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, 'hex'), Buffer.from(other, 'hex')]
  return a.length === b.length && timingSafeEqual(a, b)
}
