import { expect, it } from 'vitest'
import { applyDelta, applySnapshot } from '../live/live-state.js'
import { createRowBook } from '../stations/row-book.js'
import type { Row } from '../stations/row.js'
import { sampleAlarm, sampleLatest, sampleStation } from '../design/sample-things.js'
import { followFeed } from './follow-feed.js'
import { planMarkers, toMarker, type Markers } from './plan-markers.js'

const AT = '2026-11-22T05:00:00.000Z'
const EVERYTHING = { kinds: new Set<string>(), standings: new Set<never>() }

const label = ({ latest }: Row) => String(latest?.values['water_level']?.value)

/** A map that draws nothing, and keeps what it was told to change, compared with what it was given before. */
function setUp(count: number) {
  const stations = new Map(Array.from({ length: count }, (_, n) => [`s${n}`, sampleStation(`s${n}`)]))
  let state = applySnapshot({
    seq: 1,
    at: AT,
    stations: [...stations.keys()].map((id) => sampleLatest(id)),
    alarms: [],
  })
  const feed = createRowBook()
  feed.take(stations, state)
  let drawn: Markers = new Map()
  const updates: string[][] = []
  const rings: number[] = []
  const open = {
    camera: () => ({ box: [107, 16, 108, 17] as const, zoom: 8 }),
    setMarkers(markers: Markers) {
      updates.push((planMarkers(drawn, markers)?.update ?? []).map(({ id }) => String(id)))
      drawn = markers
    },
    setRings: (all: readonly unknown[]) => void rings.push(all.length),
    setWashes: () => undefined,
  }
  const show = { feed, filters: EVERYTHING, toMarker: (row: Row) => toMarker(row, label(row), () => true) }
  const following = followFeed(open, show, () => undefined)
  following.redraw()
  return {
    show: (next: Partial<typeof show>) => following.show({ ...show, ...next }),
    updates,
    rings,
    tell(change: Partial<Parameters<typeof applyDelta>[1]>) {
      const next = applyDelta(state, { seq: state.seq + 1, at: AT, stations: [], alarms: [], ...change })
      if (!next) throw new Error('the delta follows')
      state = next
      feed.take(stations, state)
    },
  }
}

function measured(id: string, value: number) {
  return sampleLatest(id, { values: { water_level: { value, at: AT, quality: 'good' } } })
}

it('changes the marker of a station that measured anew, and no other', () => {
  const { updates, tell } = setUp(50)
  tell({ stations: [measured('s7', 2)] })
  tell({ stations: [measured('s7', 2), measured('s9', 3)] })
  expect(updates).toEqual([[], ['s7'], ['s9']])
})

it('draws nothing where what measured anew is part of a ring', () => {
  const { updates, rings, tell } = setUp(600)
  tell({ stations: [measured('s7', 2)] })
  expect([updates, rings]).toEqual([[[]], [1]])
})

it('plans the scene anew when something stands otherwise', () => {
  const { updates, rings, tell } = setUp(600)
  tell({ alarms: [sampleAlarm('1', { station: 's7' as never })] })
  expect([updates.length, rings]).toEqual([2, [1, 1]])
})

it('writes other words beside the markers without planning the scene anew', () => {
  const { updates, rings, show } = setUp(3)
  show({ toMarker: (row) => toMarker(row, 'other', () => true) })
  expect([updates, rings]).toEqual([[[], ['s0', 's1', 's2']], [0]])
})

it('plans the scene anew when other stations pass the filters', () => {
  const { updates, rings, show } = setUp(3)
  show({ filters: { ...EVERYTHING, kinds: new Set(['none']) } })
  expect([updates.length, rings]).toEqual([2, [0, 0]])
})
