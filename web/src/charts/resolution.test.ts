import { DAY, HOUR, MINUTE } from '@ioc/shared/time'
import { expect, it } from 'vitest'
import { resolutionOf } from './resolution.js'

it('reads every value of a few hours and buckets of a long time', () => {
  expect(resolutionOf(6 * HOUR, 'mean', 30)).toMatchObject({ style: 'line', every: null })
  expect(resolutionOf(DAY, 'mean', 30)).toMatchObject({ every: '1m' })
  expect(resolutionOf(7 * DAY, 'mean', 30)).toMatchObject({ every: '10m' })
  expect(resolutionOf(7 * DAY, 'mean', 600)).toMatchObject({ every: null, gapMs: 30 * MINUTE })
  expect(resolutionOf(60 * DAY, 'last', 30)).toMatchObject({ every: '1h' })
  expect(resolutionOf(4 * 365 * DAY, 'mean', 30)).toMatchObject({ every: '1d' })
})

it('draws amounts as bars that are never narrower than the time between two reports', () => {
  expect(resolutionOf(HOUR, 'sum', 30)).toMatchObject({ style: 'bars', every: '1m' })
  expect(resolutionOf(HOUR, 'sum', 600)).toMatchObject({ every: '10m' })
  expect(resolutionOf(DAY, 'sum', 30)).toMatchObject({ every: '1h' })
  expect(resolutionOf(30 * DAY, 'sum', 30)).toMatchObject({ every: '1d' })
})

it('lets an index stand until the next one', () => {
  expect(resolutionOf(30 * DAY, 'index', 3_600)).toMatchObject({ style: 'steps', every: null })
})
