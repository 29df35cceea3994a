import type { ObservedProperty } from '@ioc/shared/properties'
import type { Language } from '@ioc/shared/format-number'
import { withUnit } from '../stations/main-value.js'

/** How far a forecast is usually off: a small one would be nothing in the decimals of the values themselves. */
export function errorText(error: number, property: ObservedProperty | undefined, language: Language): string {
  const decimals = property?.decimals ?? 1
  const isSmall = error < 5 * 10 ** -decimals
  return withUnit(error, property && { ...property, decimals: isSmall ? decimals + 1 : decimals }, language)
}
