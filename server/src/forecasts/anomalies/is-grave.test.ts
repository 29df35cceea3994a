import type { PropertyKey } from '@ioc/shared/ids'
import { expect, it } from 'vitest'
import { isGrave } from './is-grave.js'

const attributes = { bd1: 1, bd2: 2, bd3: 3.5 }

it.each([
  [true, 'water_level', 1, attributes],
  [false, 'water_level', 0.99, attributes],
  [false, 'water_level', 99, {}],
  [true, 'pm2_5', 51, {}],
  [false, 'pm2_5', 49, {}],
  [true, 'o3', 121, {}],
  [false, 'o3', 119, {}],
  [true, 'co', 30_500, {}],
  [false, 'temperature', 60, {}],
] as const)('says %s of %s at %d', (grave, property, value, attributes) => {
  expect(isGrave({ attributes }, property as PropertyKey, value)).toBe(grave)
})
