import type { Rule } from '@ioc/shared/rule'
import type { Area, Station } from '@ioc/shared/station'
import { coded } from '../errors.js'
import { requireProvince, type ProvinceFiles } from './province.js'

interface Living {
  province: { id: string } | null
  stations: readonly Station[]
  areas: readonly Area[]
  rules: readonly Rule[]
}

/**
 * The files in which a province as it lives differs from the folder that seeded it: `stations.json`, `rules.json`.
 *
 * Areas are not edited in the product; where those of the folder are not those that live, the folder is another one, and
 * stations would come to stand in areas that it does not have.
 */
export function exportProvince(seed: ProvinceFiles, { province, stations, areas, rules }: Living): Map<string, string> {
  const changed = new Map([
    ['stations.json', `${JSON.stringify(stations, null, 2)}\n`],
    ['rules.json', `${JSON.stringify(rules, null, 2)}\n`],
  ])
  const written = requireProvince(new Map([...seed, ...changed]))
  if (province?.id !== written.id || !isSame(written.areas, areas)) {
    throw coded(
      'province.other',
      'the data folder was not made from this province folder, or its areas have changed since',
    )
  }
  return changed
}

function isSame(one: readonly Area[], other: readonly Area[]): boolean {
  return linesOf(one).join('\n') === linesOf(other).join('\n')
}

function linesOf(areas: readonly Area[]): string[] {
  return areas.map(({ id, name, kind, parent }) => JSON.stringify([id, name, kind, parent])).sort()
}
