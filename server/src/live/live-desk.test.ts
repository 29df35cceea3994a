import type { Alarm } from '@ioc/shared/alarm'
import type { StationId } from '@ioc/shared/ids'
import type { Reporting, Station } from '@ioc/shared/station'
import type { LatestStation } from '@ioc/shared/wire'
import { describe, expect, it } from 'vitest'
import { createManualClock } from '../../../tests/manual-clock.js'
import type { LiveClient, LiveState } from '../ports/live-client.js'
import { createLiveDesk } from './live-desk.js'

function station(id: string, kind = 'air', lon = 107.5): Station {
  return { id: id as StationId, name: id, kind, lon, lat: 16.4, area: '1', agency: '', reportIntervalS: 30 }
}

function alarm(id: string, on: string, state: Alarm['state'] = 'unacknowledged'): Alarm {
  return { id, station: on, state } as Alarm
}

function setUp() {
  const clock = createManualClock(Date.UTC(2026, 10, 22))
  const all = new Map(['A', 'B', 'W'].map((id) => [id, station(id, id === 'W' ? 'water' : 'air')]))
  const values: Record<string, number> = { A: 1, B: 1, W: 1 }
  const active: Alarm[] = []
  const reporting: Record<string, Reporting> = {}
  let changed = new Set<StationId>()
  const desk = createLiveDesk({
    clock,
    stations: { get: (id) => all.get(id), list: () => [...all.values()] },
    describe: (id) => ({ station: id, values: { x: { value: values[id] } } }) as unknown as LatestStation,
    reporting: (id) => reporting[id] ?? 'reporting',
    isAlarmed: (id) => active.some((alarm) => alarm.station === id),
    ongoingAlarms: () => active,
    committedAt: () => null,
    valueAt: () => clock.now() - 700,
    usualMs: () => 30_000,
    drainChanged: () => {
      const drained = changed
      changed = new Set()
      return drained
    },
  })
  const set = (id: string, value: number) => {
    values[id] = value
    changed.add(id as StationId)
  }
  return { clock, desk, set, active, all, reporting, touch: (id: string) => changed.add(id as StationId) }
}

type Told = LiveState & { seq: number }

function createClient() {
  const got: [string, Told][] = []
  const state = { ready: true }
  const client: LiveClient = {
    ready: () => state.ready,
    send: (event: string, payload: unknown, seq?: number) =>
      void got.push([event, { ...(payload as LiveState), seq } as Told]),
  }
  const deltas = () => got.filter(([event]) => event === 'delta').map(([, delta]) => delta)
  return { client, got, state, deltas }
}

