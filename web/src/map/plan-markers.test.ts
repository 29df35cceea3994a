import { expect, it } from 'vitest'
import type { WireAlarm } from '@ioc/shared/wire'
import { sampleAlarm, sampleLatest, sampleStation } from '../design/sample-things.js'
import { standingOf } from '../stations/standing.js'
import { planMarkers, toMarker, type Marker, type Markers } from './plan-markers.js'

const always = () => true

function marker(id: string, change: Partial<Marker> = {}): Marker {
  return { id, lon: 107.5, lat: 16.4, icon: 'normal.held.water.live', label: '1,20 m', rank: 5, loud: false, ...change }
}

function markers(...list: Marker[]): Markers {
  return new Map(list.map((each) => [each.id, each]))
}

it('plans nothing where nothing changed, so nothing flickers', () => {
  expect(planMarkers(markers(marker('a')), markers(marker('a')))).toBeNull()
})

it('adds, removes and updates only what differs', () => {
  const plan = planMarkers(
    markers(marker('stays'), marker('goes'), marker('rises')),
    markers(marker('stays'), marker('rises', { label: '1,30 m' }), marker('comes')),
  )
  expect(plan?.remove).toEqual(['goes'])
  expect(plan?.add?.map((feature) => feature.id)).toEqual(['comes'])
  expect(plan?.update).toEqual([{ id: 'rises', addOrUpdateProperties: [{ key: 'label', value: '1,30 m' }] }])
})

it('moves a station that was moved', () => {
  const plan = planMarkers(markers(marker('a')), markers(marker('a', { lon: 108 })))
  expect(plan?.update).toEqual([
    { id: 'a', newGeometry: { type: 'Point', coordinates: [108, 16.4] }, addOrUpdateProperties: [] },
  ])
})

it('a station in alarm is loud, ranked by its severity and keeps its label', () => {
  const latest = sampleLatest('a')
  const look = standingOf(latest, [sampleAlarm('1', { severity: 'critical' })])
  expect(toMarker({ station: sampleStation('a'), latest, look }, '3,62 m', always)).toMatchObject({
    icon: 'critical.open.water.live',
    rank: 0,
    loud: true,
    label: '3,62 m',
  })
})

it('is drawn as what was measured, with a rim where worse is foretold, and as foretold where nothing else is wrong', () => {
  const early = { at: '2026-11-22T07:00:00.000Z', probability: 0.8 }
  const warning = sampleAlarm('1', { severity: 'high', early })
  const latest = sampleLatest('a')
  const iconOf = (...alarms: WireAlarm[]) =>
    toMarker({ station: sampleStation('a'), latest, look: standingOf(latest, alarms) }, '', always).icon
  expect(iconOf(warning, sampleAlarm('2', { severity: 'medium' }))).toBe('medium.open.water.live.foretold')
  expect(iconOf(warning)).toBe('high.expected.water.live.foretold')
})

it('a silent station shows no value as if it were of now', () => {
  const latest = sampleLatest('a', { reporting: 'silent' })
  const row = { station: sampleStation('a'), latest, look: standingOf(latest, []) }
  expect(toMarker(row, '1,20 m', always)).toMatchObject({ icon: 'silent.held.water.silent', label: '', loud: false })
})

it('a kind without a glyph gets the plain one', () => {
  const latest = sampleLatest('a')
  const row = { station: sampleStation('a', { kind: 'ground' }), latest, look: standingOf(latest, []) }
  expect(toMarker(row, '', () => false).icon).toBe('normal.held.other.live')
})
