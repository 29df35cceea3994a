import type { AccessStore, AccessToken, NewToken } from '../ports/access.js'
import type { Clock } from '../ports/clock.js'
import { hashSecret, makeSecret, type Random } from './secret.js'

export interface Tokens {
  /** The secret is told once. */
  issue(token: NewToken): Promise<{ secret: string; token: AccessToken }>
  /** From memory; null for one that is unknown, revoked or expired. */
  find(secret: string): AccessToken | null
  list(kind: AccessToken['kind']): AccessToken[]
  revoke(id: string): Promise<boolean>
  /** Ends every session of a person, but for one. */
  endSessions(name: string, but?: string): Promise<void>
}

interface TokensOptions {
  store: Pick<AccessStore, 'tokens' | 'putToken' | 'removeToken'>
  random: Random
  clock: Pick<Clock, 'now'>
  /** A token or session no longer holds: who came in with it has to go. */
  onEnded?(): void
}

/** Sessions of people and tokens of programs: random secrets, found by their hash, gone when revoked or expired. */
export async function createTokens({ store, random, clock, onEnded }: TokensOptions): Promise<Tokens> {
  const byHash = new Map<string, AccessToken>()
  for (const token of await store.tokens()) byHash.set(token.sha256, token)
  await removeExpired()

  function alive(token: AccessToken): boolean {
    return token.expiresAt > clock.now()
  }

  /** Gone only once that is kept: what could not be revoked must not look as if it were. */
  async function remove(token: AccessToken): Promise<void> {
    await store.removeToken(token.id)
    byHash.delete(token.sha256)
    onEnded?.()
  }

  async function removeExpired(): Promise<void> {
    for (const token of byHash.values()) if (!alive(token)) await remove(token)
  }

  return {
    async issue({ kind, name, role, expiresAt }) {
      await removeExpired()
      const secret = makeSecret(random)
      const id = random(12).toString('base64url')
      const token: AccessToken = { id, kind, name, role, sha256: hashSecret(secret), createdAt: clock.now(), expiresAt }
      await store.putToken(token)
      byHash.set(token.sha256, token)
      return { secret, token }
    },
    find(secret) {
      const token = byHash.get(hashSecret(secret))
      return token && alive(token) ? token : null
    },
    list: (kind) => [...byHash.values()].filter((token) => token.kind === kind && alive(token)),
    async revoke(id) {
      const token = [...byHash.values()].find((each) => each.id === id)
      if (token) await remove(token)
      return token !== undefined
    },
    async endSessions(name, but) {
      const isTheirs = ({ kind, name: of, id }: AccessToken) => kind === 'session' && of === name && id !== but
      const theirs = [...byHash.values()].filter(isTheirs)
      for (const token of theirs) await remove(token)
    },
  }
}
