import type { Station } from '@ioc/shared/station'
import { placeAt, type Place } from './site.js'

/** Where the water of a gauge falls as rain. */
export interface Basin {
  name: string
  catchment: readonly Place[]
}

const TA_TRACH = [placeAt(107.63, 16.25), placeAt(107.68, 16.12), placeAt(107.6, 16.14)]
const HUU_TRACH = [placeAt(107.48, 16.27), placeAt(107.5, 16.18), placeAt(107.42, 16.24)]
const BO = [placeAt(107.37, 16.38), placeAt(107.29, 16.32), placeAt(107.4, 16.3)]
const A_SAP = [placeAt(107.22, 16.24), placeAt(107.16, 16.29), placeAt(107.3, 16.17)]
const O_LAU = [placeAt(107.25, 16.48), placeAt(107.17, 16.42), placeAt(107.3, 16.42)]
const LAGOON = [placeAt(107.7, 16.3), placeAt(107.83, 16.23), placeAt(107.5, 16.42), placeAt(107.38, 16.45)]

/** The rivers of Huế by the name a gauge carries in its attribute `river`, "Sông" or not. */
const BASINS: readonly Basin[] = [
  { name: 'Tả Trạch', catchment: TA_TRACH },
  { name: 'Hữu Trạch', catchment: HUU_TRACH },
  { name: 'Hương', catchment: [...TA_TRACH, ...HUU_TRACH] },
  { name: 'Bồ', catchment: BO },
  { name: 'A Sáp', catchment: A_SAP },
  { name: 'Ô Lâu', catchment: O_LAU },
]

/** A gauge without a river stands by the lagoon, which takes what all the others bring. */
export function basinOf(station: Station): Basin {
  const river = station.attributes?.['river']
  const named = typeof river === 'string' && BASINS.find(({ name }) => river.replace(/^Sông\s+/i, '') === name)
  return named || { name: 'Tam Giang – Cầu Hai', catchment: LAGOON }
}
