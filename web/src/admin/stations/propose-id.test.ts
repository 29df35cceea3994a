import type { StationId } from '@ioc/shared/ids'
import { expect, it } from 'vitest'
import { proposeId } from './propose-id.js'

const of = (kind: string, ...ids: string[]) => ids.map((id) => ({ id: id as StationId, kind }))

it('goes on with the numbers of the others of its kind', () => {
  const stations = [...of('water', 'HUE-WL-01', 'HUE-WL-09', 'OLD-7'), ...of('rain', 'HUE-RF-99')]
  expect(proposeId(stations, 'water')).toBe('HUE-WL-10')
  expect(proposeId(stations, 'rain')).toBe('HUE-RF-100')
})

it('proposes nothing where there is nothing to go on from', () => {
  expect(proposeId(of('air', 'Trung-tâm'), 'air')).toBe('')
  expect(proposeId([], 'air')).toBe('')
})
