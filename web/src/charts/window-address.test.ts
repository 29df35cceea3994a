import { expect, it } from 'vitest'
import { HOUR } from '@ioc/shared/time'
import { LAST_DAY, parseWindow, windowQuery } from './window-address.js'

it('says a window so that the address leads to the same one', () => {
  const windows = [LAST_DAY, { spanMs: 6 * HOUR, to: null }, { spanMs: 90_000, to: 1_760_000_000_000 }]
  for (const window of windows) expect(parseWindow({ ...windowQuery(window) })).toEqual(window)
  expect(windowQuery(LAST_DAY)).toEqual({})
})

it('shows the last day where the address makes no sense', () => {
  const odd = [
    {},
    { span: '-5' },
    { span: ['3600', '60'] },
    { from: 'hôm qua', to: 'nay' },
    { from: '2026-11-22T00:00:00Z', to: '2026-11-21T00:00:00Z' },
  ]
  for (const query of odd) expect(parseWindow(query)).toEqual(LAST_DAY)
})
