import type { AnomalyKind } from '@ioc/shared/anomaly'
import { expect, it } from 'vitest'
import { provesFault } from './proves-fault.js'

it.each<[boolean, string, AnomalyKind, number]>([
  [true, 'air', 'spike', 40],
  [true, 'weather', 'drift', 40],
  [true, 'air', 'flatline', 0],
  // A flood reaches one gauge hours before the next, a dam only those below it.
  [false, 'water', 'spike', 2],
  [false, 'water', 'shift', 2],
  [false, 'water', 'drift', 2],
  [false, 'water', 'lost-season', 2],
  [true, 'water', 'flatline', 2],
  [false, 'traffic', 'shift', 5],
  [false, 'traffic', 'flatline', 0],
  [true, 'traffic', 'flatline', 43],
])('%s: %s, %s at %d', (proven, measures, kind, value) => {
  expect(provesFault({ kind: measures }, { kind, value })).toBe(proven)
})
