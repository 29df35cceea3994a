import { expect, it } from 'vitest'
import { whatIsLost } from './what-is-lost.js'

const NOW = Date.parse('2026-11-22T03:00:00Z')
const month = (text: string) => Date.parse(`${text}-01T00:00:00+07:00`)
const NEVER = { forgetRawAfterDays: null, forgetTiersAfterDays: null }
const OLDEST = { raw: month('2025-01'), tiers: month('2024-01') }

it('names the month before which all goes', () => {
  expect(whatIsLost({ forgetRawAfterDays: 90, forgetTiersAfterDays: 730 }, NEVER, OLDEST, NOW)).toEqual({
    raw: month('2026-08'),
    tiers: month('2024-11'),
  })
})

it('loses nothing where nothing is so old, or nothing is forgotten', () => {
  expect(whatIsLost(NEVER, NEVER, OLDEST, NOW)).toEqual({ raw: null, tiers: null })
  expect(whatIsLost({ ...NEVER, forgetRawAfterDays: 3_650 }, NEVER, OLDEST, NOW).raw).toBeNull()
  expect(whatIsLost({ ...NEVER, forgetRawAfterDays: 30 }, NEVER, { raw: null, tiers: null }, NOW).raw).toBeNull()
})

it('loses nothing where it is kept no shorter than it was: what is older was kept for a property of its own', () => {
  const kept = { forgetRawAfterDays: 90, forgetTiersAfterDays: 365 }
  expect(whatIsLost(kept, kept, OLDEST, NOW)).toEqual({ raw: null, tiers: null })
  expect(whatIsLost({ ...kept, forgetRawAfterDays: 60 }, kept, OLDEST, NOW)).toEqual({
    raw: month('2026-09'),
    tiers: null,
  })
})
