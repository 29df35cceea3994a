import { expect, it } from 'vitest'
import type { PropertyKey } from '@ioc/shared/ids'
import { PROPERTIES } from '@ioc/shared/properties'
import { sampleAlarm, sampleLatest, sampleStation } from '../design/sample-things.js'
import { standingOf } from '../stations/standing.js'
import { rainLabel } from './rain-label.js'

const rain = PROPERTIES.find(({ key }) => key === 'rain')
const NOW = { at: '2026-11-22T05:00:00.000Z', quality: 'good' } as const
const station = sampleStation('a', { kind: 'rain' })
const latest = sampleLatest('a', { values: { rain: { value: 0.2, ...NOW }, battery: { value: 3.1, ...NOW } } })

it('tells of rain by what fell within the hour, as millimetres an hour', () => {
  const gauge = { station, latest, look: standingOf(latest, []) }
  expect(rainLabel(gauge, 12.5, rain, 'vi')).toBe('12,5 mm/h')
  expect(rainLabel(gauge, 12.5, rain, 'en')).toBe('12.5 mm/h')
  expect(rainLabel(gauge, 0, rain, 'vi')).toBe('0,0 mm/h')
})

it('says nothing of rain where no sum is known, or where something else speaks for the station', () => {
  expect(rainLabel({ station, latest, look: standingOf(latest, []) }, undefined, rain, 'vi')).toBeNull()
  const look = standingOf(latest, [sampleAlarm('1', { property: 'battery' as PropertyKey })])
  expect(rainLabel({ station, latest, look }, 12.5, rain, 'vi')).toBeNull()
})
