import { expect, it } from 'vitest'
import { sampleStation } from '../../stations/sample.fixture.js'
import { bodyOf, draftOf, likelyDraft } from './station-draft.js'
import { factsText, parseFacts } from './facts-text.js'

const properties = ['water_level', 'rain'] as never[]

it('expects of a new station what most of its kind are', () => {
  const stations = [
    sampleStation('WL-1', { agency: 'A', reportIntervalS: 600, properties }),
    sampleStation('WL-2', { agency: 'A', reportIntervalS: 600, properties, attributes: { bd1: 2, depth: 9 } }),
    sampleStation('WL-3', { agency: 'B', reportIntervalS: 60, attributes: { bd1: 1, river: 'Hương' } }),
    sampleStation('AQ-1', { kind: 'air', agency: 'C' }),
  ]
  expect(likelyDraft(stations, 'water')).toEqual({
    id: 'WL-4',
    kind: 'water',
    agency: 'A',
    reportIntervalS: 600,
    gateway: '',
    properties: 'water_level rain',
    facts: 'bd1 = ',
  })
  expect(likelyDraft([], 'air')).toMatchObject({ id: '', agency: '', reportIntervalS: 300, properties: '' })
})

it('sends a new station whole and of a change also what is gone', () => {
  const station = sampleStation('WL-1', { gateway: 'gw', properties, attributes: { bd1: 1, notes: 'key' } })
  const draft = draftOf(station)
  expect(draft).toMatchObject({ properties: 'water_level rain', facts: 'bd1 = 1' })
  expect(bodyOf({ ...draft, gateway: '', properties: '', facts: 'bd1 = 1,5' }, station)).toMatchObject({
    gateway: null,
    properties: null,
    attributes: { bd1: 1.5, notes: 'key' },
  })
  expect(bodyOf({ ...draft, facts: '' }, null)).toMatchObject({ id: 'WL-1', gateway: 'gw', attributes: undefined })
})

it('reads facts back as they were written', () => {
  const facts = { bd1: 1.5, river: 'Sông Hương', tidal: true, code: '007x' }
  expect(parseFacts(factsText(facts))).toEqual(facts)
  const odd = { contact: '02343822123', code: '7', none: null, said: 'two\nlines' }
  expect(parseFacts(factsText(odd), odd)).toEqual(odd)
  expect(parseFacts('contact = 0234, code = 7\nphone = 0909')).toEqual({ contact: '0234, code = 7', phone: '0909' })
  expect(parseFacts('no fact\n = 3\nempty =\nok=-2,25')).toEqual({ ok: -2.25 })
})
