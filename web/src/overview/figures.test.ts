import { expect, it } from 'vitest'
import type { WireOverview } from '@ioc/shared/overview'
import { figuresOf } from './figures.js'

const at = '2026-11-22T07:20:00.000Z'
const air = (start: string) => ({ station: 'A', value: 80, band: 2, yesterday: null, at: start })

it('writes the load in MW, yesterday too, and leaves what nothing measures empty', () => {
  const overview = { at, load: { value: 12_340, yesterday: 10_000 }, speed: null } as WireOverview
  const { load, speed, river } = figuresOf({ ...overview, river: null, rain: null, air: null })
  expect(load).toEqual({ value: 12.34, yesterday: 10, at, unit: 'MW', decimals: 2 })
  expect([speed, river]).toEqual([null, null])
  expect(figuresOf(null).load).toBeNull()
})

it('takes the index of the running hour for one of now, and one before for one of when it ended', () => {
  const of = (start: string) => figuresOf({ at, air: air(start) } as WireOverview).air?.at
  expect(of('2026-11-22T07:00:00.000Z')).toBe(at)
  expect(of('2026-11-22T05:00:00.000Z')).toBe('2026-11-22T06:00:00.000Z')
})
