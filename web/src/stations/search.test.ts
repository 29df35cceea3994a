import { expect, it } from 'vitest'
import { sampleStation } from '../design/sample-things.js'
import { rankOf } from './standing.js'
import { indexStations, searchStations } from './search.js'

const areas: Record<string, string> = { '1': 'Phường Hương Trà', '2': 'Xã A Lưới 3' }
const index = indexStations(
  [
    sampleStation('HUE-WL-08', { name: 'Mực nước Hương Trà', area: '1', attributes: { river: 'Sông Bồ' } }),
    sampleStation('HUE-WL-01', { name: 'Mực nước hồ A Lưới', area: '2', attributes: { river: 'A Sáp' } }),
    sampleStation('HUE-TR-02', { name: 'Đếm xe Quốc lộ 1A', area: '1', attributes: { road: 'Quốc lộ 1A' } }),
  ],
  (area) => areas[area] ?? '',
)
const ids = (query: string) => searchStations(index, query).map((station) => station.id)

it('finds Hương Trà by "huong tra", the station of that name before others in that commune', () => {
  expect(ids('huong tra')).toEqual(['HUE-WL-08', 'HUE-TR-02'])
})

it('finds by river, by commune and by id', () => {
  expect(ids('song bo')).toEqual(['HUE-WL-08'])
  expect(ids('xã a lưới')).toEqual(['HUE-WL-01'])
  expect(ids('tr-02')).toEqual(['HUE-TR-02'])
})

it('needs every word, in any order', () => {
  expect(ids('luoi nuoc')).toEqual(['HUE-WL-01'])
  expect(ids('luoi khong-co')).toEqual([])
})

it('has what is in alarm first, the worst of it, but the very id before', () => {
  const ranks: Record<string, number> = { 'HUE-TR-02': rankOf('medium'), 'HUE-WL-01': rankOf('silent') }
  const ranked = (query: string) =>
    searchStations(index, query, { rankById: (id) => ranks[id] ?? rankOf('normal') }).map(({ id }) => id)
  expect(ranked('huong tra')).toEqual(['HUE-TR-02', 'HUE-WL-08'])
  expect(ranked('nuoc')).toEqual(['HUE-WL-01', 'HUE-WL-08'])
  ranks['HUE-WL-01'] = rankOf('critical')
  expect(ranked('hue')).toEqual(['HUE-WL-01', 'HUE-TR-02', 'HUE-WL-08'])
  expect(ranked('hue-wl-08')).toEqual(['HUE-WL-08'])
})

it('finds by the short name, which comes before names that hold the word', () => {
  const some = indexStations(
    [
      sampleStation('a', {
        name: 'Mực nước phường Hương Trà (Sông Bồ)',
        attributes: { shortName: 'Hương Trà – Phong Thái' },
      }),
      sampleStation('b', { name: 'Đếm xe phường Hương An' }),
    ],
    () => '',
  )
  expect(searchStations(some, 'huong').map(({ id }) => id)).toEqual(['a', 'b'])
})

it('finds nothing for nothing', () => {
  expect(ids('   ')).toEqual([])
})