describe('the live desk', () => {
  it('sends nothing but beats before the client says what it wants to see', () => {
    const { clock, desk, set } = setUp()
    const { client, got } = createClient()
    desk.connect(client)
    set('A', 2)
    clock.advance(2_000)
    expect(got).toMatchObject([['beat', { valueAt: '2026-11-22T00:00:01.300Z', usualMs: 30_000 }]])
  })

  it('answers a view with a snapshot and numbers what follows without a gap', () => {
    const { clock, desk, set, active } = setUp()
    active.push(alarm('1', 'A'), alarm('2', 'W'))
    const { client, got, deltas } = createClient()
    desk.connect(client).view({ kinds: ['air'] })
    expect(got[0]?.[1]).toMatchObject({ seq: 1, stations: [{ station: 'A' }, { station: 'B' }], alarms: [{ id: '1' }] })
    set('A', 2)
    set('W', 2)
    clock.advance(250)
    set('B', 3)
    clock.advance(250)
    expect(deltas()[0]?.valueAt).toBe('2026-11-21T23:59:59.550Z')
    expect(deltas().map(({ seq, stations }) => [seq, stations.map((each) => each.station)])).toEqual([
      [2, ['A']],
      [3, ['B']],
    ])
  })

  it('sends at most four deltas a second, each with the newest state', () => {
    const { clock, desk, set } = setUp()
    const { client, deltas } = createClient()
    desk.connect(client).view({})
    for (let n = 1; n <= 100; n++) {
      set('A', n)
      clock.advance(10)
    }
    expect(deltas()).toHaveLength(4)
    expect(deltas().at(-1)?.stations[0]?.values['x']?.value).toBeGreaterThanOrEqual(99)
  })

  it('keeps a stalled client’s debt to one state a station and pays it at once', () => {
    const { clock, desk, set } = setUp()
    const { client, state, deltas } = createClient()
    desk.connect(client).view({})
    state.ready = false
    for (let n = 1; n <= 1_000; n++) {
      set('A', n)
      desk.alarmsChanged([alarm('1', 'A', n % 2 ? 'unacknowledged' : 'cleared')])
      clock.advance(250)
    }
    expect(deltas()).toEqual([])
    state.ready = true
    clock.advance(250)
    expect(deltas()).toHaveLength(1)
    expect(deltas()[0]).toMatchObject({
      seq: 2,
      stations: [{ values: { x: { value: 1000 } } }],
      alarms: [{ state: 'cleared' }],
    })
  })

  it('sends a client that asks and asks, and takes nothing, one snapshot when it can', () => {
    const { clock, desk } = setUp()
    const { client, got, state } = createClient()
    const viewer = desk.connect(client)
    state.ready = false
    for (let n = 0; n < 1_000; n++) viewer.view({})
    clock.advance(1_000)
    expect(got).toEqual([])
    state.ready = true
    clock.advance(250)
    expect(got.map(([event]) => event)).toEqual(['snapshot'])
  })

  it('takes away a station that was moved out of the view', () => {
    const { clock, desk, all, touch } = setUp()
    const { client, deltas } = createClient()
    desk.connect(client).view({ bbox: [107, 16, 108, 17] })
    all.set('A', station('A', 'air', 109))
    touch('A')
    clock.advance(250)
    expect(deltas()[0]).toMatchObject({ stations: [], removed: ['A'] })
    touch('A')
    clock.advance(250)
    expect(deltas()).toHaveLength(1)
  })

  it('tells what no longer exists', () => {
    const { clock, desk, all, touch } = setUp()
    const { client, deltas } = createClient()
    desk.connect(client).view({})
    all.delete('B')
    touch('B')
    clock.advance(250)
    expect(deltas()[0]).toMatchObject({ stations: [], removed: ['B'] })
  })

  it('tells the end of the alarms of a station that no longer exists', () => {
    const { clock, desk, all, touch } = setUp()
    const { client, deltas } = createClient()
    const waiting = createClient()
    desk.connect(client).view({ kinds: ['water'] })
    desk.connect(waiting.client)
    all.delete('W')
    touch('W')
    clock.advance(250)
    desk.alarmsChanged([alarm('1', 'W', 'cleared'), alarm('2', 'A')])
    clock.advance(250)
    expect(deltas()).toMatchObject([{ removed: ['W'] }, { alarms: [{ id: '1', state: 'cleared' }] }])
    expect(deltas()[1]?.alarms).toHaveLength(1)
    expect(waiting.deltas()).toEqual([])
  })

  it('sends nothing when nothing changed', () => {
    const { clock, desk } = setUp()
    const { client, deltas } = createClient()
    desk.connect(client).view({})
    clock.advance(10_000)
    expect(deltas()).toEqual([])
  })

  it('makes what viewers of the same view are sent once', () => {
    const { clock, desk, set } = setUp()
    const sent: unknown[] = []
    const other = createClient()
    for (let n = 0; n < 3; n++) {
      desk
        .connect({ ready: () => true, send: (event: string, payload: unknown) => void sent.push([event, payload]) })
        .view({})
    }
    desk.connect(other.client).view({ kinds: ['water'] })
    set('A', 2)
    clock.advance(250)
    expect(sent.map((each) => (each as [string])[0])).toEqual([
      'snapshot',
      'snapshot',
      'snapshot',
      'delta',
      'delta',
      'delta',
    ])
    expect(new Set(sent.map((each) => (each as [string, unknown])[1])).size).toBe(2)
    expect(other.deltas()).toEqual([])
  })

  it('numbers the deltas of each viewer without a gap, whoever of them was stalled', () => {
    const { clock, desk, set } = setUp()
    const [steady, slow] = [createClient(), createClient()]
    desk.connect(steady.client).view({})
    desk.connect(slow.client).view({})
    for (let n = 1; n <= 9; n++) {
      slow.state.ready = n % 3 === 0
      set('A', n)
      clock.advance(250)
    }
    expect(steady.deltas().map(({ seq }) => seq)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(slow.deltas().map(({ seq }) => seq)).toEqual([2, 3, 4])
    expect(slow.deltas().at(-1)?.stations[0]?.values['x']?.value).toBe(9)
  })

  it('tells everybody once which lists to fetch again, when they can take it', () => {
    const { clock, desk } = setUp()
    const { client, got, state } = createClient()
    desk.connect(client).view({ kinds: ['air'] })
    state.ready = false
    for (const part of ['rules', 'stations', 'rules'] as const) desk.directoryChanged(part)
    clock.advance(1_000)
    state.ready = true
    clock.advance(1_000)
    const told = got.map(([event]) => event).filter((event) => event === 'rules' || event === 'stations')
    expect(told).toEqual(['rules', 'stations'])
  })

  it('tells of new forecasts of stations in view, each once, when the client can take it', () => {
    const { clock, desk } = setUp()
    const { client, got, state } = createClient()
    desk.connect(client).view({ kinds: ['air'] })
    const place = { property: 'pm2_5', span: 'day' as const }
    const [a, w] = [
      { station: 'A' as StationId, ...place },
      { station: 'W' as StationId, ...place },
    ]
    state.ready = false
    desk.forecastsIssued([a, w])
    desk.forecastsIssued([a])
    clock.advance(1_000)
    state.ready = true
    clock.advance(1_000)
    const news = got.filter(([event]) => event === 'forecast').map(([, payload]) => payload)
    expect(news).toEqual([{ at: '2026-11-22T00:00:01.250Z', forecasts: [a] }])
  })
})

describe('a view that asks for the others as well', () => {
  const view = { kinds: ['water'], others: 'reporting' as const }

  it('is told who does not report, and of values only those in view', () => {
    const { desk, reporting, active } = setUp()
    reporting['B'] = 'silent'
    active.push(alarm('1', 'A'))
    const { client, got } = createClient()
    desk.connect(client).view(view)
    expect(got[0]?.[1]).toMatchObject({
      stations: [{ station: 'A' }, { station: 'W' }],
      others: { silent: ['B'] },
      alarms: [{ id: '1' }],
    })
  })

  it('hears of another station when it reports otherwise, and of its values not at all', () => {
    const { clock, desk, reporting, set, touch } = setUp()
    const { client, deltas } = createClient()
    touch('B')
    desk.connect(client).view(view)
    clock.advance(250)
    const before = deltas().length
    set('B', 7)
    clock.advance(250)
    expect(deltas()).toHaveLength(before)
    reporting['B'] = 'late'
    set('B', 8)
    clock.advance(250)
    expect(deltas().at(-1)).toMatchObject({ stations: [], others: { late: ['B'] } })
  })

  it('is told in full of a station while something is wrong with it, and that it is no more', () => {
    const { clock, desk, active, touch } = setUp()
    const { client, deltas } = createClient()
    desk.connect(client).view(view)
    active.push(alarm('1', 'A'))
    desk.alarmsChanged(active)
    touch('A')
    clock.advance(250)
    expect(deltas().at(-1)).toMatchObject({ stations: [{ station: 'A' }], alarms: [{ id: '1' }] })
    active.pop()
    touch('A')
    clock.advance(250)
    expect(deltas().at(-1)).toMatchObject({ stations: [], others: { reporting: ['A'] } })
  })

  it('is told that it is no more, also where another viewer came meanwhile', () => {
    const { clock, desk, active, touch } = setUp()
    active.push(alarm('1', 'A'))
    const { client, deltas } = createClient()
    desk.connect(client).view(view)
    touch('A')
    clock.advance(250)
    active.pop()
    touch('A')
    desk.connect(createClient().client).view(view)
    clock.advance(250)
    expect(deltas().at(-1)).toMatchObject({ stations: [], others: { reporting: ['A'] } })
  })

  it('is told in full of those it names besides', () => {
    const { clock, desk, set } = setUp()
    const { client, got, deltas } = createClient()
    desk.connect(client).view({ ...view, also: ['B'] })
    expect(got[0]?.[1].stations.map(({ station: id }) => id)).toEqual(['B', 'W'])
    set('B', 7)
    clock.advance(250)
    expect(deltas().at(-1)?.stations[0]?.values['x']?.value).toBe(7)
  })
})
