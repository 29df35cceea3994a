import type { StationId } from '@ioc/shared/ids'
import type { AccessStore, BatchClaim, BatchKey, NewBatchKey } from '../ports/access.js'
import type { Clock } from '../ports/clock.js'
import { hashSecret, makeSecret, type Random } from './secret.js'

export interface BatchKeys {
  /** The key itself is told once. */
  make(wanted: NewBatchKey): Promise<{ secret: string; key: BatchKey }>
  /** From memory; expired ones too. */
  find(secret: string): BatchKey | null
  /** The oldest first. */
  list(): BatchKey[]
  get(id: string): BatchKey | undefined
  /** Secrets that were given out with it go on. */
  remove(id: string): Promise<boolean>
  /** Notes a claim, instead of an earlier one of the same station. */
  note(id: string, claim: BatchClaim): Promise<void>
  /** Takes a claim back as if it had never been. */
  forget(id: string, station: StationId): Promise<void>
  /** Lets a station be claimed once more; false where it was not claimed. */
  free(id: string, station: string): Promise<boolean>
}

interface BatchKeysOptions {
  store: Pick<AccessStore, 'batchKeys' | 'putBatchKey' | 'removeBatchKey' | 'putClaim' | 'removeClaim'>
  random: Random
  clock: Pick<Clock, 'now'>
}

/** Keys with which devices fetch their own secrets, each station once: kept as hashes, found by them. */
export async function createBatchKeys({ store, random, clock }: BatchKeysOptions): Promise<BatchKeys> {
  const keys = new Map((await store.batchKeys()).map((key) => [key.id, key]))

  function setClaims(id: string, change: (claims: readonly BatchClaim[]) => BatchClaim[]): void {
    const key = keys.get(id)
    if (key) keys.set(id, { ...key, claims: change(key.claims) })
  }

  async function note(id: string, claim: BatchClaim): Promise<void> {
    await store.putClaim(id, claim)
    setClaims(id, (claims) => [...claims.filter(({ station }) => station !== claim.station), claim])
  }

  return {
    async make(wanted) {
      const secret = makeSecret(random)
      const id = random(12).toString('base64url')
      const key: BatchKey = { ...wanted, id, sha256: hashSecret(secret), createdAt: clock.now(), claims: [] }
      await store.putBatchKey(key)
      keys.set(id, key)
      return { secret, key }
    },
    find(secret) {
      const hash = hashSecret(secret)
      return [...keys.values()].find(({ sha256 }) => sha256 === hash) ?? null
    },
    list: () => [...keys.values()].sort((a, b) => a.createdAt - b.createdAt),
    get: (id) => keys.get(id),
    async remove(id) {
      if (!keys.has(id)) return false
      await store.removeBatchKey(id)
      return keys.delete(id)
    },
    note,
    async forget(id, station) {
      await store.removeClaim(id, station)
      setClaims(id, (claims) => claims.filter((claim) => claim.station !== station))
    },
    async free(id, station) {
      const claim = keys.get(id)?.claims.find((each) => each.station === station && !each.freed)
      if (!claim) return false
      await note(id, { ...claim, freed: true })
      return true
    },
  }
}
