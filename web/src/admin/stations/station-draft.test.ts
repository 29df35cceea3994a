import { expect, it } from 'vitest'
import type { Rule } from '@ioc/shared/rule'
import { sampleStation } from '../../design/sample-things.js'
import { bodyOf, changeOf, draftOf, likelyDraft } from './station-draft.js'
import { factsText, faultsOf, numberFacts, parseFacts } from './facts-text.js'

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
  expect(changeOf({ ...draft, gateway: '', properties: '', facts: 'bd1 = 1,5' }, station, station)).toEqual({
    gateway: null,
    properties: null,
    attributes: { bd1: 1.5, notes: 'key' },
  })
  const added = bodyOf({ ...draft, facts: '' })
  expect(added).toMatchObject({ id: 'WL-1', gateway: 'gw', properties: ['water_level', 'rain'] })
  expect(added).not.toHaveProperty('attributes')
})

it('leaves alone what somebody else has changed since the form was opened', () => {
  const opened = sampleStation('WL-1', { lon: 107.5, attributes: { bd1: 1, bd2: 2, datum: 'old' } })
  const now = { ...opened, lon: 107.6, attributes: { bd1: 1.5, bd2: 2, datum: 'old', photo: 'p' } }
  const draft = draftOf(opened)
  expect(changeOf({ ...draft, name: 'Kim Long' }, opened, now)).toEqual({ name: 'Kim Long' })
  expect(changeOf({ ...draft, facts: 'bd1 = 1\nbd2 = 2,5' }, opened, now)).toEqual({
    attributes: { bd1: 1.5, bd2: 2.5, photo: 'p' },
  })
  const bare = sampleStation('WL-2', { attributes: { bd1: 1 } })
  expect(changeOf({ ...draftOf(bare), facts: '' }, bare, bare)).toEqual({ attributes: null })
})

it('reads facts back as they were written', () => {
  const facts = { bd1: 1.5, river: 'Sông Hương', tidal: true, code: '007x' }
  expect(parseFacts(factsText(facts))).toEqual(facts)
  const odd = { contact: '02343822123', code: '7', none: null, said: 'two\nlines' }
  expect(parseFacts(factsText(odd), odd)).toEqual(odd)
  expect(parseFacts('contact = 0234, code = 7\nphone = 0909')).toEqual({ contact: '0234, code = 7', phone: '0909' })
  expect(parseFacts('no fact\n = 3\nempty =\nok=-2,25')).toEqual({ ok: -2.25 })
})

const look = (text: string, before = {}) => faultsOf(text, { before, numbers: new Set(['bd1', 'ratedKw']) })

it('reads numbers as they are written in Vietnam, and asks where a dot may stand for thousands', () => {
  const facts = 'a = 1.234,5\nb = 40 000\nc = 2,5\nd = 1.234.567\ne = 0.750\nf = 12.5\ng = 2,5 m'
  expect(parseFacts(facts)).toEqual({ a: 1234.5, b: 40_000, c: 2.5, d: 1_234_567, e: 0.75, f: 12.5, g: '2,5 m' })
  expect(look(facts)).toEqual([])
  expect(look('bd1 = 2,5 m\nratedKw = 40.000\nother = 40.000\ntelephone = 0234')).toEqual([
    { name: 'bd1', text: '2,5 m', either: null },
    { name: 'ratedKw', text: '40.000', either: [40, 40_000] },
    { name: 'other', text: '40.000', either: [40, 40_000] },
  ])
  // What the form wrote itself it understands.
  const kept = { bd1: 1.125, ratedKw: 40_000, version: '40.000' }
  expect(factsText(kept)).toBe('bd1 = 1,125\nratedKw = 40000\nversion = 40.000')
  expect(look(factsText(kept), kept)).toEqual([])
})

it('knows which facts are numbers by the other stations and by the limits of rules', () => {
  const rule = { kind: 'threshold', raise: { attribute: 'bd9' } } as unknown as Rule
  const stations = [sampleStation('a', { attributes: { depth: 3, river: 'Hương' } })]
  expect([...numberFacts(stations, [rule])].sort()).toEqual(['bd9', 'depth'])
})
