import { describe, expect, it } from 'vitest'
import { applyDelta, applySnapshot, type LiveState } from '../live/live-state.js'
import { createRowBook, type RowBook } from './row-book.js'
import { sampleAlarm, sampleLatest, sampleStation } from '../design/sample-things.js'

const AT = '2026-11-22T05:00:00.000Z'
const stations = new Map(['a', 'b'].map((id) => [id, sampleStation(id)]))
const state = applySnapshot({ seq: 1, at: AT, stations: [sampleLatest('a'), sampleLatest('b')], alarms: [] })

function opened(): RowBook {
  const book = createRowBook()
  book.take(stations, state)
  return book
}

function after(before: LiveState, delta: Partial<Parameters<typeof applyDelta>[1]>): LiveState {
  const next = applyDelta(before, { seq: before.seq + 1, at: AT, stations: [], alarms: [], ...delta })
  if (!next) throw new Error('the delta follows')
  return next
}

it('keeps the row of a station that nothing happened to', () => {
  const book = opened()
  const [a, b] = [book.rows.get('a'), book.rows.get('b')]
  const change = book.take(stations, after(state, { stations: [sampleLatest('b')] }))
  expect(change).toEqual({ ids: new Set(['b']), standings: false })
  expect(book.rows.get('a')).toBe(a)
  expect(book.rows.get('b')).not.toBe(b)
})

it('makes a new row where an alarm came, and only there, and says that something stands otherwise', () => {
  const book = opened()
  const b = book.rows.get('b')
  const change = book.take(stations, after(state, { alarms: [sampleAlarm('1')] }))
  expect(change.standings).toBe(true)
  expect(book.rows.get('a')?.look.standing).toBe('high')
  expect(book.rows.get('b')).toBe(b)
  expect(book.counts().alarm).toBe(1)
})

it('has a row for a station that was never heard of, and none for one that is gone', () => {
  const book = opened()
  book.take(new Map([...stations, ['c', sampleStation('c')] as const]), state)
  expect(book.rows.get('c')?.look.standing).toBe('waiting')
  book.take(new Map([['a', sampleStation('a')]]), state)
  expect([...book.rows.keys()]).toEqual(['a'])
  expect(book.counts().total).toBe(1)
})

it('tells whoever listens, until they listen no more', () => {
  const book = opened()
  let heard = 0
  const stop = book.listen(() => (heard += 1))
  const next = after(state, { stations: [sampleLatest('b')] })
  book.take(stations, next)
  stop()
  book.take(stations, after(next, { stations: [sampleLatest('b')] }))
  expect(heard).toBe(1)
})

describe('stations that are not told in full', () => {
  const partly = applySnapshot({
    seq: 1,
    at: AT,
    stations: [sampleLatest('a')],
    others: { silent: ['c'] },
    alarms: [],
  })
  const all = new Map(['a', 'b', 'c'].map((id) => [id, sampleStation(id)]))

  it('stand as they report, without a value', () => {
    const book = createRowBook()
    book.take(all, partly)
    expect(['a', 'b', 'c'].map((id) => book.rows.get(id)?.look.standing)).toEqual(['normal', 'normal', 'silent'])
    expect(book.rows.get('b')?.latest).toMatchObject({ at: null, values: {}, reporting: 'reporting' })
    expect(book.counts()).toMatchObject({ total: 3, reporting: 2, silent: 1 })
  })

  it('keep their rows through another snapshot that says the same', () => {
    const book = createRowBook()
    book.take(all, partly)
    const before = book.rows.get('b')
    book.take(all, { ...partly, others: new Map([['c', 'silent']]) })
    expect(book.rows.get('b')).toBe(before)
  })

  it('lose their value when they are told in full no more', () => {
    const book = createRowBook()
    book.take(all, partly)
    book.take(all, after(partly, { others: { late: ['a'], reporting: ['c'] } }))
    expect(book.rows.get('a')?.latest).toMatchObject({ values: {}, reporting: 'late' })
    expect(book.counts().silent).toBe(0)
  })
})

const figures = ({ rows, counts }: RowBook) => [
  [...rows].map(([id, { look }]) => [id, look]),
  { ...counts(), passing: undefined, kinds: [...counts().kinds].sort(), standings: [...counts().standings].sort() },
]

it('comes to the same by many deltas as by one snapshot of their end', () => {
  const many = new Map(
    Array.from({ length: 60 }, (_, n) => [`s${n}`, sampleStation(`s${n}`, { kind: n % 2 ? 'air' : 'water' })]),
  )
  let live = applySnapshot({ seq: 1, at: AT, stations: [...many.keys()].map((id) => sampleLatest(id)), alarms: [] })
  const book = createRowBook()
  book.take(many, live)
  let turn = 7
  const next = (below: number) => (turn = (turn * 16_807) % 2_147_483_647) % below
  for (let n = 0; n < 400; n++) {
    const id = `s${next(60)}`
    const reporting = (['reporting', 'late', 'silent'] as const)[next(3)]!
    const alarm = sampleAlarm(`${next(30)}`, {
      station: `s${next(60)}` as never,
      state: next(2) ? 'unacknowledged' : 'cleared',
      severity: (['critical', 'high', 'medium', 'low'] as const)[next(4)]!,
    })
    // One alarm stays at one station.
    const known = live.alarms.get(alarm.id)
    const alarms = known ? [{ ...alarm, station: known.station }] : [alarm]
    live = after(live, { stations: [sampleLatest(id, { reporting })], alarms })
    book.take(many, live)
  }
  const fresh = createRowBook()
  fresh.take(many, { ...live, changed: null })
  expect(figures(book)).toEqual(figures(fresh))
})
