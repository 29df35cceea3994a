import type { Rule } from '@ioc/shared/rule'
import { fold } from '../i18n/fold.js'

export type Kind = Rule['kind']

/** In the order in which they are offered. */
export const KINDS: readonly Kind[] = [
  'threshold',
  'band',
  'forecast',
  'rate',
  'silence',
  'stuck',
  'range',
  'anomaly',
  'count',
  'combined',
]

/** How a field is asked for. */
export type Ask =
  | 'property'
  | 'over'
  | 'side'
  | 'trend'
  | 'limit'
  | 'number'
  | 'whole'
  | 'seconds'
  | 'share'
  | 'numbers'
  | 'rule'
  | 'per'
  | 'cause'
  | 'references'
  | 'steps'

export interface Field {
  /** Where in the rule; its word is `rules.field.PATH`. */
  path: string
  ask: Ask
  optional?: true
  /** Of amounts alone, such as rain. */
  ofSums?: true
}

const durations: Field[] = [
  { path: 'holdS', ask: 'seconds' },
  { path: 'restS', ask: 'seconds' },
]
const limited: Field[] = [
  { path: 'property', ask: 'property' },
  { path: 'over', ask: 'over', optional: true },
  { path: 'when', ask: 'side' },
  { path: 'unlikelyPerHour', ask: 'number', optional: true, ofSums: true },
]
const deadband: Field = { path: 'deadband', ask: 'number', optional: true }

/** What each kind is asked beside what all are asked. */
export const FIELDS: Record<Kind, readonly Field[]> = {
  threshold: [
    ...limited,
    { path: 'raise', ask: 'limit' },
    { path: 'clear', ask: 'limit', optional: true },
    deadband,
    ...durations,
  ],
  band: [...limited, deadband, ...durations, { path: 'steps', ask: 'steps' }],
  forecast: [
    { path: 'property', ask: 'property' },
    { path: 'when', ask: 'side' },
    { path: 'horizonS', ask: 'seconds' },
    { path: 'probability', ask: 'share' },
    deadband,
    ...durations,
    { path: 'steps', ask: 'steps' },
  ],
  rate: [
    { path: 'property', ask: 'property' },
    { path: 'when', ask: 'trend' },
    { path: 'by', ask: 'limit' },
    { path: 'withinS', ask: 'seconds' },
    deadband,
    ...durations,
  ],
  silence: [
    { path: 'intervals', ask: 'number' },
    { path: 'minS', ask: 'seconds' },
  ],
  stuck: [
    { path: 'property', ask: 'property' },
    { path: 'forS', ask: 'seconds' },
    { path: 'tolerance', ask: 'number', optional: true },
    { path: 'except', ask: 'numbers', optional: true },
    { path: 'restS', ask: 'seconds' },
  ],
  range: [
    { path: 'property', ask: 'property', optional: true },
    { path: 'times', ask: 'whole' },
    { path: 'restS', ask: 'seconds' },
  ],
  anomaly: [
    { path: 'property', ask: 'property', optional: true },
    { path: 'cause', ask: 'cause' },
    { path: 'restS', ask: 'seconds' },
  ],
  count: [
    { path: 'of', ask: 'rule' },
    { path: 'per', ask: 'per' },
    { path: 'atLeast', ask: 'whole' },
    { path: 'share', ask: 'share', optional: true },
    ...durations,
  ],
  combined: [
    { path: 'all', ask: 'references', optional: true },
    { path: 'any', ask: 'references', optional: true },
    { path: 'none', ask: 'references', optional: true },
    ...durations,
  ],
}

/** The blanks of a message that a rule of this kind fills in. */
export function blanksOf(kind: Kind): string[] {
  if (kind === 'silence') return ['station', 'minutes']
  if (kind === 'count') return ['count', 'total', 'place', 'minutes']
  if (kind === 'combined') return ['station', 'minutes']
  const measured = ['station', 'value', 'unit']
  if (kind === 'stuck' || kind === 'range') return [...measured, 'minutes']
  if (kind === 'anomaly') return [...measured, 'property', 'why']
  if (kind === 'forecast') return [...measured, 'limit', 'step', 'time', 'chance']
  return kind === 'band' ? [...measured, 'limit', 'step', 'minutes'] : [...measured, 'limit', 'minutes']
}

const DURATIONS = { holdS: 60, restS: 300 }
const STARTS: Record<Kind, object> = {
  threshold: { severity: 'medium', property: '', when: 'above', raise: 0, ...DURATIONS },
  band: {
    property: '',
    when: 'above',
    ...DURATIONS,
    steps: [
      { from: 0, severity: 'low', name: { vi: '', en: '' } },
      { from: 1, severity: 'medium', name: { vi: '', en: '' } },
    ],
  },
  forecast: {
    property: '',
    when: 'above',
    horizonS: 6 * 3_600,
    probability: 0.5,
    holdS: 0,
    restS: 900,
    steps: [{ from: 0, severity: 'medium', name: { vi: '', en: '' } }],
  },
  rate: { severity: 'medium', property: '', when: 'rising', by: 0, withinS: 3_600, ...DURATIONS },
  silence: { severity: 'medium', intervals: 3, minS: 300 },
  stuck: { severity: 'low', property: '', forS: 10_800, restS: 300 },
  range: { severity: 'low', times: 5, restS: 600 },
  anomaly: { severity: 'low', cause: 'fault', restS: 900 },
  count: { severity: 'high', of: '', per: 'province', atLeast: 3, ...DURATIONS },
  combined: { severity: 'high', all: [], ...DURATIONS },
}

/** A rule of this kind to begin with; what it lacks is named until it is said. */
export function newRule(kind: Kind, id: string): Rule {
  const words = { id, version: 1, name: { vi: '', en: '' }, message: { vi: '', en: '' } }
  return { ...words, kind, ...structuredClone(STARTS[kind]) } as Rule
}

/** An id that no rule has, made of a name: `Mưa rất to` → `mua-rat-to`. */
export function idOf(name: string, taken: (id: string) => boolean): string {
  const plain = fold(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 56)
  const base = plain || 'rule'
  if (!taken(base)) return base
  let number = 2
  while (taken(`${base}-${number}`)) number += 1
  return `${base}-${number}`
}
