import { coded } from '../errors.js'
import type { Registry } from '../ports/registry.js'
import type { Province } from './province.js'

interface OpenProvinceOptions {
  registry: Registry
  province: Province
}

/**
 * Makes a new data folder the province's, once.
 *
 * From then on the living copy in the data folder wins, whatever the seed says now; a data folder of another province
 * is refused, since its stations, alarms and history would be mixed up with ours.
 */
export async function openProvince({ registry, province }: OpenProvinceOptions): Promise<'seeded' | 'kept'> {
  const { id, version, stations, areas, rules } = province
  const owner = await registry.province()
  if (owner === null) {
    await registry.seed({ id, version, stations, areas, rules })
    return 'seeded'
  }
  if (owner.id === id) return 'kept'
  throw coded('province.other', `the data folder belongs to province "${owner.id}", the folder given is "${id}"`)
}
