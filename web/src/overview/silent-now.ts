import type { WireOverview } from '@ioc/shared/overview'
import type { Row } from '../stations/row.js'

/** The gauges that fell silent in a flood. The figures are of half a minute ago: the only one may be back by now. */
export function silentNow(
  told: WireOverview['silentAbove'],
  rows: ReadonlyMap<string, Pick<Row, 'look'>>,
): WireOverview['silentAbove'] {
  const isBack = told?.count === 1 && rows.get(told.worst.station)?.look.silent === false
  return isBack ? null : told
}
