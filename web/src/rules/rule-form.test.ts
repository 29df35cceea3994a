import { PROPERTIES } from '@ioc/shared/properties'
import { ruleSchema, type Rule } from '@ioc/shared/rule'
import { describe, expect, it } from 'vitest'
import { valueAt, withValue } from './at-path.js'
import { draftFaults } from './draft-faults.js'
import { ruleChanges } from './rule-changes.js'
import { FIELDS, KINDS, idOf, newRule } from './rule-form.js'

const known = { properties: PROPERTIES, areas: [], stations: [], rules: [] }
const named = (rule: Rule): Rule => ({ ...rule, name: { vi: 'Bụi', en: 'Dust' }, message: { vi: 'Bụi', en: 'Dust' } })
const dust = withValue(named(newRule('threshold', 'dust')), 'property', 'pm2_5')

describe('the form of a rule', () => {
  it.each(KINDS)('asks everything that a rule of its kind must say: %s', (kind) => {
    const shape = ruleSchema.options.find((option) => option.shape.kind.value === kind)!.shape
    const common = ['id', 'version', 'kind', 'name', 'stations', 'message', 'advice', 'agency', 'source', 'severity']
    const others = [...common, 'unverified', 'enabled', 'during', 'quiet', 'latch', 'inhibitedBy']
    const asked = FIELDS[kind].map(({ path }) => path)
    expect([...others.filter((key) => key in shape), ...asked].sort()).toEqual(Object.keys(shape).sort())
    for (const { path, optional } of FIELDS[kind]) {
      const field = (shape as Record<string, { safeParse(value: unknown): { success: boolean } }>)[path]!
      expect([path, field.safeParse(undefined).success]).toEqual([path, optional ?? false])
    }
  })

  it('makes an id of a name that nobody has', () => {
    const taken = new Set(['mua-rat-to', 'mua-rat-to-2'])
    expect(idOf('Đường ngập', () => false)).toBe('duong-ngap')
    expect(idOf(' Mưa rất to! ', (id) => taken.has(id))).toBe('mua-rat-to-3')
    expect(idOf('…', () => false)).toBe('rule')
  })
})

describe('a draft', () => {
  it('is changed at a path, and loses what is left empty', () => {
    const band = withValue(newRule('band', 'b'), 'steps[1].from', { attribute: 'bd2' })
    expect(valueAt(band, 'steps[1].from.attribute')).toBe('bd2')
    expect(valueAt(withValue(band, 'steps[0]', undefined), 'steps[0].from.attribute')).toBe('bd2')
    const timed = withValue(dust, 'during.days', [1, 2])
    expect(withValue(timed, 'during.days', undefined)).toEqual(dust)
    expect(valueAt(dust, 'steps[3].from')).toBeUndefined()
  })

  it('names what is missing and what is wrong at its field', () => {
    expect(draftFaults(dust, known)).toEqual([])
    expect(draftFaults(newRule('threshold', 'dust'), known).map(({ at, code }) => `${at} ${code}`)).toEqual([
      'name.vi missing',
      'name.en missing',
      'message.vi missing',
      'message.en missing',
      'property missing',
    ])
    const broken = { ...dust, raise: 'x', holdS: 100_000, restS: -1, during: { hours: [['6h', '24:00']] } }
    expect(draftFaults(broken as unknown as Rule, known)).toEqual([
      { at: 'during.hours[0][0]', code: 'no-time', about: '' },
      { at: 'holdS', code: 'too-large', about: '86400' },
      { at: 'restS', code: 'too-small', about: '0' },
      { at: 'raise', code: 'no-number', about: '' },
    ])
  })

  it('names what contradicts, once its form is right', () => {
    const faulty = { ...dust, property: 'mud', clear: 9, inhibitedBy: ['gone'] } as Rule
    expect(draftFaults(faulty, known)).toEqual([
      { at: 'property', code: 'property-unknown', about: 'mud' },
      { at: 'inhibitedBy[0]', code: 'rule-unknown', about: 'gone' },
      { at: 'clear', code: 'clear-past-raise', about: '0' },
    ])
    const nothing = { ...named(newRule('combined', 'c')), all: undefined } as unknown as Rule
    expect(draftFaults(nothing, known)).toEqual([{ at: 'all', code: 'made-of-nothing', about: '' }])
  })
})

it('tells versions apart leaf by leaf', () => {
  const next = { ...dust, version: 2, raise: { attribute: 'limit' }, agency: 'Sở' } as Rule
  expect(ruleChanges(dust, next)).toEqual([
    { path: 'raise', before: 0, after: undefined },
    { path: 'raise.attribute', before: undefined, after: 'limit' },
    { path: 'agency', before: undefined, after: 'Sở' },
  ])
  expect(ruleChanges(dust, { ...dust, version: 9 })).toEqual([])
  expect(ruleChanges(dust, null).length).toBeGreaterThan(5)
})
