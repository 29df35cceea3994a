import { expect, it } from 'vitest'
import type { Route } from '@ioc/shared/gateway'
import { fromRouteDraft, NEW_ROUTE, toRouteDraft } from './route-draft.js'

const ROUTE: Route = {
  topic: 'application/+/device/+/event/up',
  codec: 'chirpstack',
  devices: {
    '0102030405060708': { station: 'HUE-WL-05', fields: { battery_mv: { property: 'battery', unit: 'mV' } } },
    '0102030405060709': { station: 'HUE-WL-06' },
  },
  defaults: {
    fields: {
      level_mm: { property: 'water_level', unit: 'mm' },
      door: { property: 'door', values: { open: 1 } },
      debug: null,
    },
  },
  others: 'ignore',
}

it('gives back what it was made from, also what it does not show', () => {
  const flat: Route = {
    topic: 'tele/#',
    codec: 'flat',
    device: { from: 1, to: -1 },
    root: 'a',
    devices: {},
    others: 'refuse',
    time: { path: 'Time', as: 'local' },
  }
  for (const route of [ROUTE, flat, { ...flat, device: { level: 1 } }, { ...flat, device: { path: 'dev.id' } }])
    expect(fromRouteDraft(toRouteDraft(route))).toEqual(route)
})

it('reads a line for each device and each field', () => {
  const draft = toRouteDraft(ROUTE)
  expect(draft.fields).toBe('level_mm = water_level mm\ndoor = door\ndebug = -')
  const route = fromRouteDraft({
    ...NEW_ROUTE,
    topic: 'tele/+/SENSOR',
    codec: 'flat',
    device: '1',
    others: 'refuse',
    devices: ' pump-1=HUE-PW-01 \n\nno line',
    fields: 'ENERGY.Power = active_power W',
  })
  expect(route).toEqual({
    topic: 'tele/+/SENSOR',
    codec: 'flat',
    device: { level: 1 },
    others: 'refuse',
    devices: { 'pump-1': { station: 'HUE-PW-01' }, 'no line': { station: '' } },
    defaults: { fields: { 'ENERGY.Power': { property: 'active_power', unit: 'W' } } },
  })
})
