import { expect, it } from 'vitest'
import { whatIsLost } from './what-is-lost.js'

const NOW = Date.parse('2026-11-22T03:00:00Z')
const month = (text: string) => Date.parse(`${text}-01T00:00:00+07:00`)
const OLDEST = { raw: month('2025-01'), tiers: month('2024-01') }

it('names the month before which all goes', () => {
  expect(whatIsLost({ forgetRawAfterDays: 90, forgetTiersAfterDays: 730 }, OLDEST, NOW)).toEqual({
    raw: month('2026-08'),
    tiers: month('2024-11'),
  })
})

it('loses nothing where nothing is so old, or nothing is forgotten', () => {
  const never = { forgetRawAfterDays: null, forgetTiersAfterDays: null }
  expect(whatIsLost(never, OLDEST, NOW)).toEqual({ raw: null, tiers: null })
  expect(whatIsLost({ ...never, forgetRawAfterDays: 3_650 }, OLDEST, NOW).raw).toBeNull()
  expect(whatIsLost({ ...never, forgetRawAfterDays: 30 }, { raw: null, tiers: null }, NOW).raw).toBeNull()
})
