import { expect, it } from 'vitest'
import type { StationId } from '@ioc/shared/ids'
import type { AccessStore, AccessToken, BatchKey, Person } from '@ioc/server/ports/access'

const admin: Person = { name: 'admin', role: 'admin', passwordHash: '$argon2id$x', createdAt: 1_700_000_000_000 }
const lan: Person = { name: 'lan', role: 'operator', passwordHash: '$argon2id$y', createdAt: 1_700_000_000_001 }
const token: AccessToken = {
  id: 't1',
  kind: 'token',
  name: 'exporter',
  role: 'viewer',
  sha256: 'ab',
  createdAt: 1_700_000_000_000,
  expiresAt: 4_000_000_000_000,
}

/** What every access store promises. `reopen` gives the same data as a later start of the server would see it. */
export function accessStoreContract(open: () => Promise<{ store: AccessStore; reopen(): Promise<AccessStore> }>): void {
  it('keeps people by name, the newest version of each', async () => {
    const { store, reopen } = await open()
    await store.putPerson(lan)
    await store.putPerson({ ...admin, passwordHash: 'old' })
    await store.putPerson(admin)
    expect(await (await reopen()).people()).toEqual([admin, lan])
    const later = await reopen()
    await later.removePerson('lan')
    expect(await (await reopen()).people()).toEqual([admin])
  })

  it('keeps sessions and tokens in the order they were made', async () => {
    const { store, reopen } = await open()
    const session: AccessToken = { ...token, id: 'a9', kind: 'session', createdAt: token.createdAt + 1 }
    await store.putToken(session)
    await store.putToken(token)
    expect(await (await reopen()).tokens()).toEqual([token, session])
    const later = await reopen()
    await later.removeToken('t1')
    await later.removeToken('no such token')
    expect(await (await reopen()).tokens()).toEqual([session])
  })

  it('keeps batch keys with what was claimed, until they are removed', async () => {
    const { store, reopen } = await open()
    const key: BatchKey = {
      id: 'k1',
      name: 'Đợt 1',
      sha256: 'ab',
      stations: ['A' as StationId, 'B' as StationId],
      new: null,
      createdAt: 1,
      expiresAt: 4_000_000_000_000,
      claims: [],
    }
    const claim = { station: 'B' as StationId, at: 1_700_000_000_000, address: '::1', freed: false }
    await store.putBatchKey(key)
    await store.putBatchKey({ ...key, id: 'k2' })
    await store.putClaim('k1', { ...claim, at: 5 })
    await store.putClaim('k1', claim)
    await store.putClaim('k1', { ...claim, station: 'A' as StationId, at: 7, freed: true })
    await store.putClaim('k2', claim)
    await store.removeClaim('k2', 'B' as StationId)
    const later = await reopen()
    expect(await later.batchKeys()).toEqual([
      { ...key, claims: [{ ...claim, station: 'A', at: 7, freed: true }, claim] },
      { ...key, id: 'k2' },
    ])
    await later.removeBatchKey('k1')
    await later.putBatchKey(key)
    expect(await (await reopen()).batchKeys()).toEqual([key, { ...key, id: 'k2' }])
  })

  it('tells the newest of the audit trail first, also within one millisecond', async () => {
    const { store, reopen } = await open()
    for (const [index, at] of [5, 7, 7, 6].entries()) {
      await store.audit({ at, who: 'lan', action: 'station.change', subject: `S${index}`, detail: 'tên "mới"' })
    }
    const later = await reopen()
    expect((await later.auditTrail(10)).map(({ subject }) => subject)).toEqual(['S2', 'S1', 'S3', 'S0'])
    expect(await later.auditTrail(1)).toEqual([
      { at: 7, who: 'lan', action: 'station.change', subject: 'S2', detail: 'tên "mới"' },
    ])
  })
}
