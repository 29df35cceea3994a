import { floodLevel } from '@ioc/shared/flood-level'
import { LEVELS_OF_SERVICE, levelOfService } from '@ioc/shared/level-of-service'
import { aqiBand } from '@ioc/shared/vn-aqi'
import { BAO_DONG } from '../stations/bao-dong.js'
import type { Row } from '../stations/row.js'
import type { Language } from '@ioc/shared/format-number'

/** The class that an expected value falls into by its official scale: "BĐ II", "Kém", "LOS E"; empty where it has none. */
export function expectedClass({ station, expected }: Row, language: Language): string {
  if (!expected) return ''
  const { property, p50 } = expected
  if (property === 'water_level') return BAO_DONG[floodLevel(p50, station.attributes) ?? 0] ?? ''
  if (property === 'vn_aqi') return aqiBand(Math.round(p50))[language]
  const los = property === 'speed' ? levelOfService(p50, station.attributes) : null
  return los === null ? '' : `LOS ${LEVELS_OF_SERVICE[los - 1]}`
}
