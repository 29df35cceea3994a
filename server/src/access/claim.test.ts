import { HOUR } from '@ioc/shared/time'
import type { Station } from '@ioc/shared/station'
import { expect, it } from 'vitest'
import { createManualClock } from '../../../tests/manual-clock.js'
import { createMemoryAccessStore } from '../adapters/memory/access-store.js'
import { createAudit } from './audit.js'
import { createBatchKeys } from './batch-keys.js'
import { createClaim } from './claim.js'

it('lets a new station be claimed again where its secret could not be kept', async () => {
  const clock = createManualClock(1_700_000_000_000)
  const store = createMemoryAccessStore()
  const keys = await createBatchKeys({ store, random: (bytes) => Buffer.alloc(bytes, 7), clock })
  const stations = new Map<string, Station>()
  let broken = true
  const claim = createClaim({
    keys,
    stations: {
      get: (id) => stations.get(id),
      add: async (station) => stations.set(station.id, station).get(station.id)!,
    },
    async issue() {
      if (broken) throw new Error('the disk is away')
      return 'secret'
    },
    audit: createAudit({ store, clock, onRecord: () => undefined }),
    clock,
    onRefused: () => undefined,
  })
  const made = { kind: 'air', area: 'x', agency: 'Sở', reportIntervalS: 60, prefix: 'AQ-', max: 1 }
  const expiresAt = clock.now() + HOUR
  const { secret: key, key: batch } = await keys.make({ name: 'Đợt 1', stations: null, new: made, expiresAt })
  const attempt = { key, station: 'AQ-1', lon: 1, lat: 2, address: '10.0.0.7' }
  await expect(claim(attempt)).rejects.toThrow('the disk is away')
  broken = false
  expect(await claim(attempt)).toEqual({ station: 'AQ-1', secret: 'secret' })
  expect([...stations.keys()]).toEqual(['AQ-1'])
  expect(keys.get(batch.id)?.claims).toMatchObject([{ station: 'AQ-1', freed: false }])
  await expect(claim({ ...attempt, station: 'AQ-2' })).rejects.toMatchObject({ code: 'claim.exhausted' })
})
