import type { StationId } from '@ioc/shared/ids'
import pino from 'pino'
import { describe, expect, it } from 'vitest'
import { createManualClock } from '../../../tests/manual-clock.js'
import { observed } from '../../../tests/contracts/observation-store.js'
import { createMemoryStore } from '../adapters/memory/observation-store.js'
import { createEvents } from '../events.js'
import type { Entry } from '../ports/observation-store.js'
import { createCommitQueue } from './commit-queue.js'
import { createLedger } from './ledger.js'
import type { Submission } from './submission.js'

const T0 = Date.UTC(2026, 10, 22)

function setUp() {
  const clock = createManualClock(T0)
  const store = createMemoryStore()
  const faults: ((entry: Entry) => boolean)[] = []
  const batches: string[][] = []
  const ledger = createLedger([])
  const followUp = { run: () => {} }
  const queue = createCommitQueue({
    store: {
      ...store,
      async commit(entry) {
        if (faults.some((isFaulty) => isFaulty(entry))) throw new Error('the disk says no')
        batches.push(entry.observations.map(({ station }) => station))
        await store.commit(entry)
      },
    },
    ledger,
    clock,
    events: createEvents(pino({ level: 'silent' })),
    onCommitted: () => followUp.run(),
  })
  const submit = (station: string, count = 1, at = T0) => queue.submit(submission(station, count, at), () => station)
  /** Lets what waits run, and the retries fall due. */
  const wait = async (seconds: number) => {
    for (let n = 0; n < seconds * 4; n++) {
      await new Promise((resume) => setImmediate(resume))
      clock.advance(250)
    }
    await new Promise((resume) => setImmediate(resume))
  }
  return { queue, ledger, store, followUp, faults, batches, submit, wait }
}

function submission(station: string, count: number, at: number): Submission {
  const observations = Array.from({ length: count }, (_, n) => observed(at + n, n, { station }))
  return {
    station: station as StationId,
    receivedAt: at,
    bytes: 1,
    missed: 0,
    observations,
    refusals: [],
    rejections: [],
  }
}

