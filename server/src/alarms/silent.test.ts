import { expect, it } from 'vitest'
import { silenceRuleSchema } from '@ioc/shared/rule'
import { hasFallenSilent, silenceLimitMs } from './silent.js'

const rule = silenceRuleSchema.parse({
  id: 'silence',
  version: 1,
  name: { vi: 'Mất tín hiệu', en: 'Silent' },
  severity: 'medium',
  message: { vi: '.', en: '.' },
  kind: 'silence',
  intervals: 4,
  minS: 120,
})

it('allows a station four of its intervals, and at least two minutes', () => {
  expect(silenceLimitMs(rule, 10)).toBe(120_000)
  expect(silenceLimitMs(rule, 600)).toBe(2_400_000)
})

it.each([
  ['a station heard in time is not silent', { heardAt: 1_000, readyAt: 0, silent: false }, 1_119, false],
  ['a station not heard for the limit is silent', { heardAt: 1_000, readyAt: 0, silent: false }, 1_120, true],
  ['a restart counts anew, so that it raises no storm', { heardAt: 0, readyAt: 10_000, silent: false }, 10_119, false],
  [
    'a station that stays away after a restart is silent in its time',
    { heardAt: 0, readyAt: 10_000, silent: false },
    10_120,
    true,
  ],
  ['a silent station stays silent over a restart', { heardAt: 0, readyAt: 10_000, silent: true }, 10_001, true],
  ['a silent station that is heard is not silent', { heardAt: 10_001, readyAt: 10_000, silent: true }, 10_001, false],
])('%s', (_, hearing, now, expected) => {
  expect(hasFallenSilent({ limitMs: 120, ...hearing }, now)).toBe(expected)
})
