import { HOUR } from '@ioc/shared/time'
import { expect, it } from 'vitest'
import type { IssuedForecast } from '../../ports/forecasts.js'
import { scoreIssued } from './score-issued.js'

const PH = 7.3
const issued = {
  station: 'WQ-01',
  property: 'ph',
  span: 'day',
  model: 'persistence',
  issuedAt: 0,
  start: 0,
  stepMs: HOUR,
  scale: 1,
  quantiles: Float32Array.from([PH, PH, PH, PH, PH]),
} as unknown as IssuedForecast

it('counts what comes exactly as foretold as within a band of no width, though quantiles are kept in 32 bits', () => {
  expect(scoreIssued(issued, [PH], [PH])).toMatchObject({ count: 1, within50: 1, within90: 1 })
  expect(scoreIssued(issued, [PH + 0.01], [PH])).toMatchObject({ within50: 0, within90: 0 })
})