describe('the commit queue', () => {
  it('answers nobody before his commit, and tries again until it succeeds', async () => {
    const { queue, ledger, faults, submit, wait } = setUp()
    faults.push(() => true)
    let answered = false
    void submit('A').then(() => (answered = true))
    await wait(10)
    expect(answered).toBe(false)
    expect(queue.healthy()).toBe(false)
    expect(ledger.row('A' as StationId)).toMatchObject({ received: 1, stored: 0, pending: 1 })
    faults.pop()
    await wait(2)
    expect(answered).toBe(true)
    expect(queue.healthy()).toBe(true)
    expect(ledger.row('A' as StationId)).toMatchObject({ received: 1, stored: 1, pending: 0 })
  })

  it('takes what is submitted the moment that it has nothing left to do', async () => {
    const { submit, wait } = setUp()
    const answered: string[] = []
    for (let steps = 0; steps < 8; steps++) {
      void submit('A', 1, T0 + steps).then(async () => {
        for (let step = 0; step < steps; step++) await Promise.resolve()
        await submit('B', 1, T0 + steps)
        answered.push(`B after ${steps}`)
      })
      await wait(1)
      expect(answered).toHaveLength(steps + 1)
    }
  })

  it('writes nothing twice when what follows a commit fails', async () => {
    const { ledger, batches, followUp, submit, wait } = setUp()
    followUp.run = () => {
      throw new Error('a rule broke')
    }
    let answered = false
    void submit('A').then(() => (answered = true))
    await wait(5)
    expect(answered).toBe(true)
    expect(batches).toEqual([['A']])
    expect(ledger.row('A' as StationId)).toMatchObject({ received: 1, stored: 1, duplicate: 0, pending: 0 })
  })

  it('does not let one submission that cannot be written hold up the rest', async () => {
    const { queue, ledger, faults, submit, wait } = setUp()
    faults.push(({ observations }) => observations.some(({ station }) => station === 'POISON'))
    const answered: string[] = []
    const refused: unknown[] = []
    const ask = (station: string) =>
      void submit(station).then(
        (name) => answered.push(name),
        (cause) => refused.push(cause),
      )
    for (const station of ['A', 'POISON', 'B']) ask(station)
    await wait(10)
    ask('C')
    await wait(2)
    expect(answered.sort()).toEqual(['A', 'B', 'C'])
    expect(refused).toMatchObject([{ code: 'store.refused' }])
    expect(queue.healthy()).toBe(true)
    expect(ledger.row('POISON' as StationId)).toMatchObject({ received: 0, stored: 0, pending: 0 })
  })

  it('refuses what cannot be written though nothing else comes, and however much of it there is', async () => {
    const { queue, ledger, faults, submit, wait } = setUp()
    faults.push(({ observations }) => observations.some(({ station }) => station.startsWith('POISON')))
    const refused: unknown[] = []
    const ask = (station: string) => void submit(station).catch((cause) => refused.push(cause))
    ask('POISON-1')
    await wait(5)
    expect(refused).toMatchObject([{ code: 'store.refused' }])
    for (let n = 2; n <= 6; n++) ask(`POISON-${n}`)
    await wait(10)
    expect(refused).toHaveLength(6)
    expect(ledger.rows().every(({ received, pending }) => received === 0 && pending === 0)).toBe(true)
    expect(await submit('A')).toBe('A')
    expect(queue.healthy()).toBe(true)
  })

  it('refuses nothing for a store that writes nothing, and lets nobody hang when it closes', async () => {
    const { queue, faults, submit, wait } = setUp()
    faults.push(() => true)
    const ended: unknown[] = []
    for (const station of ['A', 'B']) void submit(station).catch((cause) => ended.push(cause))
    await wait(60)
    expect(ended).toEqual([])
    const closing = queue.close()
    await wait(3)
    await closing
    expect(ended).toMatchObject([{ code: 'store.busy' }, { code: 'store.busy' }])
  })

  it('lets stations take turns: a long backlog delays nobody else', async () => {
    const { batches, submit, wait } = setUp()
    void submit('FIRST')
    for (let n = 0; n < 30; n++) void submit('BACKLOG', 5_000, T0 + n * 5_000)
    void submit('A')
    void submit('B')
    await wait(3)
    expect(batches[1]).toContain('A')
    expect(batches[1]).toContain('B')
    expect(batches[1]?.length).toBeLessThanOrEqual(25_000)
  })

  it('takes what waits of a station together, a turn of it', async () => {
    const { batches, submit, wait } = setUp()
    void submit('FIRST')
    for (let n = 0; n < 100; n++) for (const station of ['A', 'B']) void submit(station, 1, T0 + n)
    await wait(1)
    const changes = batches[1]!.filter((station, index, all) => station !== all[index - 1])
    expect(changes).toEqual(['A', 'B', 'A', 'B'])
    expect(batches[1]).toHaveLength(200)
  })

  it('says when it is full, and when there is room again', async () => {
    const { queue, faults, submit, wait } = setUp()
    faults.push(() => true)
    for (let n = 0; n < 60; n++) void submit('A', 5_000, T0 + n * 5_000)
    expect(queue.isFull(null, 1)).toBe(true)
    let room = false
    void queue.room(1).then(() => (room = true))
    await wait(2)
    expect(room).toBe(false)
    faults.pop()
    await wait(5)
    expect(room).toBe(true)
  })

  it('always has room for a station of which nothing waits', () => {
    const { queue, faults, submit } = setUp()
    faults.push(() => true)
    for (let n = 0; n < 60; n++) void submit('MAD', 5_000, T0 + n * 5_000)
    expect(queue.isFull('MAD' as StationId, 1)).toBe(true)
    expect(queue.isFull('QUIET' as StationId, 1)).toBe(false)
    void submit('QUIET')
    expect(queue.isFull('QUIET' as StationId, 1)).toBe(true)
  })

  it('is full for QoS 0 long before it is for QoS 1', () => {
    const { queue, faults, submit } = setUp()
    faults.push(() => true)
    for (let n = 0; n < 30; n++) void submit('MAD', 5_000, T0 + n * 5_000)
    expect(queue.isFull('MAD' as StationId, 0)).toBe(true)
    expect(queue.isFull('MAD' as StationId, 1)).toBe(false)
  })

  it('weighs what holds no observation at all by its bytes', () => {
    const { queue, faults } = setUp()
    faults.push(() => true)
    for (let n = 0; n < 300; n++) {
      void queue.submit({ ...submission('MAD', 0, T0), bytes: 256 * 1024 }, () => undefined)
    }
    expect(queue.isFull('MAD' as StationId, 1)).toBe(true)
  })

  it('lets in no more than fit, and in the end everybody', async () => {
    const { queue, faults, submit, wait } = setUp()
    faults.push(() => true)
    for (let n = 0; n < 30; n++) void submit('MAD', 5_000, T0 + n * 5_000)
    const letIn = { count: 0 }
    for (let n = 0; n < 100_000; n++) void queue.room(0).then(() => letIn.count++)
    const atCommits: number[] = []
    faults.splice(0, 1, () => {
      atCommits.push(letIn.count)
      return false
    })
    await wait(20)
    expect(atCommits.some((count) => count > 0 && count < 100_000)).toBe(true)
    expect(letIn.count).toBe(100_000)
  })
})
