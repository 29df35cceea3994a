import pino from 'pino'
import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import { MINUTE } from '@ioc/shared/time'
import { expect, it } from 'vitest'
import { observed, put, readAll } from '../../../tests/contracts/observation-store.js'
import { createManualClock } from '../../../tests/manual-clock.js'
import { createMemoryStore } from '../adapters/memory/observation-store.js'
import { createEvents } from '../events.js'
import { createCommitQueue } from './commit-queue.js'
import { createLedger } from './ledger.js'
import { createRequalify } from './requalify.js'

const T0 = Date.UTC(2026, 10, 22)
const [STATION, PROPERTY] = ['A' as StationId, 'pm2_5' as PropertyKey]
const ID = datastreamId(STATION, PROPERTY)

function setUp() {
  const clock = createManualClock(T0 + MINUTE)
  const store = createMemoryStore()
  const ledger = createLedger([])
  const commits: [station: string, quality: string, outcome: string][] = []
  const heard: string[] = []
  const queue = createCommitQueue({
    store,
    ledger,
    clock,
    events: createEvents(pino({ level: 'silent' })),
    onCommitted({ observations, outcomes, heard: stations }) {
      observations.forEach(({ station, quality }, index) => commits.push([station, quality, outcomes[index]!]))
      heard.push(...stations.keys())
    },
  })
  const requalify = createRequalify({
    store,
    queue,
    suspects: { size: 1, has: (_, at, value) => value > 90 && at >= T0 },
    clock,
  })
  return { store, ledger, queue, commits, heard, requalify: () => requalify(STATION, PROPERTY, T0, T0 + MINUTE) }
}

const of = (at: number, value: number, more = {}) => observed(T0 + at, value, { station: STATION, ...more })

it('makes suspect what is stored and not believed any more, and leaves all else', async () => {
  const { store, ledger, commits, heard, requalify } = setUp()
  const ours = { ...of(2, 99), timeSource: 'server' as const }
  await put(store, of(0, 1), of(1, 95), ours, of(3, 97, { quality: 'fault' }), of(MINUTE, 99))
  await requalify()
  const readings = await readAll(store, ID)
  expect(readings.map(({ value, quality, timeSource }) => `${value} ${quality} ${timeSource}`)).toEqual([
    '1 good device',
    '95 suspect device',
    '99 suspect server',
    '97 fault device',
    '99 good device',
  ])
  expect((await store.corrections(ID, T0, T0 + MINUTE)).map(({ quality }) => quality)).toEqual(['good', 'good'])
  expect(commits.map(([, , outcome]) => outcome)).toEqual(['corrected', 'corrected'])
  expect(ledger.rows()).toMatchObject([{ received: 0, corrected: 0, lastSeen: 0 }])
  expect(heard).toEqual([])
})

it('does not undo what the device has corrected meanwhile', async () => {
  const { store, queue, commits, requalify } = setUp()
  await put(store, of(1, 95))
  const correction = [of(1, 2)]
  const submission = { station: STATION, receivedAt: T0, bytes: 1, missed: 0, refusals: [], rejections: [] }
  const corrected = queue.submit({ ...submission, observations: correction }, () => undefined)
  await Promise.all([corrected, requalify()])
  expect((await readAll(store, ID)).map(({ value, quality }) => `${value} ${quality}`)).toEqual(['2 good'])
  expect(commits.map(([, , outcome]) => outcome)).toEqual(['corrected', 'duplicate'])
})
