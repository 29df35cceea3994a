import { expect, it } from 'vitest'
import type { Area } from '@ioc/shared/station'
import type { View } from '@ioc/shared/wire'
import { withCommunes } from './with-communes.js'

const areas: Area[] = [
  { id: '46', name: 'Thành phố Huế', kind: 'thành phố', parent: null },
  { id: '1', name: 'Phường Phú Xuân', kind: 'phường', parent: '46' },
  { id: '2', name: 'Phường Vỹ Dạ', kind: 'phường', parent: '46' },
]

it.each([
  ['the province', ['46'], ['46', '1', '2']],
  ['the province and a commune', ['2', '46'], ['2', '46', '1']],
  ['a commune', ['1'], ['1']],
  ['what does not exist', ['9'], ['9']],
  ['nothing', [], []],
])('%s stands for itself and for what lies in it', (_, named, found) => {
  expect(withCommunes({ areas: named, kinds: ['air'] }, areas)).toEqual({ areas: found, kinds: ['air'] })
})

it('a choice that names no areas stays without', () => {
  const view: View = { zoom: 9 }
  expect(withCommunes(view, areas)).toEqual({ zoom: 9 })
})
