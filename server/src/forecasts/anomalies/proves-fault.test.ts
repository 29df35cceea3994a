import type { AnomalyCause, AnomalyKind } from '@ioc/shared/anomaly'
import { expect, it } from 'vitest'
import { provesFault } from './proves-fault.js'

it.each<[boolean, string, AnomalyCause, AnomalyKind, number]>([
  [true, 'air', 'fault', 'spike', 40],
  [true, 'weather', 'fault', 'drift', 40],
  [true, 'air', 'fault', 'flatline', 0],
  [false, 'air', 'event', 'spike', 40],
  [false, 'air', 'unclear', 'spike', 40],
  // A flood reaches one gauge hours before the next, a dam only those below it.
  [false, 'water', 'fault', 'spike', 2],
  [false, 'water', 'fault', 'shift', 2],
  [false, 'water', 'fault', 'drift', 2],
  [false, 'water', 'fault', 'lost-season', 2],
  [true, 'water', 'fault', 'flatline', 2],
  [false, 'traffic', 'fault', 'shift', 5],
  [false, 'traffic', 'fault', 'flatline', 0],
  [true, 'traffic', 'fault', 'flatline', 43],
])('%s: %s, %s, %s at %d', (proven, measures, cause, kind, value) => {
  expect(provesFault({ kind: measures }, { at: 0, value, kind, cause, why: { vi: '', en: '' } })).toBe(proven)
})
