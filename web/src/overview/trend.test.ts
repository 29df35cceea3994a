import { expect, it } from 'vitest'
import { formatNumber } from '@ioc/shared/format-number'
import { directionOf, trendText } from './trend.js'

const number = (value: number, decimals: number) => formatNumber(value, decimals, 'vi')

it('says how a level moves in centimetres an hour', () => {
  expect(trendText(null, number)).toBe('–')
  expect(trendText(0.009, number)).toBe('→\u00a00\u00a0cm/h')
  expect(trendText(0.34, number)).toBe('↗\u00a034\u00a0cm/h')
  expect(trendText(-0.02, number)).toBe('↘\u00a02\u00a0cm/h')
})

it('holds the change of a level against its waves, and any other against the value itself', () => {
  expect(directionOf('water_level', 30, 0.02)).toBe('up')
  expect(directionOf('speed', 42, 3)).toBe('still')
  expect(directionOf('speed', 30, -15)).toBe('down')
  expect(directionOf('pm2_5', 0, 0)).toBe('still')
})
