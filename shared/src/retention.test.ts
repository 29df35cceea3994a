import { describe, expect, it } from 'vitest'
import { DEFAULT_RETENTION, keepFault, keepOf, retentionSchema } from './retention.js'

const { properties: _, ...DEFAULT_KEEP } = DEFAULT_RETENTION

describe('retention', () => {
  it('is the default for a property that nothing is said of, and what is said otherwise', () => {
    const retention = { ...DEFAULT_RETENTION, properties: { signal: { forgetRawAfterDays: 90 } } }
    expect(keepOf(retention, 'rain')).toEqual(DEFAULT_KEEP)
    expect(keepOf(retention, 'signal')).toEqual({ ...DEFAULT_KEEP, forgetRawAfterDays: 90 })
  })

  it.each([
    [60, null, null, true],
    [60, 60, 60, true],
    [60, 59, null, false],
    [60, null, 700, false],
    [60, 700, 699, false],
  ])('archive %o, forget %o, forget tiers %o: %o', (archiveAfterDays, raw, tiers, fine) => {
    const keep = { archiveAfterDays, forgetRawAfterDays: raw, forgetTiersAfterDays: tiers }
    expect(keepFault(keep) === null).toBe(fine)
  })

  it('is refused where it is not whole days', () => {
    expect(retentionSchema.safeParse({ ...DEFAULT_RETENTION, archiveAfterDays: 0.5 }).success).toBe(false)
    expect(retentionSchema.safeParse({ ...DEFAULT_RETENTION, forgetRawAfterDays: 0 }).success).toBe(false)
    expect(retentionSchema.parse(DEFAULT_KEEP)).toEqual(DEFAULT_RETENTION)
  })
})
